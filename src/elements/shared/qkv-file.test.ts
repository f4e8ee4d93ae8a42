import { afterEach, expect, test, vi } from 'vitest';
import { Trace } from '../../runtime/trace/index.js';
import { loadVectors } from './qkv-file.js';

afterEach(() => vi.unstubAllGlobals());

test('vectors in a data: address need no fetch', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('Refused to connect');
  });
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
  // 1 and 2 as float16.
  const vectors = await loadVectors(trace, 'data:;base64,ADwAQA==');
  expect([...vectors.vectors('q', 0, 0)]).toEqual([1, 2]);
});
