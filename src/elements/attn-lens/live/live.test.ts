// The lens and a live model, with a fake engine in the model's place.

import axe from 'axe-core';
import { describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import dog from '../../../../traces/dog.json' with { type: 'json' };
import { FAKE_PLAN } from '../../../runtime/testing/fake-engine.js';
import { parseTrace } from '../../../runtime/trace/index.js';
import { find, said } from '../testing/lens.js';
import { engine, installFakeEngine, runLive, uninstall, WIZARD } from '../testing/live-lens.js';
import { showPinned } from '../testing/pinned-lens.js';

installFakeEngine();

describe('before the reader asks', () => {
  test('the button names the model and its size, and nothing has been asked of the engine', async () => {
    const lens = await showPinned();
    expect(said(lens, '.run')).toBe('Run live: fake model, 7.5 MB');
    expect(said(lens, '.note')).toMatch('onnxruntime-web, which runs it: 14 to 27 MB');
    expect([engine.estimates, engine.loads, engine.runs.length]).toEqual([0, 0, 0]);
  });

  test('of a model the library does not know, coming near tells name and size, and asks once', async () => {
    engine.known = undefined;
    const lens = await showPinned({ model: 'https://models.example/fake/' });
    expect(said(lens, '.run')).toBe('Run live: this model');
    await userEvent.hover(find(lens, '.live'));
    await vi.waitFor(() => expect(said(lens, '.run')).toBe('Run live: fake model, 7.5 MB'));
    expect(said(lens, '.note')).toMatch('which runs it: 14 MB');
    find(lens, 'textarea').focus();
    expect(engine.estimates).toBe(1);
  });

  test('of a known one, coming near asks nothing', async () => {
    const lens = await showPinned();
    await userEvent.hover(find(lens, '.run'));
    find(lens, 'textarea').focus();
    expect(engine.estimates).toBe(0);
  });

  test('typing runs nothing', async () => {
    const lens = await showPinned();
    await userEvent.fill(find(lens, 'textarea'), WIZARD);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(engine.runs).toHaveLength(0);
  });

  test('the text box holds the text of the recording, or the one it was given', async () => {
    expect(find<HTMLTextAreaElement>(await showPinned(), 'textarea').value).toMatch(/^The dog on/);
    const given = await showPinned({ text: 'Mine' });
    expect(find<HTMLTextAreaElement>(given, 'textarea').value).toBe('Mine');
  });
});

describe('while the model loads', () => {
  test('it says how far it is, and the recording stays', async () => {
    const lens = await showPinned();
    await userEvent.click(find(lens, '.run'));
    const progress = {
      phase: 'downloading',
      loaded: 5_000_000,
      total: 20_000_000,
      fraction: 0.25,
    } as const;
    engine.say({ state: 'downloading', plan: FAKE_PLAN, progress });
    await vi.waitFor(() =>
      expect(said(lens, '.progress')).toBe('Loading fake model: 5.0 of 20 MB'),
    );
    expect(find<HTMLProgressElement>(lens, 'progress').value).toBe(0.25);
    expect(said(lens, '.sentence')).toMatch('The second “dog” reads');
    engine.say({
      state: 'compiling',
      plan: FAKE_PLAN,
      progress: { ...progress, phase: 'compiling' },
    });
    await lens.updateComplete;
    expect(said(lens, '[role=status]')).toBe('Preparing fake model …');
    expect((await axe.run(lens, { rules: { region: { enabled: false } } })).violations).toEqual([]);
  });

  test('for another lens, this one shows how far it is and can still be asked to run', async () => {
    const lens = await showPinned();
    const progress = { phase: 'downloading', loaded: 1, total: 4, fraction: 0.25 } as const;
    engine.say({ state: 'downloading', plan: FAKE_PLAN, progress });
    await vi.waitFor(() => expect(find<HTMLProgressElement>(lens, 'progress').value).toBe(0.25));
    await userEvent.click(find(lens, '.run'));
    expect(engine.runs).toHaveLength(1);
    expect(lens.renderRoot.querySelector('[part=cancel]')).not.toBe(null);
  });

  test('the button stays where it is, keeps the focus, and a second click changes nothing', async () => {
    const lens = await showPinned();
    const run = find(lens, '.run');
    const place = () => {
      const [box, from] = [run, lens].map((element) => element.getBoundingClientRect());
      return [(box?.x ?? 0) - (from?.x ?? 0), (box?.y ?? 0) - (from?.y ?? 0), box?.width];
    };
    const before = place();
    run.focus();
    await userEvent.keyboard('{Enter}');
    engine.say({ state: 'probing' });
    await lens.updateComplete;
    expect(place()).toEqual(before);
    expect((lens.renderRoot as ShadowRoot).activeElement).toBe(run);
    run.click();
    expect(engine.runs).toHaveLength(1);
    expect(run.ariaDisabled).toBe('true');
  });

  test('what is typed meanwhile runs when the model is there', async () => {
    const lens = await showPinned();
    await userEvent.click(find(lens, '.run'));
    engine.say({ state: 'probing' });
    await userEvent.fill(find(lens, 'textarea'), 'typed meanwhile');
    engine.sayReady();
    engine.answer();
    await vi.waitFor(() =>
      expect(engine.runs.map(({ request }) => request.text)).toEqual(['typed meanwhile']),
    );
  });

  test('it can be cancelled', async () => {
    const lens = await showPinned();
    await userEvent.click(find(lens, '.run'));
    engine.say({ state: 'probing' });
    await vi.waitFor(() => find(lens, '.loading [part=cancel]'));
    await userEvent.click(find(lens, '[part=cancel]'));
    engine.say({ state: 'idle' });
    await lens.updateComplete;
    expect(said(lens, '.run')).toMatch(/^Run live: fake model/);
    expect(said(lens, '.problem')).toBe('');
  });
});

describe('a run', () => {
  test('shows its trace, which model and device made it, and tells the page', async () => {
    const lens = await showPinned();
    const heard = vi.fn();
    lens.addEventListener('attn-run', heard);
    await runLive(lens);
    expect(said(lens, '.badge')).toBe('live · fake model · WASM');
    expect(lens.renderRoot.querySelectorAll('.chip')).toHaveLength(8);
    expect(said(lens, 'footer')).toMatch(/^Live run: computed by a fake/);
    expect(heard.mock.calls[0]?.[0].trace.text).toBe(WIZARD);
  });

  test('lists the most likely next tokens with their probabilities', async () => {
    const lens = await showPinned();
    await runLive(lens);
    const rows = [...lens.renderRoot.querySelectorAll('.next li')];
    expect(rows.map((row) => row.textContent?.replace(/\s+/g, ' ').trim())).toEqual([
      'likely50 %',
      'rare13 %',
    ]);
    const widths = rows.map((row) => row.querySelector('rect')?.getBoundingClientRect().width ?? 0);
    expect((widths[0] ?? 0) / (widths[1] ?? 1)).toBeCloseTo(4, 1);
    expect((await axe.run(lens, { rules: { region: { enabled: false } } })).violations).toEqual([]);
  });

  test('leaves the recording one click away, each with its own selection', async () => {
    const lens = await showPinned();
    await runLive(lens);
    expect(lens.selection).toEqual({ layer: 0, head: 0, token: null });
    await userEvent.selectOptions(find(lens, '[data-which=head]'), '1');
    await userEvent.click(find(lens, '.views button:first-child'));
    await lens.updateComplete;
    expect(said(lens, '.badge')).toBe('recorded · GPT-2 small');
    expect(lens.selection).toEqual({ layer: 5, head: 5, token: 10 });
    await userEvent.click(find(lens, '.views button:last-child'));
    await lens.updateComplete;
    expect(lens.selection).toEqual({ layer: 0, head: 1, token: null });
  });

  test('follows the typing once the model is loaded, a pause after the last key', async () => {
    const lens = await showPinned();
    await runLive(lens);
    const box = find<HTMLTextAreaElement>(lens, 'textarea');
    await userEvent.fill(box, 'One');
    await userEvent.fill(box, 'One two');
    await vi.waitFor(() =>
      expect(engine.runs.map(({ request }) => request.text)).toEqual(['One two']),
    );
    engine.answer();
    await vi.waitFor(() => expect(lens.renderRoot.querySelectorAll('.chip')).toHaveLength(2));
  });

  test('starts with Enter; Shift and Enter make a line break', async () => {
    const lens = await showPinned({ text: '' });
    find(lens, 'textarea').focus();
    await userEvent.keyboard('a{Shift>}{Enter}{/Shift}b{Enter}');
    expect(engine.runs.map(({ request }) => request.text)).toEqual(['a\nb']);
  });

  test('of a text that was cut says so', async () => {
    const lens = await showPinned({ maxTokens: 2 });
    await userEvent.fill(find(lens, 'textarea'), 'one two three');
    await userEvent.click(find(lens, '.run'));
    expect(engine.runs[0]?.request.maxTokens).toBe(2);
    engine.answer({ truncated: { kept: 2, total: 3 } });
    await vi.waitFor(() =>
      expect(said(lens, '.cut')).toBe(
        'The text is 3 tokens long. Its first 2 were run and are shown.',
      ),
    );
  });

  test('that a move within the page cut short starts again', async () => {
    const lens = await showPinned();
    await runLive(lens);
    await userEvent.fill(find(lens, 'textarea'), 'moved');
    document.body.prepend(document.createElement('main'), lens);
    await vi.waitFor(() => expect(engine.runs.at(-1)?.request.text).toBe('moved'));
    engine.answer();
    await vi.waitFor(() => expect(lens.renderRoot.querySelectorAll('.chip')).toHaveLength(1));
  });

  test('that a removal cuts short is cancelled once its lease is given back, so that a load continues for a while', async () => {
    const steps: string[] = [];
    const acquire = engine.acquire.bind(engine);
    engine.acquire = () => {
      const { run, ...lease } = acquire();
      return {
        ...lease,
        run: (request, options) => {
          options?.signal?.addEventListener('abort', () => steps.push('cancelled'));
          return run(request, options);
        },
        release: () => steps.push('released'),
      };
    };
    const lens = await showPinned();
    await userEvent.click(find(lens, '.run'));
    lens.remove();
    expect(steps).toEqual(['released', 'cancelled']);
  });

  test('with fewer tokens than the pinned one frees it without a complaint', async () => {
    const warn = vi.spyOn(console, 'warn');
    const lens = await showPinned();
    await runLive(lens);
    await userEvent.click(find(lens, '[data-index="7"]'));
    await userEvent.fill(find(lens, 'textarea'), 'One');
    await vi.waitFor(() => engine.answer());
    await vi.waitFor(() => expect(lens.renderRoot.querySelectorAll('.chip')).toHaveLength(1));
    expect(lens.token).toBe(null);
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });
});

describe('what goes wrong', () => {
  const error = {
    code: 'file-unreachable',
    message: 'The file weights.00.bin could not be fetched.',
    advice: 'Check the connection and try again.',
  } as const;

  test('is said with advice and one thing to do, and what was shown stays', async () => {
    const lens = await showPinned();
    const heard = vi.fn();
    lens.addEventListener('attn-error', heard);
    await userEvent.click(find(lens, '.run'));
    engine.say({ state: 'failed', error });
    engine.fail(error);
    await vi.waitFor(() => expect(said(lens, '.problem')).toBe(`${error.message} ${error.advice}`));
    expect(heard.mock.calls[0]?.[0].error).toMatchObject({ code: error.code });
    expect(said(lens, '.sentence')).toMatch('The second “dog” reads');
    expect(said(lens, '.run')).toBe('Try again');
    await userEvent.click(find(lens, '.run'));
    expect(engine.loads).toBe(1);
  });

  test('an empty text is no failure of the model', async () => {
    const lens = await showPinned();
    await runLive(lens);
    await userEvent.fill(find(lens, 'textarea'), '');
    await vi.waitFor(() => expect(said(lens, '.problem')).toMatch('There is no text to run.'));
    expect(engine.runs).toHaveLength(0);
    expect(said(lens, '.run')).toBe('Run live');
    expect(lens.renderRoot.querySelectorAll('.chip')).toHaveLength(8);
  });

  test('an answer that comes after a newer text is not shown', async () => {
    const lens = await showPinned();
    await runLive(lens);
    await userEvent.fill(find(lens, 'textarea'), 'slow slow slow');
    await userEvent.keyboard('{Enter}');
    await userEvent.fill(find(lens, 'textarea'), 'quick');
    await userEvent.keyboard('{Enter}');
    engine.answer();
    engine.answer();
    await vi.waitFor(() => expect(lens.renderRoot.querySelectorAll('.chip')).toHaveLength(1));
  });
});

test('a model that does not exist is said with advice, and to the page', async () => {
  uninstall();
  const lens = await showPinned({ model: 'nonsense' });
  const heard = vi.fn();
  lens.addEventListener('attn-error', heard);
  // Not through the browser: the answer, which may be there first, gives the button another name.
  find(lens, '.run').click();
  await vi.waitFor(() => expect(said(lens, '.problem')).toMatch('There is no model "nonsense".'));
  expect(heard.mock.calls[0]?.[0].error).toMatchObject({ code: 'unknown-model' });
});

test('a trace that the page gives while a live run is shown comes with the selection it gives', async () => {
  const lens = await showPinned();
  await runLive(lens);
  Object.assign(lens, { trace: parseTrace(dog), layer: 3, head: 7, token: 2 });
  await lens.updateComplete;
  expect(lens.selection).toEqual({ layer: 3, head: 7, token: 2 });
});

test('hide="live" leaves the live part out', async () => {
  const lens = await showPinned({ hide: 'live map' });
  expect(lens.renderRoot.querySelector('.live')).toBe(null);
  expect(lens.renderRoot.querySelector('.map')).toBe(null);
  expect(lens.renderRoot.querySelector('.matrix')).not.toBe(null);
});

test('a lens without a recording can run live, on the head the page asks for', async () => {
  const lens = document.createElement('attn-lens');
  lens.layer = 1;
  document.body.append(lens);
  await lens.updateComplete;
  await runLive(lens);
  expect(lens.status).toBe('ready');
  expect(lens.selection.layer).toBe(1);
  expect(lens.renderRoot.querySelector('.views')).toBe(null);
});

test('beside a live run the recording is compared at any of its heads', async () => {
  const lens = await showPinned({ compare: 'other' });
  const second = () => find(lens, '.panes > :nth-child(2)');
  await vi.waitFor(() => expect(second().textContent).toMatch('There is no live run yet'));
  await runLive(lens);
  await vi.waitFor(() => expect(second().textContent).toMatch('GPT-2 small'));
  const layer = second().querySelector<HTMLSelectElement>('[data-which=layer]');
  await userEvent.selectOptions(layer as HTMLSelectElement, '4');
  expect(lens.compare).toMatch(/^other#4\.\d$/);
  lens.compare = 'other#4.11';
  await lens.updateComplete;
  expect(second().querySelector<HTMLSelectElement>('[data-which=head]')?.value).toBe('11');
  expect(second().textContent).toMatch('Recording: ');
});
