import { afterEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import dog from '../../../traces/dog.json' with { type: 'json' };
import { parseTrace } from '../../runtime/trace/index.js';
import type { AttnLens } from '../attn-lens/attn-lens.js';
import { addFinder, addLens, find, look, resetPage, said, violations } from './testing/finder.js';

resetPage();

describe('a painted pattern', () => {
  afterEach(() => history.replaceState(null, '', location.pathname + location.search));

  const cellOf = (lens: AttnLens, query: number, key: number) =>
    lens.renderRoot.querySelector<HTMLElement>(
      `.matrix [aria-rowindex="${query + 1}"] [aria-colindex="${key + 1}"]`,
    ) as HTMLElement;

  /** The names of cells change with the head that is found, so that a stroke cannot be told to end at one. */
  async function stroke(lens: AttnLens, from: [number, number], to: [number, number]) {
    const plot = lens.renderRoot.querySelector('.matrix .plot') as HTMLElement;
    const box = plot.getBoundingClientRect();
    const middleOf = ([query, key]: [number, number]) => {
      const cell = cellOf(lens, query, key).getBoundingClientRect();
      return {
        x: cell.left + cell.width / 2 - box.left,
        y: cell.top + cell.height / 2 - box.top,
      };
    };
    await userEvent.dragAndDrop(plot, plot, {
      sourcePosition: middleOf(from),
      targetPosition: middleOf(to),
    });
  }

  test('is painted on the matrix of the lens, and finds the head that fits it best', async () => {
    const lens = await addLens();
    const finder = await addFinder();
    await look(finder, 'painted');
    expect(said(finder, '[part=missing]')).toMatch('Nothing is painted');
    await userEvent.click(cellOf(lens, 10, 2));
    await finder.updateComplete;
    await lens.updateComplete;
    expect(finder.results?.shown).toMatchObject({ layer: 5, head: 5 });
    expect(lens).toMatchObject({ layer: 5, head: 5, token: null });
    expect(cellOf(lens, 10, 2).ariaLabel).toMatch(/84\.\d %, painted$/);
    expect(location.hash).toBe('#attn-pattern=10.2');
    await userEvent.click(find(finder, '[data-wipe]'));
    await finder.updateComplete;
    expect(finder.results).toBe(null);
    expect(location.hash).toBe('');
  });

  test('is not said to take what the best head seems to have', async () => {
    const finder = await addFinder({
      trace: parseTrace(dog),
      behaviour: 'painted',
      pattern: '10.2_5.4',
    });
    expect(said(finder, '[part=verdict]')).toBe(
      'No head does this here. The best is 4.11, with a little less than .50 of 1; it would take .50.',
    );
  });

  test('is painted with a stroke, which wipes off where it begins on paint', async () => {
    const lens = await addLens();
    const finder = await addFinder();
    await look(finder, 'painted');
    await stroke(lens, [1, 0], [16, 15]);
    await finder.updateComplete;
    expect(finder.pattern?.split('_')).toHaveLength(16);
    expect(finder.results?.shown).toMatchObject({ layer: 4, head: 11 });
    await stroke(lens, [16, 15], [14, 13]);
    await finder.updateComplete;
    expect(finder.pattern?.split('_')).toHaveLength(13);
  });

  test('is painted with the keyboard, and wiped off cell by cell', async () => {
    const lens = await addLens();
    const finder = await addFinder();
    await look(finder, 'painted');
    cellOf(lens, 0, 0).focus();
    await userEvent.keyboard('{ArrowDown}{Enter}{ArrowDown}{ArrowRight}{Enter}');
    await finder.updateComplete;
    expect(finder.pattern).toBe('1.0_2.1');
    await userEvent.keyboard('{Enter}');
    await finder.updateComplete;
    expect(finder.pattern).toBe('1.0');
  });

  test('comes with a link that is followed, and leaves what others keep in the address', async () => {
    history.replaceState(null, '', '#toy=q:1,0.5;t:0,1,caf%C3%A9');
    const lens = await addLens();
    const finder = await addFinder();
    await look(finder, 'painted');
    await userEvent.click(cellOf(lens, 3, 1));
    await finder.updateComplete;
    expect(location.hash).toBe('#toy=q:1,0.5;t:0,1,caf%C3%A9&attn-pattern=3.1');
    await look(finder, 'sink');
    location.hash = '#toy=q:1,0.5;t:0,1,caf%C3%A9&attn-pattern=10.2';
    await vi.waitFor(() => expect(finder.results?.shown).toMatchObject({ layer: 5, head: 5 }));
    expect(finder.behaviour).toBe('painted');
    expect(lens).toMatchObject({ layer: 5, head: 5 });
    finder.remove();
    location.hash = '#attn-pattern=1.0';
    await new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }));
    expect(finder.pattern).toBe('10.2');
  });

  test('stays on the lens when another finder of it looks for something else', async () => {
    const lens = await addLens();
    const painter = await addFinder();
    const other = await addFinder({ behaviour: 'previous', id: 'other' });
    await look(painter, 'painted');
    await userEvent.click(cellOf(lens, 10, 2));
    await painter.updateComplete;
    await look(other, 'sink');
    expect(lens.painted).toEqual([{ query: 10, key: 2 }]);
    expect(lens).toMatchObject({ layer: 7, head: 2 });
  });

  test('goes with its finder alone, and from one lens to the other', async () => {
    const [one, two] = [await addLens({ id: 'one' }), await addLens({ id: 'two' })];
    const pattern = '10.2';
    const painter = await addFinder({ for: 'one', behaviour: 'painted', pattern });
    const second = await addFinder({ for: 'one', behaviour: 'painted', pattern });
    const other = await addFinder({ for: 'one', behaviour: 'sink' });
    other.remove();
    second.remove();
    await one.updateComplete;
    await painter.updateComplete;
    expect(one.painted).toEqual([{ query: 10, key: 2 }]);
    two.painted = [{ query: 3, key: 1 }];
    (await addFinder({ for: 'two', behaviour: 'sink' })).remove();
    expect(two.painted).toEqual([{ query: 3, key: 1 }]);
    painter.for = 'two';
    await painter.updateComplete;
    expect([one.painted, two.painted]).toEqual([null, [{ query: 10, key: 2 }]]);
    painter.remove();
    expect(two.painted).toBe(null);
  });

  test('of the address goes before that of the page, and shows the matrix to paint on', async () => {
    history.replaceState(null, '', '#mine-pattern=10.2');
    const lens = await addLens({ view: 'lines' });
    const finder = await addFinder({ id: 'mine', behaviour: 'sink', pattern: '3.1' });
    expect(finder.results).toMatchObject({ behaviour: 'painted', shown: { layer: 5, head: 5 } });
    expect(lens.view).toBe('matrix');
  });

  test('is not offered where the lens has no matrix', async () => {
    await addLens({ hide: 'matrix' });
    const finder = await addFinder({ behaviour: 'sink' });
    expect(finder.renderRoot.querySelector('[data-behaviour=painted]')).toBe(null);
  });

  test('may be all that an address can carry, or rubbish', async () => {
    const everything = Array.from({ length: 128 * 128 }, (_, n) => `${n >> 7}.${n & 127}`);
    const lens = await addLens();
    const finder = await addFinder({ behaviour: 'painted', pattern: everything.join('_') });
    expect(finder.results?.shown.score).toBeCloseTo(1, 5);
    finder.pattern = '9999.9999_-1.2_x_1.2.3_NaN.0_1.0_01.00';
    await finder.updateComplete;
    await lens.updateComplete;
    expect(lens.painted?.slice(1)).toEqual([
      { query: 1, key: 2 },
      { query: 1, key: 0 },
    ]);
    await userEvent.click(cellOf(lens, 1, 0));
    await finder.updateComplete;
    expect(finder.pattern).not.toMatch(/(^|_)0?1\.0/);
  });

  test('comes back from the address, and leaves the lens when another behaviour is looked for', async () => {
    history.replaceState(null, '', '#attn-pattern=10.2');
    const lens = await addLens();
    const finder = await addFinder();
    await finder.updateComplete;
    expect(finder.results?.shown).toMatchObject({ layer: 5, head: 5 });
    expect(lens.painted).toEqual([{ query: 10, key: 2 }]);
    expect(await violations(finder)).toEqual([]);
    await look(finder, 'sink');
    expect(lens.painted).toBe(null);
  });
});
