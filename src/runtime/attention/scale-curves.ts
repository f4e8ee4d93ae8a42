// What the scale does: weights and gradient norm against it.

import { gradientNorm } from './jacobian.js';
import { softmax } from './softmax.js';
import { times } from './times.js';

export interface ScaleCurves {
  /** Per key, its weight at each scale [n][scales]. */
  readonly weights: readonly (readonly number[])[];
  /** ‖diag(w) - w wᵀ‖ / scale at each scale [scales]. */
  readonly gradient: readonly number[];
}

/** @param scores q.k of every key [n]; -Infinity for a masked one. */
export function scaleCurves(scores: readonly number[], scales: readonly number[]): ScaleCurves {
  const weights = scores.map(() => new Array<number>(scales.length));
  const gradient = scales.map((scale, at) => {
    const row = softmax(scores, scale);
    row.forEach((weight, key) => {
      (weights[key] as number[])[at] = weight;
    });
    return gradientNorm(row, scale);
  });
  return { weights, gradient };
}

/** `count` scales from `from` to `to`, evenly spaced by their logarithm, both ends exact. */
export function logScales(from: number, to: number, count: number): number[] {
  return times(count, (at) => (at === count - 1 ? to : from * (to / from) ** (at / (count - 1))));
}
