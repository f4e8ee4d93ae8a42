// Two scores that need the weights of one head and nothing else: attention sink and previous token. A lens shows them for every head.

import type { HeadShape } from '../trace/index.js';
import { meanOfRows } from './finder.js';

/** The least score, of either, of a head that is said to do it. */
export const BASIC_THRESHOLD = 0.5;

/** Mean over rows q >= 1 of A[q][0]. */
export const sinkScore = (weights: Float32Array, shape: HeadShape): number | null =>
  meanOfRows({ shape }, 1, (query) => weights[query * shape.keys] ?? 0);

/**
 * Mean over rows q >= 1 of A[q][q-1].
 * @param ignoreFirst column 0 was left out, and with it the row that could read nothing else.
 */
export const previousScore = (
  weights: Float32Array,
  shape: HeadShape,
  ignoreFirst?: boolean,
): number | null =>
  meanOfRows(
    { shape },
    ignoreFirst ? 2 : 1,
    (query) => weights[query * shape.keys + query - 1] ?? 0,
  );
