import fc from 'fast-check';
import { expect, test } from 'vitest';
import { softmax } from './softmax.js';

const score = fc.double({ min: -300, max: 300, noNaN: true });
const scores = fc.array(score, { minLength: 1, maxLength: 12 });
const scale = fc.double({ min: 0.01, max: 100, noNaN: true });

test('two keys: the logistic function of the scaled difference', () => {
  fc.assert(
    fc.property(score, score, scale, (a, b, s) => {
      expect(softmax([a, b], s)[0]).toBeCloseTo(1 / (1 + Math.exp((b - a) / s)), 12);
    }),
  );
});

test('weights are in 0..1, sum to 1 and are ordered as the scores are', () => {
  fc.assert(
    fc.property(scores, scale, (list, s) => {
      const weights = softmax(list, s);
      expect(weights.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 12);
      for (const [i, a] of list.entries()) {
        expect(weights[i]).toBeGreaterThanOrEqual(0);
        for (const [j, b] of list.entries()) {
          if (a >= b) expect(weights[i] ?? 0).toBeGreaterThanOrEqual(weights[j] ?? 1);
        }
      }
    }),
  );
});

test('only differences of scores count', () => {
  fc.assert(
    fc.property(scores, scale, fc.integer({ min: -1000, max: 1000 }), (list, s, shift) => {
      const [here, there] = [
        softmax(list, s),
        softmax(
          list.map((x) => x + shift),
          s,
        ),
      ];
      here.forEach((weight, index) => {
        expect(there[index]).toBeCloseTo(weight, 7);
      });
    }),
  );
});

test('no score overflows, and what is masked gets nothing', () => {
  expect(softmax([1e6, 0], 0.01)).toEqual([1, 0]);
  expect(softmax([2, -Infinity, 2])).toEqual([0.5, 0, 0.5]);
  expect(softmax([-Infinity])).toEqual([0]);
  expect(softmax([])).toEqual([]);
});
