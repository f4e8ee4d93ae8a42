// What a page leaves out, locks, and what is walked with the keyboard alone.

import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import dog from '../../../../traces/dog.json' with { type: 'json' };
import { parseTrace } from '../../../runtime/trace/index.js';
import type { AttnLens } from '../attn-lens.js';
import '../attn-lens.js';

// Elements that appear under a resting pointer are hovered: it rests where none does.
beforeEach(() => userEvent.hover(document.documentElement, { position: { x: 1, y: 1 } }));

afterEach(() => {
  document.body.replaceChildren();
  document.body.removeAttribute('style');
});

async function show(properties: Partial<AttnLens> = {}): Promise<AttnLens> {
  const lens = document.createElement('attn-lens');
  Object.assign(lens, { trace: parseTrace(dog), layer: 5, head: 5, ...properties });
  document.body.append(lens);
  await lens.updateComplete;
  return lens;
}

const find = <E extends HTMLElement = HTMLElement>(lens: AttnLens, selector: string): E => {
  const element = lens.renderRoot.querySelector<E>(selector);
  if (!element) throw new Error(`The lens has no ${selector}.`);
  return element;
};
const seen = (lens: AttnLens, selector: string) =>
  [...lens.renderRoot.querySelectorAll<HTMLElement>(selector)].some((element) =>
    element.checkVisibility(),
  );

describe('a part that the page hides is gone, and comes back', () => {
  test.each([
    ['header', 'header'],
    ['title', 'h2'],
    ['badge', '.badge'],
    ['ignore-first', '.switch'],
    ['tokens', '.chip'],
    ['sentence', '.sentence'],
    ['details', '[part=details]'],
    ['strips', '.strip'],
    ['numbers', '[part=numbers]'],
    ['picker', 'select'],
    ['matrix', '.matrix'],
    ['map', '.map'],
    ['legend', '.legend'],
    ['finder', '[part=finder]'],
    ['live', 'textarea'],
    ['take-away', '[part=take-away]'],
    ['source', 'footer'],
  ])('%s', async (part, selector) => {
    const lens = await show({ token: 10 });
    expect(seen(lens, selector)).toBe(true);
    lens.hide = part;
    await lens.updateComplete;
    expect(seen(lens, selector)).toBe(false);
    lens.hide = null;
    await lens.updateComplete;
    expect(seen(lens, selector)).toBe(true);
  });

  test('but which head it is stays said without its matrix', async () => {
    const lens = await show({ hide: 'matrix' });
    expect(find<HTMLSelectElement>(lens, '[data-which=layer]').value).toBe('5');
    find(lens, '[data-which=layer]').focus();
    expect(seen(lens, 'select')).toBe(true);
  });
});

