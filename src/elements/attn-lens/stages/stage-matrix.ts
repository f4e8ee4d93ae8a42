// What the matrix shows: the numbers of one head at one stage of attention, and the range that its colours span.

import type { HeadShape, Trace } from '../../../runtime/trace/index.js';
import type { attributes } from '../attributes.js';
import type { HeadWeights } from '../focus/focus-links.js';

/**
 * - `scores`: q·k of every query and key, the future too.
 * - `masked`: q·k / √d, the future masked.
 * - `softmax`: the weights.
 */
export type Stage = (typeof attributes.stage.values)[number];

export interface StageMatrix {
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

/** The same object for the same head, by which a canvas knows that nothing has changed. */
export function weightMatrix(head: HeadWeights): StageMatrix {
  const before = kept.get(head);
  if (before) return before;
  const matrix: StageMatrix = {
    stage: 'softmax',
    shape: head.shape,
    values: head.weights,
    from: 0,
    to: 1,
    firstLeftOut: head.firstLeftOut ?? false,
  };
  kept.set(head, matrix);
  return matrix;
}

const kept = new WeakMap<HeadWeights, StageMatrix>();

/** Sum of a row: 1, but for a row with nothing left. Only weights have one. */
export function rowSum({ shape: { keys }, weights }: HeadWeights, query: number): number {
  let sum = 0;
  for (let key = 0; key < keys; key++) sum += weights[query * keys + key] ?? 0;
  return sum;
}

/** Whether a trace's scores can be had: they were recorded, or its text can be run again. */
export function hasScores({ qkv, provenance }: Trace): boolean {
  return qkv !== undefined || provenance.kind === 'live';
}
