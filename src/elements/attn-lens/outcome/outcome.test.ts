// A run that takes long, as a reader sees it: heads come layer by layer. Time is the test's own.
// cspell:ignore Köpfen Schichten anderen folgen

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FAKE_PLAN } from '../../../runtime/testing/fake-engine.js';
import '../../head-finder/head-finder.js';
import type { AttnLens } from '../attn-lens.js';
import { cell, find, said, show, violations } from '../testing/lens.js';
import { engine, installFakeEngine, WIZARD } from '../testing/live-lens.js';
import { resetAddress, showPinned } from '../testing/pinned-lens.js';

installFakeEngine();
resetAddress();

const ALL = 6;

beforeEach(() => {
  engine.model = { ...engine.model, layers: ALL, heads: 4 };
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  document.documentElement.lang = 'en';
});

const frame = () => new Promise(requestAnimationFrame);

/** Waits for what is not a matter of time, such as a part that is loaded. */
async function until(check: () => void): Promise<void> {
  for (let frames = 0; frames < 300; frames++) {
    try {
      check();
      return;
    } catch {
      await frame();
    }
  }
  check();
}

async function pass(milliseconds: number): Promise<void> {
  // The part that takes the layers may still be on its way to them.
  await frame();
  vi.advanceTimersByTime(milliseconds);
  await frame();
}

/** Runs a text on a model that is still being loaded. */
async function startLoad(lens: AttnLens, text = WIZARD): Promise<void> {
  void lens.runLive(text);
  await until(() => expect(engine.runs).toHaveLength(1));
  const progress = { phase: 'downloading', loaded: 1, total: 4, fraction: 0.25 } as const;
  engine.say({ state: 'downloading', plan: FAKE_PLAN, progress });
  await until(() => find(lens, '.progress'));
  expect(said(lens, '.note')).toBe('Heads are shown as each layer arrives, the next token last.');
}

/** A first run that is over, and a second one under way. */
async function startSecond(lens: AttnLens, text: string): Promise<void> {
  void lens.runLive(WIZARD);
  await until(() => expect(engine.runs).toHaveLength(1));
  engine.sayReady();
  engine.answer();
  await until(() => expect(lens.renderRoot.querySelectorAll('.next li')).toHaveLength(2));
  void lens.runLive(text);
  await until(() => expect(engine.runs).toHaveLength(1));
}

async function showLayers(layers: number, after = 400): Promise<void> {
  engine.tellLayers(layers);
  await pass(after);
}

async function finish(lens: AttnLens): Promise<void> {
  engine.sayReady();
  engine.answer({ next: Array.from({ length: 10 }, (_, id) => ({ id, text: ` n${id}`, p: 0.1 })) });
  await until(() => expect(lens.shown).toMatchObject({ awaitedLayers: 0, next: { length: 10 } }));
  await lens.updateComplete;
}

const rowsOf = (lens: AttnLens) => [
  ...lens.renderRoot.querySelectorAll<HTMLElement>('.map [role=row]'),
];
const title = (lens: AttnLens) => said(lens, '.bar:has(+ .frame .map)');
const layerShown = (lens: AttnLens) => find<HTMLSelectElement>(lens, '[data-which=layer]').value;
const chips = (lens: AttnLens) => lens.renderRoot.querySelectorAll('.chip').length;

/** As the pointer does: without the browser's driver, which has no time of its own here. */
function click(element: HTMLElement): void {
  const { left, top, width, height } = element.getBoundingClientRect();
  const [clientX, clientY] = [left + width / 2, top + height / 2];
  element.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1, clientX, clientY }));
}

/** How many pixels of a row of the map have ink. */
function inkOfRow(lens: AttnLens, row: number): number {
  const canvas = find<HTMLCanvasElement>(lens, '.map canvas');
  const plot = find(lens, '.map .plot');
  const scale = canvas.height / canvas.offsetHeight;
  const height = plot.offsetHeight / rowsOf(lens).length;
  const y = Math.round(scale * (plot.offsetTop + (row + 0.2) * height));
  const x = Math.round(scale * plot.offsetLeft);
  const box = [x, y, canvas.width - x, Math.round(scale * 0.6 * height)] as const;
  const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(...box);
  // Before the average there is a line from the start.
  return data.filter((value, at) => at % 4 === 3 && value > 0).length;
}

