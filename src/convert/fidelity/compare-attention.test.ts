import { expect, test } from 'vitest';
import { compareAttention } from './compare-attention.js';

test('equal attention does not differ', () => {
  const rows = [1, 0, 0.25, 0.75];
  expect(compareAttention(rows, rows, 2)).toEqual({
    ...{ maxError: 0, meanTotalVariation: 0, topKeyFlips: 0, rows: 2 },
  });
});

test('the largest error is of one weight, total variation half of what a row moves', () => {
  const difference = compareAttention([1, 0, 0.5, 0.5], [1, 0, 0.25, 0.75], 2);
  expect(difference.maxError).toBe(0.25);
  expect(difference.meanTotalVariation).toBe(0.125);
});

test('another strongest key is a flip only where the recorded one led clearly', () => {
  expect(compareAttention([0.49, 0.51], [0.52, 0.48], 2).topKeyFlips).toBe(1);
  expect(compareAttention([0.49, 0.51], [0.503, 0.497], 2).topKeyFlips).toBe(0);
});

test('weights that are no whole rows are refused', () => {
  expect(() => compareAttention([1, 0, 1], [1, 0, 1], 2)).toThrow(RangeError);
});
