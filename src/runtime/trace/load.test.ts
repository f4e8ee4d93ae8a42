import { afterEach, expect, test, vi } from 'vitest';
import { bytesToBase64 } from './base64.js';
import { encodeTrace, loadTrace, TraceLoadError } from './index.js';
import { randomTrace } from './testing/random-trace.js';

afterEach(() => vi.unstubAllGlobals());

const refuse = () =>
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('Refused to connect');
  });

test.each([
  ['base64', (json: string) => `;base64,${bytesToBase64(new TextEncoder().encode(json))}`],
  ['text', (json: string) => `,${encodeURIComponent(json)}`],
])('a trace in a data: address, as %s, needs no fetch', async (_name, write) => {
  refuse();
  const trace = randomTrace();
  const loaded = await loadTrace(
    `data:application/json${write(JSON.stringify(encodeTrace(trace)))}`,
  );
  expect(loaded.tokens).toEqual(trace.tokens);
});

test('a long address is quoted by its beginning, and whole in the error', async () => {
  refuse();
  const url = `https://a.example/${'trace'.repeat(500)}.json`;
  const error = await loadTrace(url).catch((reason) => reason);
  expect(error).toBeInstanceOf(TraceLoadError);
  expect(error.url).toBe(url);
  expect(error.message).toMatch('The trace at https://a.example/tracetrace');
  expect(error.message.length).toBeLessThan(400);
});
