// cspell:ignore Kopfsuche Mittel

import { describe, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import dog from '../../../traces/dog.json' with { type: 'json' };
import { parseTrace } from '../../runtime/trace/index.js';
import {
  addFinder,
  addLens,
  best,
  button,
  find,
  look,
  resetPage,
  said,
  violations,
} from './testing/finder.js';

resetPage();

describe('axe finds nothing', () => {
  test.each(['light', 'dark'])('in the %s theme, with every behaviour', async (scheme) => {
    document.body.style.cssText = `color-scheme: ${scheme}; background: Canvas`;
    const finder = await addFinder({ trace: parseTrace(dog) });
    expect(await violations(finder)).toEqual([]);
    for (const id of ['previous', 'sink', 'decisive', 'induction', 'same-word']) {
      await look(finder, id);
      expect(await violations(finder)).toEqual([]);
    }
  });

  test('with the table open, before there is a text, and when it cannot be shown', async () => {
    const finder = await addFinder({ trace: parseTrace(dog), behaviour: 'sink' });
    find(finder, 'summary').click();
    await vi.waitFor(() => find(finder, 'table'));
    expect(await violations(finder)).toEqual([]);
    expect(await violations(await addFinder())).toEqual([]);
    expect(await violations(await addFinder({ trace: {} as never }))).toEqual([]);
  });
});

test('the keyboard alone finds a head and a runner-up', async () => {
  const lens = await addLens({ hide: 'live matrix map' });
  const finder = await addFinder({ hide: 'map' });
  button(finder, 'previous').focus();
  await userEvent.keyboard('{Tab}{Enter}');
  await finder.updateComplete;
  expect(finder.behaviour).toBe('sink');
  expect(lens).toMatchObject({ layer: 7, head: 2 });
  for (let press = 0; press < 20; press++) {
    await userEvent.keyboard('{Tab}');
    const focused = (finder.renderRoot as ShadowRoot).activeElement;
    if (focused?.matches('.best li:nth-child(3) button')) break;
  }
  await userEvent.keyboard(' ');
  await finder.updateComplete;
  expect(finder.results?.shown.place).toBe(3);
});

test('nothing sticks out at 280 pixels', async () => {
  document.body.style.width = '280px';
  const finder = await addFinder({ trace: parseTrace(dog), behaviour: 'induction' });
  const card = find(finder, '.card').getBoundingClientRect();
  for (const element of finder.renderRoot.querySelectorAll('.card *')) {
    expect(element.getBoundingClientRect().right, element.outerHTML).toBeLessThanOrEqual(
      card.right + 0.5,
    );
  }
});

test('leaves out the parts that `hide` lists', async () => {
  const finder = await addFinder({ trace: parseTrace(dog), behaviour: 'sink' });
  const parts = 'header behaviours definition published lesson ranking map table source'.split(' ');
  const shown = () =>
    parts.filter((part) => finder.renderRoot.querySelector(`[part=${part}]`)?.checkVisibility());
  find(finder, 'summary').click();
  await vi.waitFor(() => find(finder, 'table'));
  expect(shown()).toEqual(parts);
  for (const part of parts) {
    finder.hide = part;
    await finder.updateComplete;
    expect(shown(), part).not.toContain(part);
  }
});

test('has places for a caption and for what stands where there is no text yet', async () => {
  const slots = '<p slot="caption">Figure 3</p><p slot="placeholder">Patience.</p>';
  const finder = await addFinder({}, slots);
  const [caption, placeholder] = finder.children as unknown as HTMLElement[];
  expect([caption?.checkVisibility(), placeholder?.checkVisibility()]).toEqual([true, true]);
  finder.trace = parseTrace(dog);
  await finder.updateComplete;
  expect([caption?.checkVisibility(), placeholder?.checkVisibility()]).toEqual([true, false]);
});

test('speaks German, formulas and numbers too, and numbers keep their order in a page from right to left', async () => {
  document.body.innerHTML = '<div lang="de" dir="rtl"></div>';
  const finder = await addFinder({ trace: parseTrace(dog), behaviour: 'decisive' });
  document.body.firstElementChild?.append(finder);
  await vi.waitFor(() => expect(said(finder, 'h2')).toBe('Kopfsuche'));
  await vi.waitFor(() => expect(said(finder, '[part=formula]')).toMatch(/^Mittel von max A/));
  expect(best(finder)[1]).toBe('2.9 0,29 −0,11');
  for (const number of finder.renderRoot.querySelectorAll('.score, .gap')) {
    expect(getComputedStyle(number).direction).toBe('ltr');
  }
});

test('has no style attribute in its templates, for pages with a strict policy', async () => {
  const finder = await addFinder({ trace: parseTrace(dog), behaviour: 'sink', hide: 'map' });
  expect(finder.renderRoot.querySelector('[style]')).toBe(null);
});

test('a broken trace is refused with the field, and taken out and put back a hundred times it is whole', async () => {
  const errors: Error[] = [];
  document.body.addEventListener('attn-error', ({ error }) => errors.push(error), { once: true });
  const finder = await addFinder({ trace: { ...dog, tokens: 5 } as never });
  expect(find(finder, '[role=alert]').textContent).toMatch("The trace's tokens must be a list");
  expect(errors).toMatchObject([{ field: 'tokens' }]);
  finder.trace = parseTrace(dog);
  for (let round = 0; round < 100; round++) {
    finder.remove();
    document.body.append(finder);
  }
  await finder.updateComplete;
  await look(finder, 'previous');
  expect(finder.results?.shown).toMatchObject({ layer: 4, head: 11 });
});
