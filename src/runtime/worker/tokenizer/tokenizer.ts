// A byte-level BPE that cuts a text into words as GPT-2's does: text to token ids and back, byte for byte. It does not know the
// model, which may have more ids than the tokenizer has tokens: such an id is called `#50257`.
//
// Lone surrogates become U+FFFD first, as they do wherever text becomes UTF-8. A special token is read wherever its text
// stands, as in Hugging Face's tokenizers; its bytes are those of its text.

import type { TokenizedText, Truncation } from '../../api.js';
import { fromLetters, toLetters } from '../../packs/byte-letters.js';
import { RuntimeError } from '../../runtime-error.js';
import { TRACE_LIMITS, type TraceToken } from '../../trace/index.js';
import { type JoinRank, joinPairs } from './byte-pairs.js';
import { namelessToken } from './nameless-token.js';
import { splitWords } from './words.js';

export interface Vocabulary {
  /** By id: in byte letters, or a special token's text as it is. Nothing at an id without a token. */
  readonly tokens: readonly (string | null)[];
  /** The same the other way round. */
  readonly ids: ReadonlyMap<string, number>;
  /** Which neighbours are joined, and in which order. */
  readonly rank: JoinRank;
  /** Ids of special tokens, group by group: the texts of the second are looked for in what the first has left. */
  readonly special: readonly (readonly number[])[];
}

const utf8 = new TextEncoder();
/** `ignoreBOM`, or a token that is U+FEFF would decode to nothing. */
const lossy = new TextDecoder('utf-8', { ignoreBOM: true });
const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/** Words whose ids are kept: a text is read again with every key. */
const KEPT_WORDS = 4096;

/** `text` with every lone surrogate replaced by U+FFFD. */
export function wellFormed(text: string): string {
  return lossy.decode(utf8.encode(text));
}

export class Tokenizer {
  readonly #tokens: readonly (string | null)[];
  readonly #rank: JoinRank;
  readonly #ids: ReadonlyMap<string, number>;
  readonly #special = new Set<number>();
  /** Of each group of special tokens. */
  readonly #patterns: RegExp[] = [];
  readonly #words = new Map<string, readonly number[]>();

  constructor({ tokens, ids, rank, special }: Vocabulary) {
    this.#tokens = tokens;
    this.#ids = ids;
    this.#rank = rank;
    for (const group of special) {
      for (const id of group) this.#special.add(id);
      this.#patterns.push(anyOf(group.flatMap((id) => tokens[id] ?? [])));
    }
  }

  /**
   * All token ids of a text. Concatenated, their bytes are the UTF-8 of `wellFormed(text)`.
   * @throws {RuntimeError} `text-too-long` above 100,000 characters.
   */
  encode(text: string): number[] {
    if (text.length > TRACE_LIMITS.textCharacters) {
      throw new RuntimeError(
        'text-too-long',
        `The text has ${text.length} characters; at most ${TRACE_LIMITS.textCharacters} are read.`,
        'Use a shorter text. Only its first tokens are run in any case.',
      );
    }
    const ids: number[] = [];
    this.#encodeAround(0, wellFormed(text), ids);
    return ids;
  }

  /** The first tokens of a text, at most `most`, ending where a character ends. */
  tokenize(text: string, most: number): TokenizedText & { readonly ids: number[] } {
    const all = this.encode(text);
    const ids = this.#cutAtCharacter(all, most);
    const truncated: Truncation | undefined =
      ids.length < all.length ? { kept: ids.length, total: all.length } : undefined;
    return {
      ids,
      text: this.decode(ids),
      tokens: ids.map((id) => this.traceToken(id)),
      truncated,
    };
  }

  /** A token with its text, or with its bytes in hex where it holds only a part of a character. */
  traceToken(id: number): TraceToken {
    const bytes = this.#bytes(id);
    try {
      return { id, text: strict.decode(bytes) };
    } catch {
      const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0'));
      return { id, bytes: hex.join('') };
    }
  }

  /** A token's text for lists, parts of characters as U+FFFD. */
  label(id: number): string {
    return lossy.decode(this.#bytes(id));
  }

  /** What ids spell; parts of characters that never complete become U+FFFD. */
  decode(ids: readonly number[]): string {
    const parts = ids.map((id) => this.#bytes(id));
    const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return lossy.decode(bytes);
  }

  #bytes(id: number): Uint8Array {
    const token = this.#tokens[id] ?? undefined;
    if (token === undefined) return utf8.encode(namelessToken(id).text);
    // A token that bytes cannot spell is only ever the name of an id.
    return (this.#special.has(id) ? undefined : fromLetters(token)) ?? utf8.encode(token);
  }

  /** A text in which the special tokens of `group`, and of those after it, still have to be found. */
  #encodeAround(group: number, text: string, ids: number[]): void {
    const pattern = this.#patterns[group];
    if (!pattern) {
      for (const word of splitWords(text)) this.#encodeWord(word, ids);
      return;
    }
    let start = 0;
    for (const { index, 0: token } of text.matchAll(pattern)) {
      this.#encodeAround(group + 1, text.slice(start, index), ids);
      ids.push(this.#ids.get(token) as number);
      start = index + token.length;
    }
    this.#encodeAround(group + 1, text.slice(start), ids);
  }

  #encodeWord(word: string, ids: number[]): void {
    let found = this.#words.get(word);
    if (!found) {
      const tokens = joinPairs(toLetters(utf8.encode(word)), this.#rank);
      found = tokens.map((token) => this.#ids.get(token) as number);
      if (this.#words.size >= KEPT_WORDS) this.#words.clear();
      this.#words.set(word, found);
    }
    for (const id of found) ids.push(id);
  }

  /**
   * At most `most` ids, fewer where the cut would split a character, unless nothing would be left. A character begins at
   * the next token when that token's first byte is not a continuation byte (10xxxxxx).
   */
  #cutAtCharacter(ids: number[], most: number): number[] {
    if (ids.length <= most) return ids;
    let kept = most;
    while (kept > 0 && ((this.#bytes(ids[kept] ?? 0)[0] ?? 0) & 0xc0) === 0x80) kept--;
    return ids.slice(0, kept || most);
  }
}

/** Finds the leftmost of some texts, the longest where several begin there. */
function anyOf(texts: readonly string[]): RegExp {
  const longestFirst = [...texts].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(escaped.join('|') || '(?!)', 'gu');
}
