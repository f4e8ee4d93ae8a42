// Whose tokenizer a checkpoint has: the files beside its weights decide. GPT-2's own needs no file, since the library has it; another
// byte-level BPE that cuts text into words as GPT-2's does becomes a file of the pack; with any other a model takes ids only.

import { sha256 } from '../../runtime/packs/sha256.js';
import type { CheckpointFiles } from '../checkpoint-files.js';
import { ForeignTokenizer } from './foreign-tokenizer.js';
import { CONFIG_FILES, readTokenizerConfig } from './tokenizer-config.js';
import { readTokenizerJson } from './tokenizer-json.js';
import { asFields, type BytePairs, readFields, readTextFile } from './tokenizer-parts.js';
import { writeTokenizerFile } from './write-tokenizer-file.js';

export type TokenizerChoice =
  | { readonly kind: 'gpt2' }
  /** `bytes` of the pack's `tokenizerFile`. */
  | { readonly kind: 'bpe'; readonly bytes: Uint8Array<ArrayBuffer> }
  /** `why` is a sentence for readers, in which "it" is the model. */
  | { readonly kind: 'none'; readonly why: string };

const JSON_FILE = 'tokenizer.json';
const VOCAB_FILE = 'vocab.json';
const MERGES_FILE = 'merges.txt';

/** Every file that is looked for beside a checkpoint. The last ones are not read: they are the names of other tokenizers. */
export const TOKENIZER_FILES: readonly string[] = [
  JSON_FILE,
  VOCAB_FILE,
  MERGES_FILE,
  ...CONFIG_FILES,
  ...['vocab.txt', 'spiece.model', 'tokenizer.model'],
];

/** Where other tokenizers keep what they know. */
const OTHER_FILE =
  /^(?:tokenizer|vocab|merges|bpe)[\w.-]*\.(?:json|txt|bpe|model)$|\.(?:model|tiktoken)$/;

export const GPT2_VOCABULARY = 50_257;

/** Of the file that GPT-2's own tokenizer would be. A test computes it. */
const GPT2_SHA256 = '50e0503100b1679201ffe1b8c214af80afbef12f2b6411a54184aa32987aa161';

/**
 * @param vocab ids that the model has.
 * @throws what `files` throw, where they are fetched.
 */
export async function readTokenizer(
  files: CheckpointFiles,
  vocab: number,
): Promise<TokenizerChoice> {
  try {
    const pairs = await readBytePairs(files);
    if (!pairs) return withoutFiles(files, vocab);
    const bytes = writeTokenizerFile(pairs, vocab);
    // Where nothing can be hashed it is a file of its own, which gives the same tokens.
    return (await sha256(bytes)) === GPT2_SHA256 ? { kind: 'gpt2' } : { kind: 'bpe', bytes };
  } catch (error) {
    if (error instanceof ForeignTokenizer) return { kind: 'none', why: error.message };
    throw error;
  }
}

async function readBytePairs(files: CheckpointFiles): Promise<BytePairs | undefined> {
  const json = await readFields(files, JSON_FILE);
  const merges = json ? undefined : await readTextFile(files, MERGES_FILE);
  const vocab = merges === undefined ? undefined : await readFields(files, VOCAB_FILE);
  const config = await readTokenizerConfig(files, json === undefined);
  if (json) {
    const pairs = readTokenizerJson(json);
    return { ...pairs, added: [...pairs.added, ...config] };
  }
  if (merges === undefined || !vocab) return undefined;
  const lines = merges.split(/\r?\n/).filter((line) => line && !line.startsWith('#version'));
  return { vocab: asFields(vocab, VOCAB_FILE), merges: lines, added: config };
}

function withoutFiles({ names }: CheckpointFiles, vocab: number): TokenizerChoice {
  const isConfig = (name: string) => CONFIG_FILES.some((other) => other === name);
  const other = names.find((name) => OTHER_FILE.test(name) && !isConfig(name));
  if (other !== undefined)
    return { kind: 'none', why: `Its tokenizer is in ${other}, which is not read.` };
  if (vocab === GPT2_VOCABULARY) return { kind: 'gpt2' };
  return { kind: 'none', why: 'It comes without a tokenizer.' };
}
