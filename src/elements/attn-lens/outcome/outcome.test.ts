// A run that takes long, as a reader sees it: heads come layer by layer. Time is the test's own.
// cspell:ignore Köpfen Schichten

import { describe, expect, test, vi } from 'vitest';
import type { AttnLens } from '../attn-lens.js';
import { cell, find, said, show, violations } from '../testing/lens.js';
import { engine, WIZARD } from '../testing/live-lens.js';
import { showPinned } from '../testing/pinned-lens.js';
import {
  ALL,
  chips,
  click,
  finish,
  inkOfRow,
  layerShown,
  pass,
  resetSlowRuns,
  rowsOf,
  showLayers,
  startLoad,
  startSecond,
  title,
  until,
} from '../testing/slow-runs.js';

resetSlowRuns();

describe('layers so far', () => {
  test('fill the map row by row in its full height, and nothing moves', async () => {
    const lens = await showPinned();
    await startLoad(lens);
    await showLayers(1);
    expect(said(lens, '.badge')).toBe('running · fake model · WASM');
    expect(title(lens)).toBe('4 of 24 heads 1 of 6 layers');
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
    await until(() => expect(title(lens)).toBe('8 von 24 Köpfen 2 von 6 Schichten'));
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
