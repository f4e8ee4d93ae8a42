// Computes all numbers of a scene from its vectors.

import { attend, gradientNorm, mix } from '../../runtime/attention/index.js';
import { hasValues, type Point, type Scene } from './scene.js';

export interface Numbers {
  /** q.k of each token, masked or not. */
  readonly scores: readonly number[];
  /** softmax(q.k / scale), over these tokens and the other keys; 0 where masked. */
  readonly weights: readonly number[];
  readonly masked: readonly boolean[];
  /** What all other keys get together. */
  readonly otherWeight: number;
  /** The mix of the values; `null` in a scene without values. */
  readonly output: Point | null;
  /** ‖diag(w) - w wᵀ‖ / scale. */
  readonly gradient: number;
  /** The scores of all keys that count, others included. */
  readonly counted: readonly number[];
}

export function computeNumbers(scene: Scene): Numbers {
  const { query, tokens, others, scale, causal, position } = scene;
  const all = others.length > 0 ? [...tokens, ...others] : tokens;
  const isMasked = (index: number) => causal && index > position && index < tokens.length;
  const { scores, weights } = attend(
    query,
    all.map(({ key }) => key),
    scale,
    isMasked,
  );
  const output = hasValues(scene)
    ? mix(
        weights,
        all.map(({ value }) => value ?? [0, 0]),
      )
    : null;
  return {
    scores: scores.slice(0, tokens.length),
    weights: weights.slice(0, tokens.length),
    masked: tokens.map((_, index) => isMasked(index)),
    otherWeight: weights.slice(tokens.length).reduce((sum, weight) => sum + weight, 0),
    output: output && [output[0] as number, output[1] as number],
    gradient: gradientNorm(weights, scale),
    counted: scores.filter((_, index) => !isMasked(index)),
  };
}
