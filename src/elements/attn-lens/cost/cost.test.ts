// What a load costs, of a model on a hub: what the button says, in two steps where the library does not know the model, and that nothing
// is asked before the reader's word. `live.test.ts` has packs.
// cspell:ignore Besuch Dazu Größe Modell ausführt bleiben einem einmal früheren geladen gespeichert jedem nachsehen rechnen seit wird

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { AttnLens } from '../attn-lens.js';
import { find, said, violations } from '../testing/lens.js';
import { engine, installFakeEngine, runLive, uninstall, WIZARD } from '../testing/live-lens.js';
import { showPinned } from '../testing/pinned-lens.js';

installFakeEngine();

beforeEach(() => {
  vi.restoreAllMocks();
  document.documentElement.lang = 'en';
});

const GPT2 = {
  name: 'GPT-2 small',
  bytes: 497_759_232,
  hub: { host: 'Hugging Face', kept: 126_000_000 },
};

/** A lens with a model that the library knows. */
function showKnown(properties: Partial<AttnLens> = {}): Promise<AttnLens> {
  engine.manifestUrl = 'hf:openai-community/gpt2';
  engine.known = GPT2;
  return showPinned({ model: 'hf:openai-community/gpt2', ...properties });
}

/** With one that it does not know. */
function showUnknown(properties: Partial<AttnLens> = {}): Promise<AttnLens> {
  engine.manifestUrl = 'hf:someone/tales@v2';
  engine.known = undefined;
  engine.hub = { host: 'Hugging Face', kept: 1_900_000 };
  return showPinned({ model: 'hf:someone/tales@v2', ...properties });
}

/** As in a sandboxed frame, or on plain http. */
const keepNothing = () => vi.spyOn(caches, 'has').mockRejectedValue(new Error('not allowed'));

const labelIs = (lens: AttnLens, label: string) =>
  vi.waitFor(() => expect(said(lens, '.run').replaceAll('\u00a0', ' ')).toBe(label));
const noteIs = (lens: AttnLens, note: string | RegExp) =>
  vi.waitFor(() => expect(said(lens, '.note').replaceAll('\u00a0', ' ')).toMatch(note));

/** How often the engine was asked, loaded and run. */
const asked = () => [engine.estimates, engine.loads, engine.runs.length];

describe('a model that the library knows', () => {
  test.each([
    ['en', 'Run live: GPT-2 small from Hugging Face, 498 MB once, 126 MB kept'],
    ['de', 'Live rechnen: GPT-2 small von Hugging Face, einmal 498 MB, gespeichert bleiben 126 MB'],
  ])('says what it costs on the button, and asks nobody: %s', async (lang, label) => {
    document.documentElement.lang = lang;
    const lens = await showKnown();
    await labelIs(lens, label);
    await userEvent.hover(find(lens, '.live'));
    find(lens, 'textarea').focus();
    await lens.updateComplete;
    expect(asked()).toEqual([0, 0, 0]);
    await userEvent.click(find(lens, '.run'));
    expect(engine.runs).toHaveLength(1);
  });

  test.each([
    ['en', 'Run live: GPT-2 small from Hugging Face, 498 MB on every visit'],
    ['de', 'Live rechnen: GPT-2 small von Hugging Face, 498 MB bei jedem Besuch'],
  ])('where nothing can be kept, it costs that on every visit: %s', async (lang, label) => {
    document.documentElement.lang = lang;
    keepNothing();
    await labelIs(await showKnown(), label);
  });

  test.each([
    ['en', 'Run live: GPT-2 small, kept from an earlier visit'],
    ['de', 'Live rechnen: GPT-2 small, seit einem früheren Besuch gespeichert'],
  ])('that is kept costs nothing: %s', async (lang, label) => {
    document.documentElement.lang = lang;
    engine.kept = true;
    const lens = await showKnown();
    await labelIs(lens, label);
    expect(said(lens, '.note')).toBe('');
    expect(asked()).toEqual([0, 0, 0]);
  });

  test('once its worker has ended, the button says that it is kept now', async () => {
    const lens = await showKnown();
    await labelIs(lens, 'Run live: GPT-2 small from Hugging Face, 498 MB once, 126 MB kept');
    engine.say({ state: 'probing' });
    await lens.updateComplete;
    engine.kept = true;
    engine.say({ state: 'idle' });
    await labelIs(lens, 'Run live: GPT-2 small, kept from an earlier visit');
  });

  test('is run by a press before the browser has said what it keeps', async () => {
    engine.isKept = () => new Promise<boolean>(() => {});
    const lens = await showKnown();
    await labelIs(lens, 'Run live: GPT-2 small, 498 MB');
    find(lens, '.run').click();
    await vi.waitFor(() => expect(engine.runs).toHaveLength(1));
  });

  test('is run by Enter too, and is named as others are once it is there', async () => {
    const lens = await showKnown();
    await labelIs(lens, 'Run live: GPT-2 small from Hugging Face, 498 MB once, 126 MB kept');
    engine.notices = [{ code: 'uncached', message: 'Nothing is kept here.' }];
    await runLive(lens);
    await noteIs(lens, 'fake model, on WASM: it runs as you type. Nothing is kept here.');
    expect(said(lens, '.run')).toBe('Run live');
  });

  test('fits 280 px in both languages, and axe finds nothing', async () => {
    for (const lang of ['en', 'de']) {
      document.documentElement.lang = lang;
      const lens = await showKnown();
      lens.style.width = '280px';
      await vi.waitFor(() => expect(said(lens, '.run')).toMatch('498'));
      const card = find(lens, '[part=card]');
      // The pictures follow the new width in the next frames.
      await vi.waitFor(() => expect(card.scrollWidth).toBeLessThanOrEqual(card.clientWidth));
      expect(find(lens, '.run').scrollWidth).toBeLessThanOrEqual(find(lens, '.run').clientWidth);
      expect(await violations(lens)).toEqual([]);
      lens.remove();
    }
  });
});

