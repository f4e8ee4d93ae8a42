// GPT-2's tokenizer, byte for byte: text to token ids and back. Lives in the worker only, for its ranks are 210 kB
// gzipped. It does not know the model.
//
// Lone surrogates become U+FFFD first, as they do wherever text becomes UTF-8. The literal `<|endoftext|>` is the special
// token 50256 wherever it stands, as in Hugging Face's tokenizer; its bytes are those of the literal.
//
// Joining the byte pairs of one word takes time that grows with the square of its length, so a "word" of more than 1,000
// letters, digits, signs or spaces is cut into such pieces. Nobody's words are that long.

import ranks from 'gpt-tokenizer/bpeRanks/r50k_base';
import { encode } from 'gpt-tokenizer/encoding/r50k_base';
import type { TokenizedText, Truncation } from '../api.js';
import { RuntimeError } from '../runtime-error.js';
import { TRACE_LIMITS, type TraceToken } from '../trace/index.js';

export const END_OF_TEXT = '<|endoftext|>';
export const END_OF_TEXT_ID = 50256;

const utf8 = new TextEncoder();
/** `ignoreBOM`, or a token that is U+FEFF would decode to nothing. */
const lossy = new TextDecoder('utf-8', { ignoreBOM: true });
const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/** `text` with every lone surrogate replaced by U+FFFD. */
export function wellFormed(text: string): string {
  return lossy.decode(utf8.encode(text));
}

/**
 * All token ids of a text. Concatenated, their bytes are the UTF-8 of `wellFormed(text)`.
 * @throws {RuntimeError} `text-too-long` above 100,000 characters.
 */
export function encodeText(text: string): number[] {
  if (text.length > TRACE_LIMITS.textCharacters) {
    throw new RuntimeError(
      'text-too-long',
      `The text has ${text.length} characters; at most ${TRACE_LIMITS.textCharacters} are read.`,
      'Use a shorter text. Only its first tokens are run in any case.',
    );
  }
  const ids: number[] = [];
  // The tokenizer throws on the literal, or finds it at the start only, so it gets the pieces between.
  wellFormed(text)
    .split(END_OF_TEXT)
    .forEach((piece, index) => {
      if (index > 0) ids.push(END_OF_TEXT_ID);
      for (const part of cutLongWords(piece)) {
        for (const id of encode(part, { disallowedSpecial: new Set() })) ids.push(id);
      }
    });
  return ids;
}

/** Ends a piece after every 1,000 of one kind in a row, the kinds being those that GPT-2 tells words apart by. */
const LONG_WORD = /\p{L}{1000}|\p{N}{1000}|[^\s\p{L}\p{N}]{1000}|\s{1000}/gu;

function cutLongWords(text: string): string[] {
  const pieces: string[] = [];
  let start = 0;
  for (const { index, 0: word } of text.matchAll(LONG_WORD)) {
    pieces.push(text.slice(start, index + word.length));
    start = index + word.length;
  }
  pieces.push(text.slice(start));
  return pieces;
}

/**
 * The bytes of one token.
 * @throws {RuntimeError} `bad-ids` when GPT-2 has no such token.
 */
export function tokenBytes(id: number): Uint8Array {
  if (id === END_OF_TEXT_ID) return utf8.encode(END_OF_TEXT);
  const value = ranks[id];
  if (value === undefined) {
    throw new RuntimeError(
      'bad-ids',
      `GPT-2's vocabulary has no token ${id}.`,
      `Ids are whole numbers in 0..${END_OF_TEXT_ID}.`,
    );
  }
  return typeof value === 'string' ? utf8.encode(value) : Uint8Array.from(value);
}

/** A token with its text, or with its bytes in hex where it holds only a part of a character. */
export function traceToken(id: number): TraceToken {
  const bytes = tokenBytes(id);
  try {
    return { id, text: strict.decode(bytes) };
  } catch {
    return { id, bytes: [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('') };
  }
}

/** A token's text for lists, parts of characters as U+FFFD. */
export function tokenLabel(id: number): string {
  return lossy.decode(tokenBytes(id));
}

/** What ids spell; parts of characters that never complete become U+FFFD. */
export function decodeIds(ids: readonly number[]): string {
  const parts = ids.map(tokenBytes);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return lossy.decode(bytes);
}

/** The first tokens of a text, at most `most`, ending where a character ends. */
export function tokenize(text: string, most: number): TokenizedText & { readonly ids: number[] } {
  const all = encodeText(text);
  const ids = cutAtCharacter(all, most);
  const truncated: Truncation | undefined =
    ids.length < all.length ? { kept: ids.length, total: all.length } : undefined;
  return {
    ids,
    text: decodeIds(ids),
    tokens: ids.map(traceToken),
    truncated,
  };
}

/**
 * At most `most` ids, fewer where the cut would split a character, unless nothing would be left. A character begins at
 * the next token when that token's first byte is no continuation byte (10xxxxxx).
 */
function cutAtCharacter(ids: number[], most: number): number[] {
  if (ids.length <= most) return ids;
  let kept = most;
  while (kept > 0 && ((tokenBytes(ids[kept] ?? 0)[0] ?? 0) & 0xc0) === 0x80) kept--;
  return ids.slice(0, kept || most);
}
