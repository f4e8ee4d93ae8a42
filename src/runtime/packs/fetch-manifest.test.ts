import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { testManifest } from '../testing/manifest.js';
import { openAssetCache } from './asset-cache.js';
import { fetchManifest } from './fetch-manifest.js';
import { packAddress } from './pack-address.js';
import { memoryCaches } from './testing/memory-caches.js';

const URL = 'https://models.example/manifest.json';

let answers: Response[];
let asked: number;

beforeEach(() => {
  [answers, asked] = [[], 0];
  vi.stubGlobal('caches', memoryCaches());
  vi.stubGlobal('fetch', async () => {
    asked++;
    const answer = answers.shift();
    if (!answer) throw new TypeError('Failed to fetch');
    return answer;
  });
});

afterEach(() => vi.unstubAllGlobals());

const json = (manifest: unknown) => new Response(JSON.stringify(manifest));

test.each([
  ['the network', []],
  ['the server', [new Response('', { status: 503 })]],
])('where %s fails the manifest of the last visit does, at once', async (_name, later) => {
  answers = [json(testManifest({ id: 'mine' }))];
  await fetchManifest(URL);
  answers = [...later];
  expect((await fetchManifest(URL)).id).toBe('mine');
  expect(asked).toBe(2);
});

test('a page that is pinned to another manifest takes none, from wherever', async () => {
  const integrity = (manifest: unknown) =>
    `sha256-${createHash('sha256').update(JSON.stringify(manifest)).digest('base64')}`;
  const [mine, other] = [testManifest({ id: 'mine' }), testManifest({ id: 'other' })];
  answers = [json(mine), json(mine)];
  expect((await fetchManifest(URL, { integrity: integrity(mine) })).id).toBe('mine');
  const pinned = { code: 'manifest-hash', subject: URL };
  const options = { integrity: integrity(other) };
  await expect(fetchManifest(URL, options)).rejects.toMatchObject(pinned);
  // Nor the kept one, which is no news of the server's.
  const unreachable = { code: 'manifest-unreachable', subject: URL };
  await expect(fetchManifest(URL, options)).rejects.toMatchObject(unreachable);
});

test.each(['{"format', '{"format":"else"}'])(
  'a kept manifest that is damaged, %s, does not stand in for the network',
  async (damaged) => {
    await (await openAssetCache()).putManifest(URL, damaged);
    await expect(fetchManifest(URL)).rejects.toMatchObject({ code: 'manifest-unreachable' });
    answers = [json(testManifest({ id: 'mine' }))];
    expect((await fetchManifest(URL)).id).toBe('mine');
    // It has taken the damaged one's place.
    expect((await fetchManifest(URL)).id).toBe('mine');
  },
);

test('an answer that there is none is believed', async () => {
  answers = [json(testManifest()), new Response('', { status: 404 })];
  await fetchManifest(URL);
  await expect(fetchManifest(URL)).rejects.toMatchObject({
    code: 'manifest-unreachable',
    message: expect.stringContaining('404'),
    subject: URL,
  });
});

test('what is no manifest is named with its address', async () => {
  answers = [json({ format: 'else' })];
  await expect(fetchManifest(URL)).rejects.toMatchObject({
    code: 'bad-manifest',
    message: expect.stringMatching(/models\.example.*format/),
    subject: URL,
  });
});

test('files of a pack that was published anew are let go, those it still has are not', async () => {
  const hash = (digit: string) => digit.repeat(64);
  const pack = (weights: string) => {
    const { row8 } = testManifest().layouts;
    const file = { path: 'layer.00.bin', bytes: 1, sha256: hash(weights) };
    return testManifest({ layouts: { row8: { ...row8, layers: [[file]] } } });
  };
  answers = [json(pack('a')), json(pack('b'))];
  await fetchManifest(URL);
  const cache = await openAssetCache();
  for (const digit of ['0', 'a', 'c']) await cache.put(hash(digit), Uint8Array.of(1));
  await fetchManifest(URL);
  const kept = await Promise.all(['0', 'a', 'c'].map((digit) => cache.has(hash(digit))));
  // 0: of the graphs. c: of somebody else's pack.
  expect(kept).toEqual([true, false, true]);
});

test.each([
  ['https://a.example/models/tiny/manifest.json', /Check the address/],
  ['http://localhost:5173/node_modules/models/tiny/manifest.json', /optimizeDeps\.exclude/],
])('a page in place of the manifest %s is told with what to do', async (url, advice) => {
  vi.stubGlobal('fetch', async () => new Response('<!doctype html>'));
  await expect(fetchManifest(url)).rejects.toMatchObject({
    code: 'bad-manifest',
    advice: expect.stringMatching(advice),
  });
});

test('what is too large to be a manifest is not read to its end', async () => {
  let [sent, cancelled] = [0, false];
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      sent += 2 ** 16;
      controller.enqueue(new Uint8Array(2 ** 16));
    },
    cancel: () => {
      cancelled = true;
    },
  });
  answers = [new Response(endless)];
  const refusal = { code: 'bad-manifest', subject: URL };
  await expect(fetchManifest(URL)).rejects.toMatchObject(refusal);
  expect(cancelled).toBe(true);
  expect(sent).toBeLessThan(2 ** 21);
  expect(asked).toBe(1);
});

test('a manifest that a bundler made a data: address needs no fetch', async () => {
  const url = `data:application/json;base64,${btoa(JSON.stringify(testManifest({ id: 'mine' })))}`;
  expect((await fetchManifest(url)).id).toBe('mine');
  expect(asked).toBe(0);
});

test('a long address is quoted by its beginning, and whole as what it failed on', async () => {
  const url = `data:application/json;base64,${btoa('x'.repeat(3_000))}`;
  const error = await fetchManifest(url).catch((reason) => reason);
  expect(error).toMatchObject({ code: 'bad-manifest', subject: url });
  expect(error.message).toMatch(/^data:application\/json;base64,eHh4.*… is not JSON\.$/);
  expect(error.message.length).toBeLessThan(300);
});

test('where the embedded model was left out, it is said how to copy it', async () => {
  answers = [new Response('', { status: 404 })];
  await expect(fetchManifest(packAddress('tiny', {}).manifestUrl)).rejects.toMatchObject({
    code: 'manifest-unreachable',
    advice: expect.stringMatching('attention-lens assets <folder>'),
  });
});