describe('what is locked is seen and not changed', () => {
  test('the head, with all ways to it', async () => {
    const lens = await show({ lock: 'head' });
    expect(find<HTMLSelectElement>(lens, '[data-which=head]').disabled).toBe(true);
    find(lens, '.map [aria-rowindex="1"] [aria-colindex="1"]').click();
    find(lens, '[data-behaviour=previous]').click();
    await import('../finder/finding.view.js');
    await new Promise((resolve) => setTimeout(resolve));
    await lens.updateComplete;
    expect(lens.selection).toMatchObject({ layer: 5, head: 5 });
  });

  test('the token, which can be looked at still', async () => {
    const lens = await show({ lock: 'token', token: 10 });
    const chip = find(lens, '[data-side=token] [data-index="3"]');
    await userEvent.click(chip);
    await lens.updateComplete;
    expect(lens.token).toBe(10);
    expect(find(lens, '.sentence').textContent).toMatch('The first “the” reads');
  });

  test('the comparison, with what it is compared with', async () => {
    const lens = await show({ lock: 'compare', compare: '4.11' });
    await vi.waitFor(() => find(lens, '.matrix.second'));
    const controls = [
      ...lens.renderRoot.querySelectorAll<HTMLButtonElement>('[part=compared] :is(select, button)'),
    ];
    expect(controls.length).toBeGreaterThan(2);
    expect(controls.every(({ disabled }) => disabled)).toBe(true);
    expect(find<HTMLSelectElement>(lens, '[data-which=head]').disabled).toBe(false);
  });

  test('switches, texts and buttons, until they are freed', async () => {
    const lens = await show({ lock: 'ignore-first text view' });
    const controls = ['.switch input', 'textarea', '.run', '[part=view] button'].map((selector) =>
      find<HTMLButtonElement>(lens, selector),
    );
    expect(controls.map(({ disabled }) => disabled)).toEqual([true, true, true, true]);
    lens.lock = null;
    await lens.updateComplete;
    expect(controls.map(({ disabled }) => disabled)).toEqual([false, false, false, false]);
  });

  test.each(['light', 'dark'])('and axe finds nothing in the %s theme', async (scheme) => {
    document.body.style.cssText = `color-scheme: ${scheme}; background: Canvas`;
    const lens = await show({ lock: 'head token text ignore-first', token: 10 });
    const { violations } = await axe.run(lens, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
  });
});

test('the whole tour with the keyboard alone: what is focused says what it is', async () => {
  const lens = await show();
  const focused = () => (lens.renderRoot as ShadowRoot).activeElement as HTMLElement;
  const stops: string[] = [];
  for (let step = 0; step < 40; step++) {
    await userEvent.keyboard('{Tab}');
    await lens.updateComplete;
    if (!focused()) break;
    const element = focused();
    stops.push(
      element.role ??
        `${element.localName}${element.dataset.which ? ` ${element.dataset.which}` : ''}`,
    );
    if (element.matches('.chip')) {
      await userEvent.keyboard('{End}{ArrowLeft}{Enter}');
      await lens.updateComplete;
      expect(lens.token).toBe(15);
      expect(find(lens, '.sentence').textContent).toMatch('“crew” reads');
    }
    if (element.closest('.matrix')) {
      await userEvent.keyboard('{Control>}{Home}{/Control}{ArrowDown}');
      expect(focused().ariaLabel).toMatch(/^first dog reads The: [\d.]+ %$/);
    }
    if (element.closest('.map')) {
      await userEvent.keyboard('{ArrowUp}{Enter}');
      await lens.updateComplete;
      expect(lens.layer).toBe(4);
      expect(focused().ariaLabel).toMatch(/^layer 4, head 5/);
    }
    if (element.matches('[part=take-away] summary')) {
      await userEvent.keyboard('{Enter}');
      await vi.waitFor(() => find(lens, '[data-code]'));
    }
  }
  for (const stop of ['switch', 'select layer', 'select head', 'gridcell', 'textarea', 'summary']) {
    expect(stops).toContain(stop);
  }
  // Files, copying, and the code itself.
  expect(stops.filter((stop) => stop === 'button').length).toBeGreaterThan(8);
});

test('a pinned row of the matrix is selected whole, in a grid that says that it may be', async () => {
  const lens = await show({ token: 10 });
  const grid = find(lens, '.matrix [role=grid]');
  expect(grid.querySelectorAll('[aria-selected=true]')).toHaveLength(17);
  expect(grid.ariaMultiSelectable).toBe('true');
});

test('every colour that a canvas is drawn in draws it anew when it changes', async () => {
  const lens = await show();
  const canvas = find<HTMLCanvasElement>(lens, '.matrix canvas');
  const drawn = () => canvas.toDataURL();
  for (const name of ['surface', 'soft', 'line', 'muted', 'ramp-from', 'ramp-to']) {
    const before = drawn();
    lens.style.setProperty(`--attn-${name}`, 'rgb(12 200 34)');
    await vi.waitFor(() => expect(drawn()).not.toBe(before));
  }
});

test('text is as large as the reader wants it', async () => {
  const lens = await show();
  const size = () => Number.parseFloat(getComputedStyle(find(lens, '.sentence')).fontSize);
  const before = size();
  document.documentElement.style.fontSize = '200%';
  expect(size()).toBeCloseTo(2 * before, 1);
  document.documentElement.style.removeProperty('font-size');
});
