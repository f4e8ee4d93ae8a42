// A byte-level BPE as the file of a pack: checked, so that its readers can rely on it.

import { BYTE_LETTERS, fromLetters } from '../../runtime/packs/byte-letters.js';
import {
  MOST_SPECIAL_TOKENS,
  MOST_TOKENIZER_BYTES,
  TOKENIZER_FORMAT,
  type TokenizerFile,
} from '../../runtime/packs/tokenizer-file.js';
import { writeJson } from '../../runtime/trace/write-json.js';
import { ForeignTokenizer } from './foreign-tokenizer.js';
import { type AddedToken, type BytePairs, type Fields, quote } from './tokenizer-parts.js';

const MOST_TOKENS = 2 ** 20;

/** @param most ids that the model has. @throws {ForeignTokenizer} */
export function writeTokenizerFile(
  { vocab, merges, added }: BytePairs,
  most: number,
): Uint8Array<ArrayBuffer> {
  const ids = readVocabulary(vocab);
  if (!BYTE_LETTERS.every((letter) => ids.has(letter))) {
    throw new ForeignTokenizer('Its tokenizer has no tokens for some bytes.');
  }
  const special = addTokens(added, ids, most);
  const pairs = readMerges(merges, ids);
  const tokens: (string | null)[] = [];
  for (const [token, id] of ids) {
    if (id >= most) {
      throw new ForeignTokenizer(
        `Its tokenizer's token ${quote(token)} has the id ${id}, but the model has ${most} ids.`,
      );
    }
    while (tokens.length <= id) tokens.push(null);
    if (tokens[id] !== null) throw doubleId(id);
    tokens[id] = token;
  }
  const file: TokenizerFile = { format: TOKENIZER_FORMAT, tokens, merges: pairs, special };
  const bytes = new TextEncoder().encode(writeJson(file));
  if (bytes.length <= MOST_TOKENIZER_BYTES) return bytes;
  throw new ForeignTokenizer(
    `Its tokenizer has ${bytes.length} bytes; at most ${MOST_TOKENIZER_BYTES} are read.`,
  );
}

function readVocabulary(vocab: Fields): Map<string, number> {
  const ids = new Map<string, number>();
  for (const [token, id] of Object.entries(vocab)) {
    if (token !== '') ids.set(token, readId(id));
  }
  return ids;
}

function readId(id: unknown): number {
  if (typeof id === 'number' && Number.isInteger(id) && id >= 0 && id < MOST_TOKENS) return id;
  throw new ForeignTokenizer('One of its tokens has no id that can be read.');
}

/** Two ids each. */
function readMerges(merges: readonly unknown[], ids: ReadonlyMap<string, number>): number[] {
  if (merges.length > MOST_TOKENS) {
    throw new ForeignTokenizer(`Its tokenizer joins ${merges.length} pairs of tokens.`);
  }
  return merges.flatMap((merge) => {
    const [left, right, ...more] = typeof merge === 'string' ? merge.split(' ') : asPair(merge);
    const [a, b] = [ids.get(left ?? ''), ids.get(right ?? '')];
    if (a === undefined || b === undefined || more.length > 0 || !ids.has(`${left}${right}`)) {
      throw new ForeignTokenizer('Its tokenizer joins tokens that its vocabulary does not have.');
    }
    return [a, b];
  });
}

function asPair(merge: unknown): readonly string[] {
  return Array.isArray(merge) && merge.every((part) => typeof part === 'string') ? merge : [];
}

/**
 * Gives the added tokens their ids: those of the vocabulary, their own, or the next ones. What the model has no id for is left
 * out, and is read as plain text.
 * @returns the ids, group by group, in the order in which they are looked for.
 */
function addTokens(
  added: readonly AddedToken[],
  ids: Map<string, number>,
  most: number,
): readonly (readonly number[])[] {
  const special = new Map<number, boolean>();
  let next = 1 + [...ids.values()].reduce((last, id) => Math.max(last, id), 0);
  for (const { text, id: own, normalized } of added) {
    if (text === '') continue;
    const known = ids.get(text);
    if (known !== undefined && !isSpelt(text)) {
      const problem = 'stands for other bytes in its vocabulary';
      throw new ForeignTokenizer(`Its token ${quote(text)} ${problem}.`);
    }
    const id = known ?? (own === undefined ? next : readId(own));
    if (id >= most) {
      ids.delete(text);
      continue;
    }
    next = Math.max(next, id + 1);
    ids.set(text, id);
    if (!special.has(id)) special.set(id, normalized);
  }
  if (special.size > MOST_SPECIAL_TOKENS) {
    throw new ForeignTokenizer(`Its tokenizer has ${special.size} special tokens.`);
  }
  const group = (normalized: boolean) =>
    [...special.keys()].filter((id) => special.get(id) === normalized).sort((a, b) => a - b);
  return [group(false), group(true)].filter((ids) => ids.length > 0);
}

/** Whether the letters of a token are its text, or spell no bytes at all. */
function isSpelt(text: string): boolean {
  return /^[!-~]+$/.test(text) || fromLetters(text) === undefined;
}

function doubleId(id: number): ForeignTokenizer {
  return new ForeignTokenizer(`Its tokenizer has two tokens with the id ${id}.`);
}
