import axe from 'axe-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import dog from '../../../../traces/dog.json' with { type: 'json' };
import { parseTrace } from '../../../runtime/trace/index.js';
import type { AttnLens } from '../attn-lens.js';
import '../attn-lens.js';

// Elements that appear under a resting pointer are hovered: it rests where none does.
beforeEach(() => userEvent.hover(document.documentElement, { position: { x: 1, y: 1 } }));

afterEach(() => document.body.replaceChildren());

async function show(properties: Partial<AttnLens> = {}): Promise<AttnLens> {
  const lens = document.createElement('attn-lens');
  Object.assign(lens, { trace: parseTrace(dog), layer: 5, head: 5, predict: true, ...properties });
  document.body.append(lens);
  // The question is loaded when a page asks for it.
  await vi.waitFor(() => expect(text(lens, '.sentence')).toMatch('?'));
  return lens;
}

const find = (lens: AttnLens, selector: string) => {
  const element = lens.renderRoot.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`The lens has no ${selector}.`);
  return element;
};
const chip = (lens: AttnLens, index: number) =>
  find(lens, `[data-side=token] [data-index="${index}"]`);
const text = (lens: AttnLens, selector: string) =>
  find(lens, selector).textContent?.replace(/\s+/g, ' ').trim();

test('until the reader has guessed nothing on screen tells', async () => {
  const lens = await show({ token: 10 });
  expect(text(lens, '.sentence')).toBe(
    'Which token does the second “dog” read most in head 5.5? Choose it: what the head does is shown then.',
  );
  expect(
    lens.renderRoot.querySelector('.matrix, .map, .strips, [part=numbers], [part=finder]'),
  ).toBe(null);
  expect((find(lens, '[data-which=head]') as HTMLSelectElement).value).toBe('5');
  await userEvent.hover(chip(lens, 3));
  await lens.updateComplete;
  for (const one of lens.renderRoot.querySelectorAll<HTMLElement>('.chip')) {
    expect(one.querySelector('bdi')?.dataset.share).toBe('');
    expect(Number(one.style.getPropertyValue('--read'))).toBe(0);
  }
  const { violations } = await axe.run(lens, { rules: { region: { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
});

test('a right guess is called right, everything is shown, and the page is told', async () => {
  const lens = await show({ token: 10 });
  const heard = vi.fn();
  lens.addEventListener('attn-predict', heard);
  chip(lens, 2).focus();
  await userEvent.keyboard('{Enter}');
  await lens.updateComplete;
  expect(text(lens, '.guessed')).toBe('Right: “on” gets 84 %.');
  expect(text(lens, '.sentence')).toMatch('The second “dog” reads “on” 84 %');
  expect(lens.renderRoot.querySelector('.matrix')).not.toBe(null);
  expect(heard.mock.calls[0]?.[0]).toMatchObject({ query: 10, guess: 2, answer: 2, right: true });
  expect(lens.token).toBe(10);
});

test('a wrong one says what was guessed and what is so', async () => {
  const lens = await show({ token: 10 });
  const heard = vi.fn();
  lens.addEventListener('attn-predict', heard);
  chip(lens, 9).click();
  await lens.updateComplete;
  expect(text(lens, '.guessed')).toMatch(/^Not quite: .*gets [\d.<]+ %\.$/);
  expect(text(lens, '.sentence')).toMatch('The second “dog” reads “on” 84 %');
  expect(heard.mock.calls[0]?.[0]).toMatchObject({ guess: 9, answer: 2, right: false });
});

test('a token that comes after cannot be the answer, which is said', async () => {
  const lens = await show({ token: 10 });
  const heard = vi.fn();
  lens.addEventListener('attn-predict', heard);
  chip(lens, 14).click();
  await lens.updateComplete;
  expect(text(lens, '.sentence')).toMatch(/^Masked: the third “the” comes after the second “dog”/);
  expect(text(lens, '.sentence')).toMatch('Which token does');
  expect(heard).not.toHaveBeenCalled();
});

test('asks about another token when asked to, and about another head', async () => {
  const lens = await show();
  const asked = text(lens, '.sentence');
  expect(asked).toMatch('Which token does');
  chip(lens, 0).click();
  await lens.updateComplete;
  find(lens, '[data-next]').click();
  await lens.updateComplete;
  expect(text(lens, '.sentence')).toMatch('Which token does');
  expect(text(lens, '.sentence')).not.toBe(asked);
  chip(lens, 0).click();
  Object.assign(lens, { layer: 4, head: 11 });
  await lens.updateComplete;
  expect(text(lens, '.sentence')).toMatch('Which token does');
});

test('before the question is there nothing tells either', async () => {
  const lens = document.createElement('attn-lens');
  Object.assign(lens, { trace: parseTrace(dog), layer: 5, head: 5, token: 10, predict: true });
  document.body.append(lens);
  await lens.updateComplete;
  expect(lens.renderRoot.querySelectorAll('.chip')).toHaveLength(17);
  expect(lens.renderRoot.querySelector('.matrix, .map, .strips, [part=finder]')).toBe(null);
});

test('a look at another head, once all is shown, asks nothing and takes nothing back', async () => {
  const lens = await show({ token: 10 });
  chip(lens, 2).click();
  await lens.updateComplete;
  await userEvent.hover(find(lens, '.map [aria-rowindex="5"] [aria-colindex="12"]'));
  await lens.updateComplete;
  expect(find(lens, '.previewed').textContent).toMatch('4.11');
  expect(text(lens, '.guessed')).toMatch('Right');
  await userEvent.hover(document.documentElement, { position: { x: 1, y: 1 } });
  await lens.updateComplete;
  expect(text(lens, '.guessed')).toMatch('Right');
  expect(lens.renderRoot.querySelector('.map')).not.toBe(null);
});
