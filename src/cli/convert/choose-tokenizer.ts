// Which tokenizer a pack gets: what --tokenizer says, else what the checkpoint's files say.

import { ConvertError } from '../../convert/convert-error.js';
import {
  GPT2_VOCABULARY,
  readTokenizer,
  type TokenizerChoice,
} from '../../convert/tokenizer/read-tokenizer.js';
import { openFolder } from './checkpoint-folder.js';

/** What --tokenizer takes. */
export type TokenizerWish = 'gpt2' | 'none';

/**
 * @param vocab ids that the model has. With GPT-2's tokenizer they may be more than it has tokens: the others have no name.
 * @throws {ConvertError} `config` if GPT-2's tokenizer was asked for and has tokens that the model has no ids for.
 */
export async function chooseTokenizer(
  folder: string,
  vocab: number,
  wish: TokenizerWish | undefined,
): Promise<TokenizerChoice> {
  if (wish === 'none') return { kind: 'none', why: 'It was converted without one.' };
  if (wish === undefined) {
    const files = await openFolder(folder);
    return readTokenizer(files, vocab).finally(() => files.close());
  }
  if (vocab >= GPT2_VOCABULARY) return { kind: 'gpt2' };
  const problem = `The model has ${vocab} tokens, GPT-2's tokenizer ${GPT2_VOCABULARY}.`;
  throw new ConvertError('config', `${problem} Use --tokenizer none.`);
}

/** As the command prints it. */
export function tokenizerSentence(choice: TokenizerChoice): string {
  switch (choice.kind) {
    case 'gpt2':
      return "Tokenizer: GPT-2's own";
    case 'bpe':
      return "Tokenizer: the model's own, from its files";
    case 'none':
      return `Tokenizer: none, so the model takes token ids only. ${choice.why}`;
  }
}
