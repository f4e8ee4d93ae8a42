// Made-up texts, the same ones every time: what a model without a tokenizer or recordings is run on.

/** `count` token ids below `vocab`. xorshift32 (Marsaglia 2003). */
export function randomIds(vocab: number, count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * vocab);
  });
}
