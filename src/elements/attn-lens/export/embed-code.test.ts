// Embed code with a whole trace in it, while the reader looks around.

import { afterEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { randomTrace } from '../../../runtime/trace/testing/random-trace.js';
import '../attn-lens.js';

afterEach(() => document.body.replaceChildren());

test('a hover does not write the trace again, and another trace is written', async () => {
  const lens = document.createElement('attn-lens');
  const trace = randomTrace({ queries: 3 });
  const attention = vi.spyOn(trace, 'attention');
  lens.trace = trace;
  document.body.append(lens);
  await lens.updateComplete;
  const find = (selector: string) => lens.renderRoot.querySelector<HTMLElement>(selector);
  const code = () => find('[data-code]') as HTMLTextAreaElement;
  await userEvent.click(find('[part=take-away] summary') as HTMLElement);
  await vi.waitFor(() => expect(code().value).toMatch('<script type="application/json">'));
  const before = code().value;

  attention.mockClear();
  await userEvent.hover(find('[data-index="1"]') as HTMLElement);
  await vi.waitFor(() => expect(find('.chip.active')).not.toBe(null));
  const written = attention.mock.calls.filter(([layer, head]) => layer + head > 0);
  expect(written).toEqual([]);
  expect(code().value).toBe(before);

  lens.trace = randomTrace({ queries: 4 });
  await lens.updateComplete;
  expect(code().value).not.toBe(before);
});
