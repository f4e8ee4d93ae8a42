import { expect, test } from 'vitest';
import { fidelitySentence } from './fidelity-words.js';

test.each([
  [0.0308, '.04'],
  [0.03, '.03'],
  [0.00002, '.01'],
  [0.1171, '.12'],
  [1, '1'],
])('an error of %d is told as within %s', (maxError, shown) => {
  expect(fidelitySentence({ maxError })).toBe(
    `8-bit weights: heads within ${shown} of the original`,
  );
});
