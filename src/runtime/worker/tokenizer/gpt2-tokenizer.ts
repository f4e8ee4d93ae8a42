// GPT-2's tokenizer. Its ranks are 200 kB gzipped, so the worker imports it when it is needed.

import ranks from 'gpt-tokenizer/bpeRanks/r50k_base';
import { toLetters } from '../../packs/byte-letters.js';
import { Tokenizer } from './tokenizer.js';

const END_OF_TEXT = '<|endoftext|>';

/** An id is the rank of the join that makes the token, so that no list of joins is needed. */
function makeTokenizer(): Tokenizer {
  const utf8 = new TextEncoder();
  const ids = new Map<string, number>();
  const tokens = ranks.map((token, id) => {
    const letters = toLetters(typeof token === 'string' ? utf8.encode(token) : token);
    ids.set(letters, id);
    return letters;
  });
  return new Tokenizer({
    tokens: [...tokens, END_OF_TEXT],
    rank: (left, right) => ids.get(left + right),
    special: [[tokens.length]],
  });
}

export const gpt2Tokenizer = makeTokenizer();
