// From a checkpoint folder to a model pack.

import { ConvertError } from '../../convert/convert-error.js';
import { fixedIds } from '../../convert/fixed-ids.js';
import { layOutStack } from '../../convert/lay-out-stack.js';
import type { Rounding } from '../../convert/row8-format.js';
import { StackConversion } from '../../convert/stack-conversion.js';
import type { ModelManifest } from '../../runtime/packs/manifest.js';
import { gpt2Tokenizer } from '../../runtime/worker/tokenizer/gpt2-tokenizer.js';
import { loadPack } from '../verify/run-pack.js';
import { comparedTexts } from '../verify/texts.js';
import { compareWithRuns } from '../verify/verify.js';
import { calibrationTexts } from './calibration-texts.js';
import { openCheckpointFolder } from './checkpoint-folder.js';
import { FLOAT_ENGINE } from './float-engine.js';
import { writePack } from './write-pack.js';

/** What a checkpoint does not say about itself. */
export interface ConvertOptions {
  readonly id: string;
  /** As it is written on screen. */
  readonly name: string;
  /** Default: `gpt2` for a vocabulary of GPT-2's 50,257 tokens, else `none`. */
  readonly tokenizer?: ModelManifest['tokenizer'];
  /** Where the checkpoint is from, in words. */
  readonly source: string;
  /** The commit it was downloaded at. */
  readonly revision?: string;
  readonly licence?: string;
  /** Default: `inputs`. With `nearest` a page that converts the same checkpoint makes the same pack. */
  readonly rounding?: Rounding;
  /** Texts, as token ids, whose activations the rounding heeds. Default: `calibrationTexts`, and for `nearest` `fixedIds`. */
  readonly calibration?: readonly (readonly number[])[];
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
    const { architecture } = checkpoint;
    const { vocab, layers } = architecture;
    const { rounding = 'inputs', report } = options;
    const tokenizer = options.tokenizer ?? (vocab === GPT2_VOCABULARY ? 'gpt2' : 'none');
    if (tokenizer === 'gpt2' && vocab < GPT2_VOCABULARY) {
      const problem = `The model has ${vocab} tokens, GPT-2's tokenizer ${GPT2_VOCABULARY}.`;
      throw new ConvertError('config', `${problem} Use --tokenizer none.`);
    }
    const texts = tokenizer === 'gpt2' ? gpt2Tokenizer : undefined;
    const conversion = new StackConversion(checkpoint, {
      rounding,
      calibration:
        options.calibration ??
        (rounding === 'nearest' ? fixedIds(architecture) : calibrationTexts(architecture, texts)),
      texts: await comparedTexts(architecture, texts),
      engine: FLOAT_ENGINE,
    });
    const sha256 = await checkpoint.sha256();
    return await writePack(out, {
      about: {
        id: options.id,
        name: options.name,
        architecture,
        tokenizer,
        provenance: {
          checkpoint: options.source,
          ...(sha256 === undefined ? {} : { sha256 }),
          ...(options.revision === undefined ? {} : { revision: options.revision }),
          ...(options.licence === undefined ? {} : { licence: options.licence }),
        },
      },
      fill: (pack) =>
        layOutStack(conversion, architecture, pack, (layer) =>
          report?.(`Converting: layer ${layer + 1} of ${layers}`),
        ),
      verify: async (staged) => {
        report?.('Comparing the pack with the original');
        return compareWithRuns(await loadPack(staged), await conversion.float.runs(checkpoint));
      },
    });
  } finally {
    await checkpoint.close();
  }
}
