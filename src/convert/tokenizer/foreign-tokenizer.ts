/** A tokenizer that does something that GPT-2's does not. The message says what, as a sentence for readers. */
export class ForeignTokenizer extends Error {}