describe('a model that it does not know', () => {
  test.each([
    [
      'en',
      ['Look up its size', 'The model is someone/tales@v2 on Hugging Face.'],
      'Run live: fake model from Hugging Face, 7.5 MB once, 1.9 MB kept',
      'Its size: 7.5 MB once, 1.9 MB kept. This also loads onnxruntime-web, which runs it: 14 MB.',
    ],
    [
      'de',
      ['Größe nachsehen', 'Das Modell ist someone/tales@v2 auf Hugging Face.'],
      'Live rechnen: fake model von Hugging Face, einmal 7,5 MB, gespeichert bleiben 1,9 MB',
      'Seine Größe: einmal 7,5 MB, gespeichert bleiben 1,9 MB. Dazu wird onnxruntime-web geladen, das es ausführt: 14 MB.',
    ],
  ])('is looked up first, then run: %s', async (lang, [first = '', named = ''], then, spoken) => {
    document.documentElement.lang = lang;
    const lens = await showUnknown();
    await labelIs(lens, first);
    await noteIs(lens, named);
    await userEvent.hover(find(lens, '.run'));
    find(lens, 'textarea').focus();
    await lens.updateComplete;
    expect(asked()).toEqual([0, 0, 0]);

    const clock = vi.spyOn(performance, 'now').mockReturnValue(1000);
    const run = find(lens, '.run');
    run.focus();
    run.click();
    await labelIs(lens, then);
    await noteIs(lens, spoken);
    expect(asked()).toEqual([1, 0, 0]);
    expect((lens.renderRoot as ShadowRoot).activeElement).toBe(run);
    expect(await violations(lens)).toEqual([]);

    // A second click at once is that of a double click.
    run.click();
    await lens.updateComplete;
    expect(engine.runs).toHaveLength(0);
    clock.mockReturnValue(2000);
    run.click();
    await vi.waitFor(() => expect(asked()).toEqual([1, 0, 1]));
  });

  test('Enter looks it up too', async () => {
    const lens = await showUnknown();
    await labelIs(lens, 'Look up its size');
    find(lens, 'textarea').focus();
    await userEvent.keyboard('{Enter}');
    await labelIs(lens, 'Run live: fake model from Hugging Face, 7.5 MB once, 1.9 MB kept');
    expect(asked()).toEqual([1, 0, 0]);
  });

  test('whose repository holds a pack reads as packs do', async () => {
    const lens = await showUnknown();
    engine.hub = undefined;
    await labelIs(lens, 'Look up its size');
    find(lens, '.run').click();
    await labelIs(lens, 'Run live: fake model, 7.5 MB');
    await noteIs(lens, /^Its size: 7.5 MB. This also loads onnxruntime-web/);
  });

  test('says that it is being looked up, and a failure can be tried again', async () => {
    const lens = await showUnknown();
    const heard = vi.fn();
    lens.addEventListener('attn-error', heard);
    let fail = () => {};
    const { estimate } = engine;
    engine.estimate = () =>
      new Promise((_, reject) => {
        fail = () =>
          reject(
            Object.assign(new Error('There is no such model.'), {
              code: 'hub',
              advice: 'Check the name.',
            }),
          );
      });
    await labelIs(lens, 'Look up its size');
    find(lens, '.run').click();
    await noteIs(lens, 'Looking up its size …');
    fail();
    await vi.waitFor(() =>
      expect(said(lens, '.problem')).toBe('There is no such model. Check the name.'),
    );
    expect(heard.mock.calls[0]?.[0].error).toMatchObject({ code: 'hub' });
    expect(said(lens, '.run')).toBe('Look up its size');
    await noteIs(lens, 'The model is someone/tales@v2 on Hugging Face.');
    engine.estimate = estimate;
    find(lens, '.run').click();
    await labelIs(lens, 'Run live: fake model from Hugging Face, 7.5 MB once, 1.9 MB kept');
    expect(said(lens, '.problem')).toBe('');
  });

  test('that is kept is named as the page did, its commit in short', async () => {
    engine.kept = true;
    const lens = await showUnknown();
    engine.manifestUrl = `hf:someone/tales@${'0123456789'.repeat(4)}#small`;
    lens.requestUpdate();
    await labelIs(lens, 'Run live: someone/tales@0123456#small, kept from an earlier visit');
    expect(asked()).toEqual([0, 0, 0]);
    engine.say({ state: 'probing' });
    await vi.waitFor(() =>
      expect(said(lens, '.progress')).toBe('Loading someone/tales@0123456#small'),
    );
  });

  test('is loaded at once for a page that runs it', async () => {
    const lens = await showUnknown();
    void lens.runLive(WIZARD);
    await vi.waitFor(() => expect(asked()).toEqual([0, 0, 1]));
  });
});

