// A random checkpoint whose folder has a tokenizer of the model's own: 424 tokens, whose ids are not merge ranks.

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import own from '../tokenizer/testing/own-tokenizer.json' with { type: 'json' };
import { ONE_HEAD, randomCheckpoint, writeCheckpoint } from './random-checkpoint.js';

/** Ids that have a token; those after them have none. */
export const OWN_TOKENS = 424;

/** What Hugging Face's tokenizers makes of some texts. */
export const OWN_TEXTS = own.trained.texts;

/** @param vocab ids that the model has. */
export async function writeCheckpointWithTokenizer(folder: string, vocab: number): Promise<void> {
  await writeCheckpoint(folder, randomCheckpoint({ ...ONE_HEAD, vocab }, 6));
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(own.trained.file));
}
