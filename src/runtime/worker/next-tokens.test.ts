import fc from 'fast-check';
import { expect, test } from 'vitest';
import { topCandidates } from './next-tokens.js';

test('gives the softmax over all logits, highest first', () => {
  const logits = Float32Array.of(Math.log(1), Math.log(6), Math.log(2), Math.log(1));
  const top = topCandidates(logits, 2);
  expect(top.map(({ id }) => id)).toEqual([1, 2]);
  expect(top[0]?.p).toBeCloseTo(0.6, 6);
  expect(top[1]?.p).toBeCloseTo(0.2, 6);
});

test('huge logits do not overflow', () => {
  expect(topCandidates(Float32Array.of(3e4, 3e4), 5)).toEqual([
    { id: 0, p: 0.5 },
    { id: 1, p: 0.5 },
  ]);
});

test('agrees with sorting everything', () => {
  const logits = fc.array(fc.float({ min: -20, max: 20, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(logits, fc.oneof(fc.nat({ max: 30 }), fc.constant(1e9)), (values, count) => {
      const array = Float32Array.from(values);
      const sorted = [...array.keys()].sort(
        (a, b) => (array[b] as number) - (array[a] as number) || a - b,
      );
      const top = topCandidates(array, count);
      expect(top.map(({ id }) => id)).toEqual(sorted.slice(0, count));
      if (count >= array.length) {
        expect(top.reduce((sum, { p }) => sum + p, 0)).toBeCloseTo(1, 9);
      }
    }),
  );
});
