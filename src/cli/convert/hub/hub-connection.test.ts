// What is left of a request when it has ended: a timer would keep the command running for half a minute.

import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Hub } from './hub.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const ENDPOINT = 'https://hub.example';

/** A hub that gives one answer. */
function answering(answer: () => Response): Hub {
  return new Hub({ endpoint: ENDPOINT, fetch: async () => answer() });
}

const parts = (...steps: ((controller: ReadableStreamDefaultController) => void)[]) =>
  new ReadableStream({
    pull: (controller) => steps.shift()?.(controller),
  });

test.for([
  ['has no body', () => new Response(null)],
  ['is a refusal', () => new Response('no', { status: 403 })],
] as const)('nothing, if the answer %s', async ([, answer]) => {
  await answering(answer).ask(ENDPOINT);
  expect(vi.getTimerCount()).toBe(0);
});

test('nothing, once the body is read', async () => {
  const response = await answering(() => new Response('all of it')).ask(ENDPOINT);
  expect(vi.getTimerCount()).toBe(1);
  expect(await response.text()).toBe('all of it');
  expect(vi.getTimerCount()).toBe(0);
});

test('nothing, if the body is cut or cancelled', async () => {
  const cut = () => new Response(parts((controller) => controller.error(new Error('cut'))));
  await expect((await answering(cut).ask(ENDPOINT)).text()).rejects.toThrow('cut');
  expect(vi.getTimerCount()).toBe(0);
  const response = await answering(() => new Response('all of it')).ask(ENDPOINT);
  await response.body?.cancel();
  expect(vi.getTimerCount()).toBe(0);
});

test('nothing, if there is no answer', async () => {
  const hub = new Hub({ endpoint: ENDPOINT, fetch: () => Promise.reject(new TypeError('failed')) });
  await expect(hub.ask(ENDPOINT)).rejects.toThrow(/cannot be reached: failed/);
  expect(vi.getTimerCount()).toBe(0);
});
