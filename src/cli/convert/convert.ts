// From a checkpoint folder to a model pack.

import { beginConversion, type PackOptions } from '../../convert/conversion.js';
import { type ModelTokenizer, modelTokenizer } from '../../convert/tokenizer/model-tokenizer.js';
import type { ModelManifest } from '../../runtime/packs/manifest.js';
import { loadPack, storedPack } from '../verify/run-pack.js';
import { openCheckpointFolder } from './checkpoint-folder.js';
import { chooseTokenizer, type TokenizerWish, tokenizerSentence } from './choose-tokenizer.js';
import { FLOAT_ENGINE } from './float-engine.js';
import { writePack } from './write-pack.js';

export interface ConvertOptions extends Omit<PackOptions, 'rounding' | keyof ModelTokenizer> {
  /** Default: what the checkpoint's files say. */
  readonly tokenizer?: TokenizerWish;
  /** Is told which tokenizer it is, in a sentence. */
  readonly onTokenizer?: (sentence: string) => void;
  /** Default: `inputs`. */
  readonly rounding?: PackOptions['rounding'];
  /** Is told what comes next, as "Converting: layer 3 of 12". */
  readonly report?: (step: string) => void;
}

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
    const choice = await chooseTokenizer(folder, vocab, options.tokenizer);
    options.onTokenizer?.(tokenizerSentence(choice));
    const conversion = await beginConversion(
      checkpoint,
      { ...options, ...(await modelTokenizer(choice)), rounding },
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
