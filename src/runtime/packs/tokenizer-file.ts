// `attention-tokenizer@1`: a byte-level BPE of a model's own, as a file of its pack. JSON without white space, keys in this order, so
// that the same tokenizer is always the same bytes.

export const TOKENIZER_FORMAT = 'attention-tokenizer@1';

/** GPT-2's would have 1 MB. */
export const MOST_TOKENIZER_BYTES = 2 ** 24;

/** Each is looked for at every place of a text. */
export const MOST_SPECIAL_TOKENS = 4096;

export interface TokenizerFile {
  readonly format: typeof TOKENIZER_FORMAT;
  /** By id: a token in byte letters, or a special token's text as it is; null at an id without a token. */
  readonly tokens: readonly (string | null)[];
  /** Two ids for each join, the first join first. It makes the token that is their letters together. */
  readonly merges: readonly number[];
  /** Ids of the special tokens, group by group: the texts of the second are looked for in what the first has left. */
  readonly special: readonly (readonly number[])[];
}
