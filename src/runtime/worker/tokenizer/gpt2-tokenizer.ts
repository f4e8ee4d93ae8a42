// GPT-2's tokenizer. Its ranks are 200 kB gzipped, so the worker imports it when it is needed.

import ranks from 'gpt-tokenizer/bpeRanks/r50k_base';
import { toLetters } from '../../packs/byte-letters.js';
import { Tokenizer } from './tokenizer.js';

const END_OF_TEXT = '<|endoftext|>';

/** An id is the rank of the join that makes the token, so that no list of joins is needed. */
function makeTokenizer(): Tokenizer {
  const utf8 = new TextEncoder();
  const ids = new Map<string, number>();
  const tokens = ranks.map((token) =>
    toLetters(typeof token === 'string' ? utf8.encode(token) : token),
  );
  const endOfText = tokens.push(END_OF_TEXT) - 1;
  tokens.forEach((token, id) => {
    ids.set(token, id);
  });
  return new Tokenizer({
    tokens,
    ids,
    // No text has the bytes of the special token: it is cut out first.
    rank: (left, right) => ids.get(left + right),
    special: [[endOfText]],
  });
}

export const gpt2Tokenizer = makeTokenizer();