describe('layers so far', () => {
  test('fill the map row by row in its full height, and nothing moves', async () => {
    const lens = await showPinned();
    await startLoad(lens);
    await showLayers(1);
    expect(said(lens, '.badge')).toBe('running · fake model · WASM');
    expect(title(lens)).toBe('4 of 24 heads 1 of 6 layers, the others follow');
    const [first] = rowsOf(lens);
    const place = () => [
      find(lens, '.map canvas').offsetHeight,
      find(lens, 'textarea').getBoundingClientRect().top,
    ];
    const before = place();
    expect(rowsOf(lens)).toHaveLength(1);
    const [there, empty] = [inkOfRow(lens, 0), inkOfRow(lens, 3)];
    expect(there).toBeGreaterThan(4 * empty);
    await showLayers(4, 100);
    expect(title(lens)).toMatch(/^16 of 24 heads/);
    expect(rowsOf(lens)).toHaveLength(4);
    expect(inkOfRow(lens, 0)).toBe(there);
    expect(inkOfRow(lens, 3)).toBeGreaterThan(4 * empty);
    await finish(lens);
    expect(title(lens)).toBe('All 24 heads 6 layers × 4');
    expect(rowsOf(lens)).toHaveLength(ALL);
    expect(rowsOf(lens)[0]).toBe(first);
    expect(place()).toEqual(before);
  });

  test('are as the run has them in the end', async () => {
    const lens = await show();
    await startLoad(lens);
    await showLayers(3);
    await finish(lens);
    const ink = rowsOf(lens).map((_, row) => inkOfRow(lens, row));
    lens.ignoreFirst = true;
    await lens.updateComplete;
    lens.ignoreFirst = false;
    await lens.updateComplete;
    expect(rowsOf(lens).map((_, row) => inkOfRow(lens, row))).toEqual(ink);
  });

  test('of a quick run are not shown', async () => {
    const lens = await showPinned();
    await startLoad(lens);
    const badge = said(lens, '.badge');
    await showLayers(5, 399);
    expect(said(lens, '.badge')).toBe(badge);
    await finish(lens);
    const shown = lens.shown;
    await pass(1000);
    expect(lens.shown).toBe(shown);
  });

  test('that come fast are shown together', async () => {
    const lens = await show();
    await startLoad(lens);
    await showLayers(1);
    for (const layers of [2, 3, 4]) engine.tellLayers(layers);
    await pass(99);
    expect(rowsOf(lens)).toHaveLength(1);
    await pass(1);
    expect(rowsOf(lens)).toHaveLength(4);
  });

  test('stay when a worker that was started again begins with the first', async () => {
    const lens = await show();
    await startLoad(lens);
    await showLayers(3);
    await showLayers(1);
    expect(rowsOf(lens)).toHaveLength(3);
    await showLayers(4);
    expect(rowsOf(lens)).toHaveLength(4);
  });

  test('leave the keyboard where it is', async () => {
    const lens = await show();
    await startLoad(lens);
    await showLayers(2);
    const press = (key: string) =>
      (lens.renderRoot as ShadowRoot).activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true }),
      );
    cell(lens, '.map', 0, 0).focus();
    press('ArrowRight');
    press('ArrowDown');
    expect((lens.renderRoot as ShadowRoot).activeElement).toBe(cell(lens, '.map', 1, 1));
    press('ArrowDown');
    expect((lens.renderRoot as ShadowRoot).activeElement).toBe(cell(lens, '.map', 1, 1));
    await showLayers(3);
    expect((lens.renderRoot as ShadowRoot).activeElement).toBe(cell(lens, '.map', 1, 1));
    press('ArrowDown');
    expect((lens.renderRoot as ShadowRoot).activeElement).toBe(cell(lens, '.map', 2, 1));
  });

  test('are told for the ear every few seconds', async () => {
    const lens = await show();
    await startLoad(lens);
    for (const layers of [1, 2, 3]) await showLayers(layers);
    expect(said(lens, '.next [role=status]')).toBe('');
    await pass(5000);
    await showLayers(4);
    expect(said(lens, '.next [role=status]')).toMatch(/^4 of 6 layers/);
    await showLayers(5);
    expect(said(lens, '.next [role=status]')).toMatch(/^4 of 6 layers/);
  });

  test('fit a narrow page, in German too', async () => {
    document.documentElement.lang = 'de';
    const lens = await show();
    lens.style.width = '280px';
    await startLoadInGerman(lens);
    await showLayers(2);
    await until(() =>
      expect(title(lens)).toBe('8 von 24 Köpfen 2 von 6 Schichten, die anderen folgen'),
    );
    const card = find(lens, '[part=card]');
    expect(card.scrollWidth).toBeLessThanOrEqual(card.clientWidth);
    vi.useRealTimers();
    expect(await violations(lens)).toEqual([]);
  });

  test('wait where the reader guesses first', async () => {
    const lens = await showPinned({ predict: true });
    const badge = said(lens, '.badge');
    void lens.runLive(WIZARD);
    await until(() => expect(engine.runs).toHaveLength(1));
    engine.say({ state: 'probing' });
    await until(() => find(lens, '.progress'));
    await showLayers(3);
    expect(said(lens, '.badge')).toBe(badge);
  });
});

