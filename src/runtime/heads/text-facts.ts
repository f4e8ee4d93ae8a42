// What finders need to know of a text: which tokens repeat, and which belong to one word. The same for all heads.

import type { Trace } from '../trace/index.js';
import { findContinuations } from '../trace/index.js';

export interface TextFacts {
  /** The keys are other tokens than the queries: positions cannot be compared. */
  readonly crossAttention: boolean;
  /** For each query, the earlier positions of the same token. */
  readonly duplicates: readonly (readonly number[])[];
  /** For each query, the positions after those. */
  readonly successors: readonly (readonly number[])[];
  /** For each query that continues a word, the earlier pieces of that word. */
  readonly earlierPieces: readonly (readonly number[])[];
}

export function readTextFacts({ tokens, crossAttention }: Trace): TextFacts {
  if (crossAttention) {
    const none = tokens.map(() => []);
    return { crossAttention, duplicates: none, successors: none, earlierPieces: none };
  }
  const seen = new Map<number, readonly number[]>();
  const duplicates = tokens.map(({ id }, index) => {
    const earlier = seen.get(id) ?? [];
    seen.set(id, [...earlier, index]);
    return earlier;
  });
  let word: number[] = [];
  const earlierPieces = findContinuations(tokens).map((continues, index) => {
    if (!continues) word = [];
    const earlier = word;
    word = [...word, index];
    return earlier;
  });
  return {
    crossAttention,
    duplicates,
    successors: duplicates.map((earlier) => earlier.map((index) => index + 1)),
    earlierPieces,
  };
}
