// How a run that takes long ends: what comes then and not before, and what is shown if it has no result. Time is the test's own.

import { describe, expect, test, vi } from 'vitest';
import '../../head-finder/head-finder.js';
import type { AttnLens } from '../attn-lens.js';
import { find, said, show } from '../testing/lens.js';
import { engine, WIZARD } from '../testing/live-lens.js';
import { showPinned } from '../testing/pinned-lens.js';
import {
  ALL,
  chips,
  finish,
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