async function startLoadInGerman(lens: AttnLens): Promise<void> {
  void lens.runLive(WIZARD);
  await until(() => expect(engine.runs).toHaveLength(1));
  engine.say({ state: 'probing' });
  await until(() => find(lens, '.progress'));
}

describe('the chosen head', () => {
  test('is shown as soon as its layer is there, and until then the nearest one', async () => {
    const warn = vi.spyOn(console, 'warn');
    const lens = await show({ layer: 4, head: 2, token: 3 });
    const heard = vi.fn();
    lens.addEventListener('attn-head-change', heard);
    await startLoad(lens);
    await showLayers(2);
    expect(layerShown(lens)).toBe('1');
    expect([lens.layer, lens.head, lens.token]).toEqual([4, 2, 3]);
    expect(lens.selection).toEqual({ layer: 4, head: 2, token: 3 });
    const sentence = find(lens, '.sentence');
    expect(sentence.ariaLive).toBe('off');
    await showLayers(5, 100);
    expect(layerShown(lens)).toBe('4');
    expect(sentence.ariaLive).toBe('polite');
    const text = sentence.textContent;
    await finish(lens);
    expect(layerShown(lens)).toBe('4');
    expect(sentence.textContent).toBe(text);
    expect(lens.selection).toEqual({ layer: 4, head: 2, token: 3 });
    expect(heard).not.toHaveBeenCalled();
    expect(warn).not.toHaveBeenCalledWith(expect.stringMatching('has no'));
  });

  test.each([
    ['another one', 0],
    ['the very one that is on screen', 1],
  ])('is what the reader chooses meanwhile: %s', async (_, layer) => {
    const lens = await show({ layer: 4, head: 2 });
    await startLoad(lens);
    await showLayers(2);
    click(cell(lens, '.map', layer, 2));
    expect(lens.layer).toBe(layer);
    await showLayers(5);
    await finish(lens);
    expect(layerShown(lens)).toBe(String(layer));
  });

  test('is not changed where the page has locked it', async () => {
    const lens = await show({ layer: 4, head: 2, lock: 'layer' });
    await startLoad(lens);
    await showLayers(2);
    click(cell(lens, '.map', 1, 2));
    expect(lens.layer).toBe(4);
  });

  test('of a longer text pins nothing that the new one does not have', async () => {
    const lens = await show();
    await startSecond(lens, 'One two');
    lens.token = 7;
    await showLayers(2);
    expect(chips(lens)).toBe(2);
    expect(lens.renderRoot.querySelector('.chip[aria-pressed=true]')).toBe(null);
    expect(lens.token).toBe(7);
    await finish(lens);
    expect(lens.token).toBe(null);
  });
});

describe('what waits for the end of the run', () => {
  test('the next tokens, in their own room', async () => {
    const lens = await show();
    await startSecond(lens, 'One two');
    for (const layers of [2, ALL]) {
      await showLayers(layers);
      expect(lens.renderRoot.querySelectorAll('.next li')).toHaveLength(0);
      expect(said(lens, '.next')).toMatch('They follow the last layer.');
    }
    expect(title(lens)).toBe('All 24 heads 6 layers × 4');
    await finish(lens);
    expect(lens.renderRoot.querySelectorAll('.next li')).toHaveLength(10);
  });

  test('what the page is told', async () => {
    const lens = await showPinned();
    const heard = vi.fn(({ type }: Event) => type);
    for (const name of ['attn-run', 'attn-ready', 'attn-head-change', 'attn-token-select']) {
      lens.addEventListener(name, heard);
    }
    await startLoad(lens);
    for (const layers of [1, 2, 3]) await showLayers(layers);
    expect(heard).not.toHaveBeenCalled();
    await finish(lens);
    expect(heard.mock.results.map(({ value }) => value)).toEqual(['attn-run']);
  });

  test('the finder of the lens, which then goes where it was asked to', async () => {
    const lens = await show();
    const heard = vi.fn();
    lens.addEventListener('attn-find', heard);
    await startLoad(lens);
    await showLayers(2);
    find(lens, '[data-behaviour=decisive]').click();
    await pass(0);
    expect(said(lens, '.finding')).toBe('Known when all layers are there.');
    expect(lens.renderRoot.querySelector('[data-found]')).toBe(null);
    await finish(lens);
    await until(() => expect(heard).toHaveBeenCalledOnce());
    await until(() => expect(said(lens, '.finding')).toMatch(/ decisive head/));
  });

  test('a finder beside it, which stays with the text before', async () => {
    const lens = await showPinned();
    const finder = document.createElement('head-finder');
    finder.behaviour = 'previous';
    document.body.append(finder);
    await until(() => expect(finder.results?.shown).toMatchObject({ layer: 4, head: 11 }));
    await startLoad(lens);
    await showLayers(2);
    const foot = () => finder.renderRoot.querySelector('footer')?.textContent;
    expect(finder.results?.shown).toMatchObject({ layer: 4, head: 11 });
    expect(foot()).toMatch('until the run under way is over');
    expect(layerShown(lens)).toBe('0');
    await finish(lens);
    await until(() => expect(finder.results?.ranking).toHaveLength(24));
    expect(foot()).not.toMatch('under way');
  });

  test('heads that are switched off, files, scores and the address', async () => {
    const lens = await show({ ablate: '5.1', stage: 'scores', address: 'lens' });
    lens.click();
    await startLoad(lens);
    await showLayers(2);
    await until(() => expect(said(lens, '.said')).toMatch('The next token follows'));
    expect(engine.runs).toHaveLength(1);
    expect(lens.renderRoot.querySelectorAll('.switches [role=row]')).toHaveLength(ALL);
    await expect(lens.toJson()).rejects.toThrow('nothing to export');
    find<HTMLDetailsElement>(lens, '[part=take-away]').open = true;
    await until(() => expect(said(lens, '[part=take-away] .note')).toMatch('once the run is over'));
    expect(location.hash).toBe('');
    await finish(lens);
    await until(() => expect(engine.runs.length).toBeGreaterThan(1));
    await until(() => expect(location.hash).toMatch('live:The'));
  });
});

