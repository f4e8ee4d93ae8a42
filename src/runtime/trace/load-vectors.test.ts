import { afterEach, expect, test, vi } from 'vitest';
import { loadVectors, setTraceRequest, Trace, TraceLoadError } from './index.js';

afterEach(() => vi.unstubAllGlobals());

const tokens = [
  { id: 0, text: 'a' },
  { id: 1, text: 'b' },
];
const trace = new Trace(
  {
    model: { id: 'a', name: 'A', layers: 1, heads: 1, headDim: 1 },
    text: 'ab',
    tokens,
    causal: true,
    qkv: { url: 'data:,', encoding: 'f16', parts: ['q'] },
    provenance: { kind: 'constructed', source: 'a test' },
  },
  () => new Float32Array(4),
);

test('vectors in a data: address need no fetch', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('Refused to connect');
  });
  // 1 and 2 as float16.
  const vectors = await loadVectors(trace, 'data:;base64,ADwAQA==');
  expect([...vectors.vectors('q', 0, 0)]).toEqual([1, 2]);
});

test('of a file of vectors that cannot be loaded, an error says so', async () => {
  const url = 'https://a.example/a.qkv.bin';
  vi.stubGlobal('fetch', async () => new Response('', { status: 404 }));
  const missing = await loadVectors(trace, url).catch((reason) => reason);
  expect(missing).toBeInstanceOf(TraceLoadError);
  expect(missing.message).toMatch(
    `The vectors at ${url} could not be loaded: the server answered 404`,
  );

  vi.stubGlobal('fetch', async () => new Response(new Uint8Array(5)));
  const large = await loadVectors(trace, url).catch((reason) => reason);
  expect(large.message).toMatch(`The vectors at ${url} are more than the 4 bytes`);
});

test('files are asked for as the page says, and without cookies where it says nothing', async () => {
  const fetched = vi.fn(async () => new Response(new Uint8Array(4)));
  vi.stubGlobal('fetch', fetched);
  await loadVectors(trace, 'https://a.example/a.qkv.bin');
  setTraceRequest({ redirect: 'error' });
  await loadVectors(trace, 'https://a.example/a.qkv.bin');
  expect(fetched.mock.calls).toMatchObject([
    [expect.anything(), { credentials: 'omit' }],
    [expect.anything(), { credentials: 'omit', redirect: 'error' }],
  ]);
});
