// From a checkpoint folder to a model pack.

import { beginConversion, type PackOptions } from '../../convert/conversion.js';
import { ConvertError } from '../../convert/convert-error.js';
import type { ModelManifest } from '../../runtime/packs/manifest.js';
import { gpt2Tokenizer } from '../../runtime/worker/tokenizer/gpt2-tokenizer.js';
import { loadPack, storedPack } from '../verify/run-pack.js';
import { openCheckpointFolder } from './checkpoint-folder.js';
import { FLOAT_ENGINE } from './float-engine.js';
import { writePack } from './write-pack.js';

export interface ConvertOptions extends Omit<PackOptions, 'tokenizer' | 'rounding' | 'texts'> {
  /** Default: `gpt2` for a vocabulary of GPT-2's 50,257 tokens, else `none`. */
  readonly tokenizer?: ModelManifest['tokenizer'];
  /** Default: `inputs`. */
  readonly rounding?: PackOptions['rounding'];
  /** Is told what comes next, as "Converting: layer 3 of 12". */
  readonly report?: (step: string) => void;
}

const GPT2_VOCABULARY = 50_257;

/**
 * Converts the Hugging Face GPT-2 checkpoint in `folder` to a model pack in `out`. The same checkpoint and options
 * give the same bytes. The pack is run, compared with the checkpoint, and the figures go into its manifest.
 * @throws {ConvertError} when the checkpoint is not a sound GPT-2 or the pack cannot be written.
 */
export async function convert(
  folder: string,
  out: string,
  options: ConvertOptions,
): Promise<ModelManifest> {
  const checkpoint = await openCheckpointFolder(folder);
  try {
    const { vocab, layers } = checkpoint.architecture;
    const { rounding = 'inputs', report } = options;
    const tokenizer = options.tokenizer ?? (vocab === GPT2_VOCABULARY ? 'gpt2' : 'none');
    if (tokenizer === 'gpt2' && vocab < GPT2_VOCABULARY) {
      const problem = `The model has ${vocab} tokens, GPT-2's tokenizer ${GPT2_VOCABULARY}.`;
      throw new ConvertError('config', `${problem} Use --tokenizer none.`);
    }
    const texts = tokenizer === 'gpt2' ? gpt2Tokenizer : undefined;
    const conversion = await beginConversion(
      checkpoint,
      { ...options, tokenizer, rounding, texts },
      FLOAT_ENGINE,
    );
    return await writePack(out, {
      about: conversion.about,
      fill: (pack) =>
        conversion.fill(pack, (layer) => report?.(`Converting: layer ${layer + 1} of ${layers}`)),
      verify: async (staged) => {
        report?.('Comparing the pack with the original');
        return conversion.measure(storedPack(await loadPack(staged)));
      },
    });
  } finally {
    await checkpoint.close();
  }
}
