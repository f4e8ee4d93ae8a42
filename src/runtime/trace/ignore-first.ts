// On short texts most heads of GPT-2 rest most of their weight on the first token, whatever it is. Leaving that column
// out shows what a head does with the rest.

import type { HeadShape } from './codec.js';

/**
 * A head's weights without its first column, each row scaled back to sum to 1. A row with nothing left, as the first
 * row of a causal trace, is all 0.
 * @param weights [Q,K], row-major; left as it is.
 */
export function ignoreFirstKey(
  weights: Float32Array,
  { queries, keys }: Pick<HeadShape, 'queries' | 'keys'>,
): Float32Array<ArrayBuffer> {
  const result = new Float32Array(weights);
  for (let query = 0; query < queries; query++) {
    const [first, end] = [query * keys, (query + 1) * keys];
    result[first] = 0;
    let rest = 0;
    for (let index = first + 1; index < end; index++) rest += result[index] ?? 0;
    if (rest === 0) continue;
    for (let index = first + 1; index < end; index++) result[index] = (result[index] ?? 0) / rest;
  }
  return result;
}
