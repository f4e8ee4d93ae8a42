// Where a model's tokenizer comes from: GPT-2's is a part of the library, that of the model's own a file of its pack.

import type { TokenizerRequest } from '../../wire/protocol.js';
import type { Download } from '../download.js';
import { importPart } from '../import-part.js';
import { readTokenizerFile } from './read-tokenizer-file.js';
import type { Tokenizer } from './tokenizer.js';

/**
 * Nothing for a model that takes ids only.
 * @throws {RuntimeError} `file-unreachable`, `file-size`, `file-hash`, `bad-manifest`, `aborted`.
 */
export async function fetchTokenizer(
  { tokenizer, tokenizerFile }: TokenizerRequest,
  download: Download,
): Promise<Tokenizer | undefined> {
  if (tokenizerFile) return readTokenizerFile(await download.fetch([tokenizerFile]));
  if (tokenizer !== 'gpt2') return undefined;
  return (await importPart(import('./gpt2-tokenizer.js'))).gpt2Tokenizer;
}
