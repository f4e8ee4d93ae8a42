import { createHash } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { Download } from './download.js';

afterEach(() => vi.unstubAllGlobals());

/** Files of one byte each, and a server that answers when it is told to. */
function serveFiles(count: number) {
  const held: (() => void)[] = [];
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: string, { signal }: RequestInit) => {
    asked.push(url);
    return new Promise((resolve, reject) => {
      held.push(() => resolve(new Response(Uint8Array.of(asked.indexOf(url)))));
      signal?.addEventListener('abort', () => reject(signal.reason));
    });
  });
  const files = Array.from({ length: count }, (_, index) => ({
    url: `https://models.example/${index}`,
    bytes: 1,
    sha256: createHash('sha256').update(Uint8Array.of(index)).digest('hex'),
  }));
  return { asked, held, files };
}

test('a pack of many files asks for six at a time, in order', async () => {
  const { asked, held, files } = serveFiles(40);
  const download = new Download(40, {}, new AbortController().signal, () => {});
  const bytes = download.fetch(files);
  for (let answered = 0; answered < files.length; answered++) {
    await vi.waitFor(() => expect(held.length).toBeGreaterThan(answered));
    await new Promise((resolve) => setTimeout(resolve));
    expect(asked.length).toBeLessThanOrEqual(answered + 6);
    held[answered]?.();
  }
  expect([...(await bytes)]).toEqual(files.map((_, index) => index));
  expect(asked).toEqual(files.map(({ url }) => url));
});

test('several lists share the six', async () => {
  const { asked, files } = serveFiles(20);
  const download = new Download(20, {}, new AbortController().signal, () => {});
  const lists = [download.fetch(files.slice(0, 10)), download.fetch(files.slice(10))];
  for (const list of lists) list.catch(() => {});
  await vi.waitFor(() => expect(asked).toHaveLength(6));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(asked).toHaveLength(6);
});

test('once it is given up, those that wait are not asked for', async () => {
  const { asked, files } = serveFiles(20);
  const abort = new AbortController();
  const download = new Download(20, {}, abort.signal, () => {});
  const bytes = download.fetch(files);
  const failure = expect(bytes).rejects.toMatchObject({ code: 'aborted' });
  await vi.waitFor(() => expect(asked).toHaveLength(6));
  abort.abort();
  await failure;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(asked).toHaveLength(6);
});