describe('run="visible"', () => {
  const settle = () => new Promise((resolve) => setTimeout(resolve, 100));

  test.each([
    ['known', showKnown],
    ['unknown', showUnknown],
  ])('waits for the reader, and asks no hub: %s', async (_, showIt) => {
    const lens = await showIt({ run: 'visible', text: WIZARD });
    lens.scrollIntoView();
    await vi.waitFor(() => expect(said(lens, '.run')).toMatch(/Hugging Face|Look up/));
    await settle();
    expect(asked()).toEqual([0, 0, 0]);
  });

  test('runs a model that is kept', async () => {
    engine.kept = true;
    const lens = await showKnown({ run: 'visible', text: WIZARD });
    lens.scrollIntoView();
    await vi.waitFor(() => expect(engine.runs).toHaveLength(1));
  });

  test('of one that is kept, a phone or Save-Data waits all the same', async () => {
    engine.kept = true;
    engine.startsByItself = false;
    const lens = await showKnown({ run: 'visible', text: WIZARD });
    lens.scrollIntoView();
    await vi.waitFor(() => expect(engine.estimates).toBe(1));
    await settle();
    expect(engine.runs).toHaveLength(0);
  });
});

test('a model that is not loaded any more is not fetched again for its vectors', async () => {
  const lens = await showKnown();
  await labelIs(lens, 'Run live: GPT-2 small from Hugging Face, 498 MB once, 126 MB kept');
  await runLive(lens);
  engine.say({ state: 'idle' });
  await expect(lens.vectors(0, 0)).rejects.toThrow('is not loaded any more. Run the text again.');
  expect(engine.runs).toHaveLength(0);
});

test('a lens that is given another model forgets the cost of the one before', async () => {
  const lens = await showKnown();
  await labelIs(lens, 'Run live: GPT-2 small from Hugging Face, 498 MB once, 126 MB kept');
  engine.manifestUrl = 'https://models.example/fake/manifest.json';
  engine.known = { name: 'fake model', bytes: 7_520_000 };
  lens.model = 'https://models.example/fake/';
  await labelIs(lens, 'Run live: fake model, 7.5 MB');
});

test('a name that is not one says so, without a press', async () => {
  uninstall();
  const lens = await showPinned({ model: 'hf:tales' });
  const heard = vi.fn();
  lens.addEventListener('attn-error', heard);
  await vi.waitFor(() =>
    expect(said(lens, '.problem')).toMatch(/^"hf:tales" .* on Hugging Face\./),
  );
  find(lens, '.run').click();
  await vi.waitFor(() => expect(heard).toHaveBeenCalled());
  expect(heard.mock.calls[0]?.[0].error).toMatchObject({ code: 'unknown-model' });
});

test('a real engine asks nobody before the reader does, and names GPT-2 at its price', async () => {
  uninstall();
  const fetched = vi.spyOn(globalThis, 'fetch');
  const lens = await showPinned({ model: 'gpt2' });
  await labelIs(lens, 'Run live: GPT-2 small from Hugging Face, 498 MB once, 126 MB kept');
  const other = await showPinned({ model: 'hf:someone/tales' });
  await labelIs(other, 'Look up its size');
  await userEvent.hover(find(other, '.live'));
  expect(fetched).not.toHaveBeenCalled();
});
