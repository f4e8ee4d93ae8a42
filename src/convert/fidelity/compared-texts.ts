// The texts, as token ids, on which a pack is compared with its checkpoint.

import type { ModelArchitecture } from '../../runtime/packs/manifest.js';
import type { Tokenizer } from '../../runtime/worker/tokenizer/tokenizer.js';
import { randomIds } from '../float/random-ids.js';
import { RECORDED_TEXTS } from './recorded-texts.js';

const RANDOM_TEXTS = 3;
const RANDOM_TOKENS = 16;

/** The recorded prompts if the model has a tokenizer; else tokens at random. */
export function comparedTexts(
  { vocab, context }: ModelArchitecture,
  tokenizer: Tokenizer | undefined,
): readonly (readonly number[])[] {
  if (tokenizer) return RECORDED_TEXTS.map((text) => tokenizer.tokenize(text, context).ids);
  return Array.from({ length: RANDOM_TEXTS }, (_, text) =>
    randomIds(vocab, Math.min(context, RANDOM_TOKENS), 11 + text),
  );
}
