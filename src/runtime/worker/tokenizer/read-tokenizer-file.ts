// A tokenizer from a file of its pack.

import { BYTE_LETTERS } from '../../packs/byte-letters.js';
import {
  MOST_SPECIAL_TOKENS,
  TOKENIZER_FORMAT,
  type TokenizerFile,
} from '../../packs/tokenizer-file.js';
import { RuntimeError } from '../../runtime-error.js';
import { Tokenizer } from './tokenizer.js';

/** @throws {RuntimeError} `bad-manifest` if it is not a tokenizer file of this format. */
export function readTokenizerFile(bytes: Uint8Array): Tokenizer {
  const { tokens, merges, special } = parse(bytes);
  const ids = new Map<string, number>();
  tokens.forEach((token, id) => {
    if (token !== null) ids.set(token, id);
  });
  if (!BYTE_LETTERS.every((letter) => ids.has(letter))) throw problem('has no token for some byte');
  /** By the two tokens, with a space between them, which is not a byte letter. */
  const ranks = new Map<string, number>();
  for (let at = 0; at < merges.length; at += 2) {
    const [left, right] = [tokens[merges[at] as number], tokens[merges[at + 1] as number]];
    if (!left || !right || !ids.has(left + right)) {
      throw problem(`joins tokens that it does not have, at ${at / 2}`);
    }
    ranks.set(`${left} ${right}`, at);
  }
  return new Tokenizer({
    tokens,
    ids,
    rank: (left, right) => ranks.get(`${left} ${right}`),
    special,
  });
}

function parse(bytes: Uint8Array): TokenizerFile {
  let file: Partial<TokenizerFile> | null;
  try {
    file = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw problem('is not JSON', cause);
  }
  if (file?.format !== TOKENIZER_FORMAT) throw problem(`is not of the format ${TOKENIZER_FORMAT}`);
  const { tokens, merges, special } = file;
  const areTokens =
    Array.isArray(tokens) &&
    tokens.every((token) => token === null || (typeof token === 'string' && token !== ''));
  if (!areTokens) throw problem('has tokens that are not texts');
  const isId = (id: unknown) => typeof id === 'number' && typeof tokens[id] === 'string';
  if (!Array.isArray(merges) || merges.length % 2 !== 0) throw problem('has no pairs of ids');
  const isGroup = (group: unknown) => Array.isArray(group) && group.every(isId);
  if (!Array.isArray(special) || !special.every(isGroup)) {
    throw problem('has special tokens without a text');
  }
  const count = special.flat().length;
  if (count > MOST_SPECIAL_TOKENS) {
    throw problem(`has ${count} special tokens; ${MOST_SPECIAL_TOKENS} are read`);
  }
  return { format: TOKENIZER_FORMAT, tokens, merges, special };
}

function problem(what: string, cause?: unknown): RuntimeError {
  return new RuntimeError(
    'bad-manifest',
    `The model's tokenizer file ${what}.`,
    'Convert the checkpoint again.',
    { cause },
  );
}
