// A checkpoint's tokenizer, ready for use: what a pack is to have of it, and what reads texts.

import type { ModelManifest } from '../../runtime/packs/manifest.js';
import { readTokenizerFile } from '../../runtime/worker/tokenizer/read-tokenizer-file.js';
import type { Tokenizer } from '../../runtime/worker/tokenizer/tokenizer.js';
import type { TokenizerChoice } from './read-tokenizer.js';

export interface ModelTokenizer {
  readonly tokenizer: ModelManifest['tokenizer'];
  /** Of `bpe`: the file of the pack. */
  readonly tokenizerBytes?: Uint8Array<ArrayBuffer> | undefined;
  /** Of `none`. */
  readonly whyNoTokenizer?: string | undefined;
  /** Nothing where the model takes ids only. */
  readonly texts?: Tokenizer | undefined;
}

export async function modelTokenizer(choice: TokenizerChoice): Promise<ModelTokenizer> {
  switch (choice.kind) {
    case 'none':
      return { tokenizer: 'none', whyNoTokenizer: choice.why };
    case 'bpe': {
      const { bytes } = choice;
      return { tokenizer: 'bpe', tokenizerBytes: bytes, texts: readTokenizerFile(bytes) };
    }
    case 'gpt2': {
      const { gpt2Tokenizer } = await import('../../runtime/worker/tokenizer/gpt2-tokenizer.js');
      return { tokenizer: 'gpt2', texts: gpt2Tokenizer };
    }
  }
}
