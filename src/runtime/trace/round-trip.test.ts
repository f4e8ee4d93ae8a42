import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeTrace, ignoreFirstKey, parseTrace, parseTraceText, type Trace } from './index.js';
import { randomTrace } from './testing/random-trace.js';

const anyTrace = fc
  .record({
    layers: fc.integer({ min: 1, max: 3 }),
    heads: fc.integer({ min: 1, max: 3 }),
    queries: fc.integer({ min: 1, max: 12 }),
    seed: fc.integer(),
    kind: fc.constantFrom('causal', 'bidirectional', 'cross'),
    keys: fc.integer({ min: 1, max: 12 }),
  })
  .map(({ kind, keys, ...shape }) =>
    randomTrace({
      ...shape,
      causal: kind === 'causal',
      ...(kind === 'cross' && { keys }),
    }),
  );

/** Reads a file as a page does: through JSON text. */
const throughJson = (trace: Trace, encoding: 'u8-sqrt' | 'f32') =>
  parseTraceText(JSON.stringify(encodeTrace(trace, encoding)));

function* everyWeight(trace: Trace, other: Trace) {
  for (let layer = 0; layer < trace.model.layers; layer++) {
    for (let head = 0; head < trace.model.heads; head++) {
      const [a, b] = [trace.attention(layer, head), other.attention(layer, head)];
      expect(b.length).toBe(a.length);
      for (let index = 0; index < a.length; index++) yield [a[index] ?? 0, b[index] ?? 0] as const;
    }
  }
}

test('a u8-sqrt trace keeps every weight to within .01', () => {
  fc.assert(
    fc.property(anyTrace, (trace) => {
      for (const [before, after] of everyWeight(trace, throughJson(trace, 'u8-sqrt'))) {
        expect(Math.abs(before - after)).toBeLessThan(0.01);
      }
    }),
  );
});

test('an f32 trace keeps every weight to float32', () => {
  fc.assert(
    fc.property(anyTrace, (trace) => {
      for (const [before, after] of everyWeight(trace, throughJson(trace, 'f32'))) {
        expect(Math.abs(before - after)).toBeLessThan(1e-6);
      }
    }),
  );
});

test('what surrounds the weights survives, cross-attention keys and split characters included', () => {
  const trace = randomTrace({ queries: 2, keys: 3 });
  const file = {
    ...encodeTrace(trace),
    tokens: [
      { id: 8582, bytes: 'f09f' },
      { id: 7, text: 'ing', continues: true },
    ],
    next: [{ id: 1, text: ' was', p: 0.25 }],
    provenance: { kind: 'recorded', source: 'a test', url: 'https://example.org/' },
  };
  expect(encodeTrace(parseTrace(file))).toMatchObject({
    tokens: file.tokens,
    keys: file.keys,
    causal: false,
    next: file.next,
    provenance: file.provenance,
  });
});

test('decoded rows sum to 1 and the future is exactly 0', () => {
  const trace = throughJson(randomTrace({ queries: 9 }), 'u8-sqrt');
  const weights = trace.attention(1, 2);
  for (let query = 0; query < 9; query++) {
    const row = weights.subarray(query * 9, query * 9 + 9);
    expect(row.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 5);
    expect([...row.subarray(query + 1)].every((weight) => weight === 0)).toBe(true);
  }
});

test('asking for a head that is not there names the last one', () => {
  expect(() => randomTrace().attention(2, 0)).toThrow('has no head 2.0: the last one is 1.2');
  expect(() => randomTrace().attention(0, 0.5)).toThrow('has no head 0.0.5');
});

test('ignoring the first key rescales the rest and empties the first row', () => {
  const shape = { queries: 3, keys: 3 };
  const weights = Float32Array.of(1, 0, 0, 0.75, 0.25, 0, 0.5, 0.125, 0.375);
  expect([...ignoreFirstKey(weights, shape)]).toEqual([0, 0, 0, 0, 1, 0, 0, 0.25, 0.75]);
  expect(weights[0]).toBe(1);
});
