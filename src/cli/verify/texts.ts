// The texts, as token ids, on which a pack is compared with its checkpoint.

import { randomIds } from '../../convert/float/random-ids.js';
import type { ModelArchitecture, ModelManifest } from '../../runtime/packs/manifest.js';
import { recordings } from './recordings.js';

const RANDOM_TEXTS = 3;
const RANDOM_TOKENS = 16;

/** The recorded prompts where the model has GPT-2's tokens; else tokens at random. */
export async function comparedTexts(
  { vocab, context }: ModelArchitecture,
  tokenizer: ModelManifest['tokenizer'],
): Promise<readonly (readonly number[])[]> {
  if (tokenizer === 'gpt2') {
    return (await recordings()).map(({ tokens }) => tokens.map(({ id }) => id).slice(0, context));
  }
  return Array.from({ length: RANDOM_TEXTS }, (_, text) =>
    randomIds(vocab, Math.min(context, RANDOM_TOKENS), 11 + text),
  );
}
