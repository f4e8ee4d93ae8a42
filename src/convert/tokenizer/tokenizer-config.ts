// `tokenizer_config.json` and the small files beside it: what a tokenizer's class does with it, and its special tokens.

import { shorten } from '../../runtime/shorten.js';
import type { CheckpointFiles } from '../checkpoint-files.js';
import { ForeignTokenizer } from './foreign-tokenizer.js';
import { addsTokens, startsWithSpace } from './tokenizer-json.js';
import {
  type AddedToken,
  asFields,
  isFields,
  readAddedToken,
  readFields,
} from './tokenizer-parts.js';

export const CONFIG_FILES = [
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
] as const;

/** Of transformers, with and without the end "Fast". Others do to the text what their files do not say. */
const GPT2_CLASS = 'GPT2Tokenizer';
const PLAIN_CLASSES = ['PreTrainedTokenizer', 'TokenizersBackend'];

/** Special tokens by what they are for, in the order in which transformers gives those without an id the next ones. */
const ROLES = [
  ...['bos_token', 'eos_token', 'unk_token', 'sep_token', 'pad_token', 'cls_token', 'mask_token'],
  ...['additional_special_tokens', 'extra_special_tokens'],
];
/** Of GPT-2's class, where its files do not say another. */
const DEFAULTS: Readonly<Record<string, string>> = {
  bos_token: '<|endoftext|>',
  eos_token: '<|endoftext|>',
  unk_token: '<|endoftext|>',
};

/**
 * Tokens that these files add to those of the tokenizer itself.
 * @param needsClass when only a class knows how text is cut into words, as with `vocab.json` and `merges.txt`.
 * @throws {ForeignTokenizer}
 */
export async function readTokenizerConfig(
  files: CheckpointFiles,
  needsClass: boolean,
): Promise<readonly AddedToken[]> {
  const [config = {}, map = {}, numbered = {}] = await Promise.all(
    CONFIG_FILES.map((name) => readFields(files, name)),
  );
  const isGpt2 = checkClass(config.tokenizer_class, needsClass);
  if (config.auto_map) throw new ForeignTokenizer('Its tokenizer is a program of its own.');
  if (config.add_prefix_space === true) throw startsWithSpace();
  if (config.add_bos_token === true || config.add_eos_token === true) throw addsTokens();
  if (config.split_special_tokens === true) {
    throw new ForeignTokenizer('Its tokenizer reads special tokens as plain text.');
  }
  const listed = asFields(config.added_tokens_decoder ?? {}, 'added_tokens_decoder');
  const values = { ...(isGpt2 ? DEFAULTS : {}), ...map, ...config };
  return [
    ...Object.entries(listed).map(([id, token]) => readAddedToken(token, Number(id))),
    ...Object.entries(numbered).map(([text, id]) => ({ text, id, normalized: true })),
    ...ROLES.flatMap((role) => tokensIn(values[role])),
  ];
}

/** @returns whether it is GPT-2's. @throws {ForeignTokenizer} */
function checkClass(name: unknown, needsClass: boolean): boolean {
  const plain = typeof name === 'string' ? name.replace(/Fast$/, '') : name;
  if (plain === undefined || plain === null || plain === GPT2_CLASS) return true;
  if (!needsClass && PLAIN_CLASSES.some((other) => other === plain)) return false;
  throw new ForeignTokenizer(`Its tokenizer is a ${shorten(String(name))}, and not GPT-2's.`);
}

/** One token, several, or several by names. */
function tokensIn(value: unknown): AddedToken[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(tokensIn);
  if (isFields(value) && !('content' in value)) return Object.values(value).flatMap(tokensIn);
  return [readAddedToken(value, undefined)];
}
