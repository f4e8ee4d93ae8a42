// Traces made up for tests: seeded, of any shape.

import { Trace, type TraceHeader } from '../trace.js';

export interface RandomTraceOptions {
  readonly layers?: number;
  readonly heads?: number;
  readonly queries?: number;
  /** Makes it cross-attention, not causal. */
  readonly keys?: number;
  readonly causal?: boolean;
  readonly seed?: number;
}

/** Mulberry32: a small seeded generator of numbers in 0..1. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A trace whose rows are random and sharp, as real ones are. */
export function randomTrace(options: RandomTraceOptions = {}): Trace {
  const { layers = 2, heads = 3, queries = 5, seed = 1 } = options;
  const keys = options.keys ?? queries;
  const causal = options.causal ?? options.keys === undefined;
  const random = seededRandom(seed);
  const words = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, id) => ({ id, text: ` ${prefix}${id}` }));
  const tokens = words(queries, 'word');
  const header: TraceHeader = {
    model: { id: 'random', name: 'random numbers', layers, heads },
    text: tokens.map(({ text }) => text).join(''),
    tokens,
    ...(options.keys !== undefined && { keys: words(keys, 'key') }),
    causal,
    provenance: { kind: 'constructed', source: 'random numbers' },
  };
  const matrices = Array.from({ length: layers * heads }, () => {
    const matrix = new Float32Array(queries * keys);
    for (let query = 0; query < queries; query++) {
      const row = Array.from({ length: causal ? query + 1 : keys }, () => Math.exp(6 * random()));
      const sum = row.reduce((total, value) => total + value, 0);
      matrix.set(
        row.map((value) => value / sum),
        query * keys,
      );
    }
    return matrix;
  });
  return new Trace(header, (layer, head) => matrices[layer * heads + head] ?? new Float32Array());
}
