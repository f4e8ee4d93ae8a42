// GPT-2's `vocab.json` and `merges.txt`, which the package does not have, from its ranks, which it has: an id is the rank of
// the join that makes the token.

import ranks from 'gpt-tokenizer/bpeRanks/r50k_base';
import { toLetters } from '../../../runtime/packs/byte-letters.js';
import { joinPairs } from '../../../runtime/worker/tokenizer/byte-pairs.js';

export interface Gpt2Files {
  /** Ids by token, in byte letters. */
  readonly vocab: Readonly<Record<string, number>>;
  /** `Ġ t` and so on, in order. */
  readonly merges: readonly string[];
}

export function gpt2Files(): Gpt2Files {
  const utf8 = new TextEncoder();
  const tokens = ranks.map((token) =>
    toLetters(typeof token === 'string' ? utf8.encode(token) : token),
  );
  const ids = new Map(tokens.map((token, id) => [token, id]));
  const merges = tokens.slice(256).map((token, index) => {
    // The two that are left when this token's own join is not made.
    const rank = (left: string, right: string) => {
      const id = ids.get(left + right);
      return id !== undefined && id < 256 + index ? id : undefined;
    };
    return joinPairs(token, rank).join(' ');
  });
  const vocab = Object.fromEntries(tokens.map((token, id) => [token, id]));
  return { vocab: { ...vocab, '<|endoftext|>': tokens.length }, merges };
}

/** `merges.txt`. */
export function mergesText(merges: readonly string[]): string {
  return `#version: 0.2\n${merges.join('\n')}\n`;
}
