// The sandbox beside a lens whose text the embedded model has run for real.

import { afterEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { getRuntime } from '../../runtime/index.js';
import '../attn-lens/attn-lens.js';
import './qkv-sandbox.js';

afterEach(() => {
  document.body.replaceChildren();
  getRuntime().dispose();
});

test('takes the head and token of a live run from its lens, values included', async () => {
  const lens = document.createElement('attn-lens');
  const sandbox = document.createElement('qkv-sandbox');
  Object.assign(lens, { id: 'lens', text: 'Once upon a time there was an old king' });
  sandbox.for = 'lens';
  document.body.append(lens, sandbox);
  await lens.updateComplete;
  const find = (selector: string) => sandbox.renderRoot.querySelector<HTMLElement>(selector);
  await userEvent.click(lens.renderRoot.querySelector('.run') as HTMLElement);
  await vi.waitFor(() => expect(lens.status).toBe('ready'), 60_000);
  Object.assign(lens, { layer: 1, head: 3, token: 7 });
  await lens.updateComplete;

  await userEvent.click(find('[data-do=gpt2]') as HTMLElement);
  await vi.waitFor(() => expect(find('[data-do=take]')).toBeTruthy(), 60_000);
  await userEvent.click(find('[data-do=take]') as HTMLElement);
  await vi.waitFor(
    () => expect(find('.origin')?.textContent).toMatch('tiny demo model · head 1.3'),
    60_000,
  );
  const row = lens.shown?.attention(1, 3).subarray(7 * 9, 8 * 9) ?? [];
  const strongest = [...row].sort((a, b) => b - a).slice(0, 5);
  expect(sandbox.weights).toHaveLength(5);
  for (const [index, weight] of sandbox.weights.entries()) {
    expect(weight).toBeCloseTo(strongest[index] ?? 9, 3);
  }
  expect(sandbox.output).toHaveLength(2);
});
