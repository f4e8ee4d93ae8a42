// Files of a tokenizer, as far as they can be read without knowing what they say.

import { shorten } from '../../runtime/shorten.js';
import { type CheckpointFiles, MOST_JSON_BYTES } from '../checkpoint-files.js';
import { parseJson } from '../parse-json.js';
import { ForeignTokenizer } from './foreign-tokenizer.js';

export type Fields = Readonly<Record<string, unknown>>;

/** What a byte-level BPE is made of, whichever files it is from. */
export interface BytePairs {
  /** Ids by token, in byte letters. */
  readonly vocab: Fields;
  /** In order: `Ġ t`, or as two texts. */
  readonly merges: readonly unknown[];
  /** Those that the vocabulary need not have. */
  readonly added: readonly AddedToken[];
}

/** A token that is read wherever its text stands. */
export interface AddedToken {
  readonly text: string;
  /** Nothing where it gets the next one. */
  readonly id: unknown;
  /** Looked for after the others. */
  readonly normalized: boolean;
}

/** Nothing where there is no such file. @throws {ForeignTokenizer} */
export async function readTextFile(
  files: CheckpointFiles,
  name: string,
): Promise<string | undefined> {
  const file = await files.open(name);
  if (!file) return undefined;
  if (file.size > MOST_JSON_BYTES) {
    throw new ForeignTokenizer(
      `Its ${name} has ${file.size} bytes; at most ${MOST_JSON_BYTES} are read.`,
    );
  }
  return new TextDecoder().decode(await file.read(0, file.size));
}

/** Nothing where there is no such file. @throws {ForeignTokenizer} */
export async function readFields(
  files: CheckpointFiles,
  name: string,
): Promise<Fields | undefined> {
  const text = await readTextFile(files, name);
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    throw new ForeignTokenizer(`Its ${name} is not JSON that can be read.`);
  }
  return asFields(value, name);
}

/** @throws {ForeignTokenizer} */
export function asFields(value: unknown, what: string): Fields {
  if (isFields(value)) return value;
  throw new ForeignTokenizer(`Its tokenizer's ${what} is not an object.`);
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws {ForeignTokenizer} */
export function asList(value: unknown, what: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new ForeignTokenizer(`Its tokenizer's ${what} is not a list.`);
}

/** As a message has it. */
export function quote(text: string): string {
  return JSON.stringify(shorten(text));
}

/** A token as files describe it: its text, or an object. @throws {ForeignTokenizer} */
export function readAddedToken(value: unknown, id: unknown): AddedToken {
  if (typeof value === 'string') return { text: value, id, normalized: false };
  const token = asFields(value, 'added token');
  const { content } = token;
  if (typeof content !== 'string') throw new ForeignTokenizer('One of its tokens has no text.');
  if (token.lstrip === true || token.rstrip === true || token.single_word === true) {
    const problem = 'is only found beside certain characters, or takes the spaces beside it';
    throw new ForeignTokenizer(`Its token ${quote(content)} ${problem}.`);
  }
  return { text: content, id, normalized: token.normalized === true };
}
