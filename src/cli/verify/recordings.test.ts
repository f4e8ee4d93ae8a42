import { expect, test } from 'vitest';
import { attentionOf, recordings, recordingsFor } from './recordings.js';

test('packs are compared with what GPT-2 small gave, not with traces made by hand', async () => {
  const traces = await recordings();
  expect(traces.length).toBeGreaterThanOrEqual(5);
  expect(new Set(traces.map(({ model }) => model.id))).toEqual(new Set(['gpt2']));
  const shape = { dModel: 12, dInner: 48, vocab: 50_257, context: 64, layerNormEpsilon: 1e-5 };
  expect(await recordingsFor({ ...shape, layers: 3, heads: 4 })).toEqual([]);
  expect(await recordingsFor({ ...shape, layers: 12, heads: 12 })).toHaveLength(traces.length);
});

test('the attention of a recording is that of its heads, layer by layer', async () => {
  const [trace] = await recordings();
  if (!trace) throw new Error('There is no recording.');
  const square = trace.tokens.length ** 2;
  expect(attentionOf(trace)[5]?.subarray(5 * square, 6 * square)).toEqual(trace.attention(5, 5));
});
