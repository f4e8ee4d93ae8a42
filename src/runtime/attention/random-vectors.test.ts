import { expect, test } from 'vitest';
import { randomScores } from './random-vectors.js';

test('the same seed gives the same scores, another one others', () => {
  expect(randomScores(7, 3, 16)).toEqual(randomScores(7, 3, 16));
  expect(randomScores(7, 3, 16)).not.toEqual(randomScores(8, 3, 16));
});

test('a longer vector is the shorter one continued', () => {
  expect(randomScores(1, 4, 512).slice(0, 2)).toEqual(randomScores(1, 4, 2));
});

test('q.k of random vectors of size d has mean 0 and variance d: what the divisor is for', () => {
  for (const dimension of [2, 64, 512]) {
    const scores = Array.from(
      { length: 400 },
      (_, seed) => randomScores(seed, 4, dimension).at(-1) ?? [],
    ).flat();
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length;
    expect(Math.abs(mean) / Math.sqrt(dimension)).toBeLessThan(0.15);
    expect(variance / dimension).toBeGreaterThan(0.8);
    expect(variance / dimension).toBeLessThan(1.25);
  }
});
