// Random vectors that are the same for the same seed, on every machine.

import { times } from './times.js';

/** Independent draws from N(0, 1): Box and Muller's transform of the numbers of `uniform`. */
function normals(seed: number): () => number {
  const next = uniform(seed);
  return () => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
}

/** Numbers in (0, 1) from Marsaglia's 32-bit xorshift with the triple 13, 17, 5 ("Xorshift RNGs", 2003). */
function uniform(seed: number): () => number {
  // Neighbouring seeds begin far apart, and 0, from which xorshift never leaves, is none of them.
  let state = Math.imul(seed + 1, 0x9e3779b1) || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let step = 0; step < 8; step++) next();
  return next;
}

/**
 * q.k of one random query with `keys` random keys, components N(0, 1), for every dimension up to `dimension`:
 * [dimension][keys]. Entry d - 1 takes the first d components, so that a longer vector is the shorter one continued.
 */
export function randomScores(seed: number, keys: number, dimension: number): number[][] {
  const next = normals(seed);
  let scores = new Array<number>(keys).fill(0);
  return times(dimension, () => {
    const q = next();
    scores = scores.map((score) => score + q * next());
    return scores;
  });
}
