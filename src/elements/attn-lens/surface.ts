// What the matrix shows: the numbers of one head at one stage of attention, and the range that its colours span.

import type { HeadShape } from '../../runtime/trace/index.js';
import type { HeadWeights } from './reading.js';

/**
 * - `scores`: q·k of every query and key, the future too.
 * - `masked`: q·k / √d, the future masked.
 * - `softmax`: the weights.
 */
export const STAGES = ['scores', 'masked', 'softmax'] as const;

export type Stage = (typeof STAGES)[number];

export interface Surface {
  readonly stage: Stage;
  readonly shape: HeadShape;
  /** [Q,K], row-major. NaN where there is no number although it is not the future: a first token that is left out. */
  readonly values: Float32Array;
  /** The values of the ramp's two ends. Weights are read at their square root, scores linearly. */
  readonly from: number;
  readonly to: number;
  /** Whether the first column is left out. */
  readonly firstLeftOut: boolean;
}

export function weightSurface({ shape, weights, firstLeftOut = false }: HeadWeights): Surface {
  return { stage: 'softmax', shape, values: weights, from: 0, to: 1, firstLeftOut };
}

/** Sum of a row: 1, but for a row with nothing left. Only weights have one. */
export function rowSum({ shape: { keys }, weights }: HeadWeights, query: number): number {
  let sum = 0;
  for (let key = 0; key < keys; key++) sum += weights[query * keys + key] ?? 0;
  return sum;
}