describe('a run that ends without a result', () => {
  const error = { code: 'run', message: 'The run failed.', advice: 'Try again.' } as const;
  const ends = [
    ['is cancelled', (lens: AttnLens) => find(lens, '[part=cancel]').click()],
    ['fails', () => engine.fail(error)],
  ] as const;

  test.each(ends)('that %s leaves the recording as it was', async (_, end) => {
    const lens = await showPinned();
    const heard = vi.fn();
    lens.addEventListener('attn-run', heard);
    await startLoad(lens);
    await showLayers(3);
    end(lens);
    await pass(1000);
    expect(said(lens, '.badge')).toBe('recorded · GPT-2 small');
    expect(lens.selection).toEqual({ layer: 5, head: 5, token: 10 });
    expect(title(lens)).toMatch('All 144 heads');
    expect(find<HTMLTextAreaElement>(lens, 'textarea').value).toBe(WIZARD);
    expect(lens.renderRoot.querySelector('.views, .next')).toBe(null);
    expect(heard).not.toHaveBeenCalled();
  });

  test.each(ends)('that %s leaves the run before as it was', async (_, end) => {
    const lens = await showPinned();
    await startSecond(lens, 'One two three');
    Object.assign(lens, { layer: 2, head: 1, token: 6 });
    await showLayers(2);
    expect(chips(lens)).toBe(3);
    end(lens);
    await pass(1000);
    expect(chips(lens)).toBe(8);
    expect(lens.selection).toEqual({ layer: 2, head: 1, token: 6 });
    expect(lens.renderRoot.querySelectorAll('.next li')).toHaveLength(2);
  });

  test.each(ends)('that %s leaves a lens without a recording empty', async (_, end) => {
    const lens = await show({ layer: 4 });
    await startLoad(lens);
    await showLayers(1);
    expect(lens.status).toBe('ready');
    end(lens);
    await pass(1000);
    expect(lens.status).toBe('empty');
    expect(lens.layer).toBe(4);
  });

  test('gives way to the next one without going back in between', async () => {
    const lens = await showPinned();
    await startSecond(lens, 'One two three');
    await showLayers(2);
    void lens.runLive('Four five');
    await until(() => expect(engine.runs).toHaveLength(2));
    await pass(0);
    expect(chips(lens)).toBe(3);
    engine.runs.shift();
    await showLayers(1);
    expect(chips(lens)).toBe(2);
    await finish(lens);
    expect([chips(lens), rowsOf(lens).length]).toEqual([2, ALL]);
  });

  test('leaves the reader at the recording who has gone back to it', async () => {
    const lens = await showPinned();
    await startLoad(lens);
    await showLayers(1);
    find(lens, '.views button').click();
    await showLayers(2);
    expect(said(lens, '.badge')).toBe('recorded · GPT-2 small');
    find(lens, '[part=cancel]').click();
    await pass(0);
    expect(lens.selection).toEqual({ layer: 5, head: 5, token: 10 });
  });
});
