// `tokenizer.json`, which Hugging Face's tokenizers writes: a byte-level BPE that cuts text into words as GPT-2's does, or why not.

import { shorten } from '../../runtime/shorten.js';
import { ForeignTokenizer } from './foreign-tokenizer.js';
import {
  asFields,
  asList,
  type BytePairs,
  type Fields,
  isFields,
  readAddedToken,
} from './tokenizer-parts.js';

/** What GPT-2's BPE does not do. */
const SWITCHES = [
  ...['dropout', 'continuing_subword_prefix', 'end_of_word_suffix'],
  ...['byte_fallback', 'ignore_merges'],
];

/** @throws {ForeignTokenizer} */
export function readTokenizerJson(file: Fields): BytePairs {
  const { vocab, merges, ...model } = asFields(file.model, 'model');
  // GPT-2's own file does not say it.
  const type = model.type ?? (merges ? 'BPE' : undefined);
  if (type !== 'BPE') {
    const kind = typeof type === 'string' ? `a ${shorten(type)}` : 'of another kind';
    throw new ForeignTokenizer(`Its tokenizer is ${kind}, and not a byte-level BPE as GPT-2's is.`);
  }
  const on = SWITCHES.find((name) => model[name]);
  if (on !== undefined) {
    throw new ForeignTokenizer(`Its tokenizer has ${on}, which GPT-2's does not have.`);
  }
  if (stepsOf(file.normalizer, 'normalizers').length > 0) {
    throw new ForeignTokenizer(`Its tokenizer changes a text before it reads it.`);
  }
  checkWords(file.pre_tokenizer);
  for (const step of stepsOf(file.post_processor, 'processors')) checkPostProcessor(step);
  return {
    vocab: asFields(vocab, 'vocabulary'),
    merges: asList(merges, 'merges'),
    added: asList(file.added_tokens ?? [], 'list of added tokens').map((token) =>
      readAddedToken(token, isFields(token) ? token.id : undefined),
    ),
  };
}

/** @throws {ForeignTokenizer} unless text is cut into words by GPT-2's pattern. */
function checkWords(preTokenizer: unknown): void {
  const [step, ...more] = stepsOf(preTokenizer, 'pretokenizers');
  if (step?.type !== 'ByteLevel' || step.use_regex === false || more.length > 0) {
    throw new ForeignTokenizer("Its tokenizer cuts a text into words in another way than GPT-2's.");
  }
  if (step.add_prefix_space !== false) throw startsWithSpace();
}

export function startsWithSpace(): ForeignTokenizer {
  return new ForeignTokenizer('Its tokenizer puts a space before every text.');
}

export function addsTokens(): ForeignTokenizer {
  return new ForeignTokenizer('Its tokenizer adds tokens to every text.');
}

/** @throws {ForeignTokenizer} if it does more than name the text. */
function checkPostProcessor(step: Fields): void {
  if (step.type === 'ByteLevel') return;
  const only = Array.isArray(step.single) && step.single.length === 1 ? step.single[0] : undefined;
  if (step.type === 'TemplateProcessing' && isFields(only) && 'Sequence' in only) return;
  throw addsTokens();
}

/** One step, or those of a sequence. @param list its name there. */
function stepsOf(value: unknown, list: string): readonly Fields[] {
  if (value === undefined || value === null) return [];
  const step = asFields(value, list);
  if (step.type !== 'Sequence') return [step];
  return asList(step[list], list).flatMap((inner) => stepsOf(inner, list));
}
