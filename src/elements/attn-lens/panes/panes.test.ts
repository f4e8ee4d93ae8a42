import { describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import bothWays from '../../../../traces/both-ways.json' with { type: 'json' };
import caption from '../../../../traces/caption-and-picture.json' with { type: 'json' };
import { parseTrace } from '../../../runtime/trace/index.js';
import { randomTrace } from '../../../runtime/trace/testing/random-trace.js';
import type { AttnLens } from '../attn-lens.js';
import {
  cell,
  colourAt,
  eventually,
  find,
  inkRamp,
  resetPage,
  said,
  showHead,
} from '../testing/lens.js';

resetPage();

function countNodes(lens: AttnLens): number {
  const walker = document.createTreeWalker(lens.renderRoot, NodeFilter.SHOW_ALL);
  let nodes = 0;
  while (walker.nextNode()) nodes++;
  return nodes;
}

describe('nodes', () => {
  test.each([
    ['matrix', 64, 1500],
    ['lines', 64, 1500],
    ['matrix', 256, 4000],
    ['lines', 256, 4000],
  ])('of the %s at %i tokens and 144 heads are at most %i', async (view, queries, most) => {
    const trace = randomTrace({ layers: 12, heads: 12, queries });
    const lens = await showHead({ trace, view, token: queries - 1, finder: 'sink' });
    await eventually(() => find(lens, `.${view} [role=gridcell]`));
    expect(countNodes(lens)).toBeLessThanOrEqual(most);
  });
});

describe('other layouts', () => {
  test('without a mask every token reads those after it too, and there is no future', async () => {
    const lens = await showHead({ trace: parseTrace(bothWays), layer: 2, head: 0, token: 11 });
    inkRamp(lens);
    expect(said(lens, '.sentence')).toMatch('“it” reads “trophy”');
    expect(cell(lens, '.matrix', 2, 11).ariaLabel).toMatch(/^trophy reads it: 9\d\.\d %$/);
    await eventually(() => expect(colourAt(lens, '.matrix', 2, 11)[0]).toBeLessThan(60));
    expect(said(lens, '.live')).toBe('There is no live model for this recording.');
    expect(said(lens, '.badge')).toMatch(/^constructed/);
  });

  test('cross-attention has its own keys in matrix, lines and chips', async () => {
    const lens = await showHead({ trace: parseTrace(caption), layer: 0, head: 0, view: 'lines' });
    await eventually(() => find(lens, '.lines [role=gridcell]'));
    await userEvent.click(cell(lens, '.lines', 7, 1));
    await lens.updateComplete;
    expect(said(lens, '.sentence')).toMatch('“bottom” is read most by');
    expect(find(lens, '[data-side=key] [data-index="7"]').ariaPressed).toBe('true');
    expect(said(lens, '.live')).toBe('There is no live model for this recording.');
    expect(said(lens, '.legend')).toMatch('of 54 links');
  });
});
