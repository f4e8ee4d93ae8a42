import { expect, test } from 'vitest';
import { barScale } from './next-change.js';

const change = (before: number, after: number) => ({ id: 0, text: '', before, after, below: null });

test.each([
  [0.135, 0.091, 0.15],
  [0.019, 0.021, 0.025],
  [0.2, 0.1, 0.2],
  [0.97, 0.4, 1],
  [1, 1, 1],
  [0, 0, 1e-6],
])('bars of %f and %f reach to %f', (before, after, most) => {
  expect(barScale([change(before, after)])).toBeCloseTo(most, 9);
});
