import { afterEach, expect, test, vi } from 'vitest';
import { fetchBody } from './read-body.js';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const errors = {
  refused: (status: number) => new Error(`status ${status}`),
  tooLarge: () => new Error('too large'),
  stalled: (seconds: number) => new Error(`nothing for ${seconds} s`),
};

/** A server that sends `parts`, or for ever; then nothing. */
function stubServer(part: Uint8Array, parts = Number.POSITIVE_INFINITY, status = 200) {
  let sent = 0;
  vi.stubGlobal('fetch', async (_url: string, { signal }: { signal: AbortSignal }) => {
    const body = new ReadableStream({
      start: (controller) =>
        signal.addEventListener('abort', () => controller.error(signal.reason)),
      pull: (controller) => {
        if (sent++ < parts) controller.enqueue(part);
        else return new Promise<void>(() => {});
      },
    });
    return new Response(body, { status });
  });
  return () => sent;
}

test('an endless body is read no further than is wanted', async () => {
  const sent = stubServer(new Uint8Array(1000));
  await expect(fetchBody('x', {}, 5000, errors)).rejects.toThrow('too large');
  expect(sent()).toBeLessThan(10);
});

test('of a refusal nothing more is read', async () => {
  const sent = stubServer(new Uint8Array(1000), undefined, 404);
  await expect(fetchBody('x', {}, 5000, errors)).rejects.toThrow('status 404');
  const before = sent();
  await new Promise((resolve) => setTimeout(resolve));
  expect(sent()).toBe(before);
});

test('a body that stalls is given up after half a minute', async () => {
  vi.useFakeTimers();
  stubServer(new Uint8Array(1000), 2);
  const body = fetchBody('x', {}, 5000, errors);
  const failure = expect(body).rejects.toThrow('nothing for 30 s');
  await vi.advanceTimersByTimeAsync(31_000);
  await failure;
});

test('an abort ends it with the reason', async () => {
  stubServer(new Uint8Array(1000), 2);
  const abort = new AbortController();
  const body = fetchBody('x', { signal: abort.signal }, 5000, errors);
  abort.abort(new Error('gone'));
  await expect(body).rejects.toThrow('gone');
});
