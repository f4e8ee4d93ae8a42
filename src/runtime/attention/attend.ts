// Scaled dot-product attention of one query over a few vectors (Vaswani et al. 2017, "Attention Is All You Need", 3.2.1).

import { softmax } from './softmax.js';

/** A dense vector [d]. */
export type Vector = ArrayLike<number>;

/** What one query gets. */
export interface Attended {
  /** q.k of every key [n], before the scale; masked ones too. */
  readonly scores: readonly number[];
  /** softmax(q.k / scale) over the keys that are not masked [n]; 0 for those that are. */
  readonly weights: readonly number[];
}

/** The dot product of two vectors of the same length. */
export function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/**
 * The scores and weights of `query` [d] over `keys` [n][d].
 * @param isMasked which keys the query may not look at, by index.
 */
export function attend(
  query: Vector,
  keys: readonly Vector[],
  scale: number,
  isMasked: (index: number) => boolean = () => false,
): Attended {
  const scores = keys.map((key) => dot(query, key));
  const weights = softmax(
    scores.map((score, index) => (isMasked(index) ? -Infinity : score)),
    scale,
  );
  return { scores, weights };
}

/** The mix of `vectors` [n][d] by `weights` [n]. With weights of a softmax it lies in the vectors' convex hull. */
export function mix(weights: readonly number[], vectors: readonly Vector[]): number[] {
  const mixed = new Array<number>(vectors[0]?.length ?? 0).fill(0);
  vectors.forEach((vector, index) => {
    const weight = weights[index] ?? 0;
    for (let i = 0; i < mixed.length; i++) {
      mixed[i] = (mixed[i] as number) + weight * (vector[i] as number);
    }
  });
  return mixed;
}
