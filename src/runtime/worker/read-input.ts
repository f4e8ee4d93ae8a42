// A request's text or ids, as the tokens that will be run.

import { RuntimeError } from '../runtime-error.js';
import type { RunCall, TokenizeReply } from '../wire/protocol.js';
import { namelessToken } from './tokenizer/nameless-token.js';
import type { Tokenizer } from './tokenizer/tokenizer.js';

export interface ModelInput extends TokenizeReply {
  readonly ids: readonly number[];
}

/** @throws {RuntimeError} `empty-text`, `no-tokenizer`, `bad-ids`, `text-too-long`, `bad-manifest`. */
export function readInput(
  { text, ids, maxTokens }: Pick<RunCall, 'text' | 'ids' | 'maxTokens'>,
  vocab: number,
  tokenizer: Tokenizer | undefined,
): ModelInput {
  const input =
    text !== undefined
      ? readText(text, maxTokens, tokenizer)
      : readIds(ids ?? [], maxTokens, vocab, tokenizer);
  if (input.ids.length === 0) {
    throw new RuntimeError(
      'empty-text',
      'There is no text to run.',
      'Type something: one word is enough.',
    );
  }
  const beyond = input.ids.find((id) => id >= vocab);
  if (beyond !== undefined) {
    throw new RuntimeError(
      'bad-manifest',
      `The tokenizer of this model's pack is another model's: the text has the token ${beyond}, and the model has ${vocab}.`,
      'Convert the checkpoint again.',
    );
  }
  return input;
}

/** @throws {RuntimeError} `no-tokenizer`, `text-too-long`. */
export function readText(
  text: string,
  maxTokens: number,
  tokenizer: Tokenizer | undefined,
): ModelInput {
  if (!tokenizer) {
    throw new RuntimeError(
      'no-tokenizer',
      'This model has no tokenizer, so it cannot read text.',
      'Give it token ids, or use a model pack with a tokenizer.',
    );
  }
  return tokenizer.tokenize(text, maxTokens);
}

function readIds(
  ids: readonly number[],
  maxTokens: number,
  vocab: number,
  tokenizer: Tokenizer | undefined,
): ModelInput {
  const wrong = ids.find((id) => !Number.isInteger(id) || id < 0 || id >= vocab);
  if (wrong !== undefined) {
    throw new RuntimeError(
      'bad-ids',
      `This model has no token ${wrong}.`,
      `Ids are whole numbers in 0..${vocab - 1}.`,
    );
  }
  const kept = ids.slice(0, maxTokens);
  return {
    ids: kept,
    text: tokenizer?.decode(kept) ?? '',
    tokens: kept.map((id) => tokenizer?.traceToken(id) ?? namelessToken(id)),
    truncated: kept.length < ids.length ? { kept: kept.length, total: ids.length } : undefined,
  };
}
