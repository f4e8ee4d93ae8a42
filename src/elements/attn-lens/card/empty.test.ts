// A lens with nothing to show says to the page's author what it lacks, but not at once, and not when all is as it should be.

import { afterEach, expect, test, vi } from 'vitest';
import dog from '../../../../traces/dog.json' with { type: 'json' };
import { parseTrace } from '../../../runtime/trace/index.js';
import '../attn-lens.js';

afterEach(() => document.body.replaceChildren());

async function show(html: string) {
  document.body.innerHTML = html;
  const lens = document.querySelector('attn-lens');
  if (!lens) throw new Error('There is no lens.');
  await lens.updateComplete;
  await lens.updateComplete;
  return lens;
}

const note = (lens: Element) => lens.shadowRoot?.querySelector<HTMLElement>('.missing') ?? null;

test.each([
  '<attn-lens></attn-lens>',
  '<attn-lens layer="4" hide="live">\n</attn-lens>',
  '<attn-lens><!-- a framework --> <p slot="caption">A dog.</p></attn-lens>',
])('%s names what it was not given', async (html) => {
  const lens = await show(html);
  expect(note(lens)?.textContent).toMatch('given no trace, src or text');
  expect(note(lens)?.checkVisibility({ visibilityProperty: true })).toBe(false);
  for (const animation of note(lens)?.getAnimations() ?? []) animation.finish();
  expect(note(lens)?.checkVisibility({ visibilityProperty: true })).toBe(true);
});

test('a trace that came as an attribute is named as one', async () => {
  const lens = await show('<attn-lens trace="[object Object]"></attn-lens>');
  expect(note(lens)?.textContent).toBe('Set trace as a property, not as an attribute.');
});

test.each([
  '<attn-lens text="The dog"></attn-lens>',
  '<attn-lens model="tiny"></attn-lens>',
  '<attn-lens run="manual"></attn-lens>',
  '<attn-lens src="/nowhere.json"></attn-lens>',
  '<attn-lens>Choose a text above.</attn-lens>',
  '<attn-lens><p slot="placeholder">Choose a text above.</p></attn-lens>',
])('%s is not said to lack anything', async (html) => {
  expect(note(await show(html))).toBe(null);
});

test('the note goes when the trace comes', async () => {
  const lens = await show('<attn-lens></attn-lens>');
  lens.trace = parseTrace(dog);
  await vi.waitFor(() => expect(lens.status).toBe('ready'));
  expect(note(lens)).toBe(null);
});
