// What the divisor is for: random queries and keys of growing size, with and without it.

import { gradientNorm, randomScores, softmax, times } from '../../runtime/attention/index.js';
import { LARGEST_DIMENSION } from './scene.js';

const KEYS = 6;
/** Draws behind the medians; odd, so that the median is one of them. */
const DRAWS = 101;

/** The weights of one draw at one dimension, and how much the softmax lets a change of its input through. */
export interface Draw {
  readonly weights: readonly number[];
  /** ‖diag(w) - w wᵀ‖: not divided by the scale, since a key's length grows as fast. */
  readonly gradient: number;
}

/** One seed's random vectors, at every dimension. */
export class DimensionStudy {
  readonly #scores: readonly (readonly number[])[];
  readonly #seed: number;
  #medians: { readonly without: number[]; readonly with: number[] } | null = null;

  constructor(seed: number) {
    this.#seed = seed;
    this.#scores = randomScores(seed, KEYS, LARGEST_DIMENSION);
  }

  /** @param divided whether q.k is divided by sqrt(dimension). */
  at(dimension: number, divided: boolean): Draw {
    return draw(this.#scores[dimension - 1] ?? [], divided ? Math.sqrt(dimension) : 1);
  }

  /** The median gradient of many draws at the dimensions 2, 4, … 512. */
  get medians(): { readonly without: readonly number[]; readonly with: readonly number[] } {
    if (this.#medians) return this.#medians;
    const draws = times(DRAWS, (index) =>
      randomScores(this.#seed + index, KEYS, LARGEST_DIMENSION),
    );
    const dimensions = times(9, (power) => 2 ** (power + 1));
    const medianAt = (dimension: number, scale: number) =>
      median(draws.map((scores) => draw(scores[dimension - 1] ?? [], scale).gradient));
    this.#medians = {
      without: dimensions.map((dimension) => medianAt(dimension, 1)),
      with: dimensions.map((dimension) => medianAt(dimension, Math.sqrt(dimension))),
    };
    return this.#medians;
  }
}

function draw(scores: readonly number[], scale: number): Draw {
  const weights = softmax(scores, scale);
  return { weights, gradient: gradientNorm(weights) };
}

function median(list: readonly number[]): number {
  return [...list].sort((a, b) => a - b)[list.length >> 1] ?? 0;
}
