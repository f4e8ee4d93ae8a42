// What a head's weights are made from: q·k, then scaled and masked.

import type { QkvVectors, Trace } from '../../../runtime/trace/index.js';
import type { Stage, StageMatrix } from './stage-matrix.js';

/**
 * @param ignoreFirst masks the first key as well: leaving it out and scaling the rest up is the same.
 * @throws {TraceError} when the vectors have no such head.
 */
export function scoreMatrix(
  trace: Trace,
  vectors: QkvVectors,
  { layer, head }: { readonly layer: number; readonly head: number },
  stage: Exclude<Stage, 'softmax'>,
  ignoreFirst: boolean,
): StageMatrix {
  const { queries, keys, causal } = trace.shape;
  const q = vectors.vectors('q', layer, head);
  const k = vectors.vectors('k', layer, head);
  const width = q.length / queries;
  const masks = stage === 'masked';
  const scale = masks ? 1 / Math.sqrt(width) : 1;
  const values = new Float32Array(queries * keys);
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let query = 0; query < queries; query++) {
    for (let key = 0; key < keys; key++) {
      if (masks && ((causal && key > query) || (ignoreFirst && key === 0))) {
        values[query * keys + key] = Number.NaN;
        continue;
      }
      let sum = 0;
      for (let at = 0; at < width; at++) {
        sum += (q[query * width + at] as number) * (k[key * width + at] as number);
      }
      const value = sum * scale;
      values[query * keys + key] = value;
      from = Math.min(from, value);
      to = Math.max(to, value);
    }
  }
  const shape = { queries, keys, causal: causal && masks };
  return { stage, shape, values, from, to, firstLeftOut: masks && ignoreFirst };
}
