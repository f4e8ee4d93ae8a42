// From an open checkpoint to all that a pack is: what its manifest says, its parts, and how faithful they are. The command and
// the page that makes packs differ in where files come from and where they go, and in nothing that is written.

import { MODEL_FORMAT, type ModelFidelity, type ModelManifest } from '../runtime/packs/manifest.js';
import { calibrationTexts } from './calibration-texts.js';
import type { Checkpoint } from './checkpoint.js';
import { comparePack } from './fidelity/compare-pack.js';
import { comparedTexts } from './fidelity/compared-texts.js';
import { openPackSession, type StoredPack } from './fidelity/pack-session.js';
import { fixedIds } from './fixed-ids.js';
import type { FloatEngine } from './float/float-pass.js';
import { layOutStack } from './lay-out-stack.js';
import type { PackBuilder } from './pack-builder.js';
import type { Rounding } from './row8-format.js';
import { StackConversion } from './stack-conversion.js';
import type { ModelTokenizer } from './tokenizer/model-tokenizer.js';

/** What a checkpoint does not say about itself. */
export interface PackOptions extends ModelTokenizer {
  readonly id: string;
  /** As it is written on screen. */
  readonly name: string;
  /** Where the checkpoint is from, in words. */
  readonly source: string;
  /** The commit it was downloaded at. */
  readonly revision?: string | undefined;
  readonly licence?: string | undefined;
  /** With `nearest` the command and a page make the same pack of the same checkpoint. */
  readonly rounding: Rounding;
  /** Texts, as token ids, whose activations the rounding follows. Default: `calibrationTexts`, and for `nearest` `fixedIds`. */
  readonly calibration?: readonly (readonly number[])[] | undefined;
}

/** What is in a manifest besides the files and the figures. */
export type PackAbout = Omit<ModelManifest, 'format' | 'tokenizerFile' | 'layouts' | 'fidelity'>;

export interface Conversion {
  readonly about: PackAbout;
  /** Writes every part. @param beforeLayer is told which layer comes next. */
  fill(pack: PackBuilder, beforeLayer?: (layer: number) => void): Promise<void>;
  /** Compares what was written with the checkpoint. */
  measure(pack: StoredPack): Promise<ModelFidelity>;
}

/** Reads the checkpoint's hash, and nothing else yet. @throws what reading it throws. */
export async function beginConversion(
  checkpoint: Checkpoint,
  options: PackOptions,
  engine: FloatEngine,
): Promise<Conversion> {
  const { architecture } = checkpoint;
  const { id, name, tokenizer, whyNoTokenizer, source, revision, licence, rounding, texts } =
    options;
  const conversion = new StackConversion(checkpoint, {
    rounding,
    calibration:
      options.calibration ??
      (rounding === 'nearest' ? fixedIds(architecture) : calibrationTexts(architecture, texts)),
    texts: comparedTexts(architecture, texts),
    engine,
  });
  const sha256 = await checkpoint.sha256();
  return {
    about: {
      id,
      name,
      architecture,
      tokenizer,
      ...(whyNoTokenizer === undefined ? {} : { whyNoTokenizer }),
      provenance: {
        checkpoint: source,
        ...(sha256 === undefined ? {} : { sha256 }),
        ...(revision === undefined ? {} : { revision }),
        ...(licence === undefined ? {} : { licence }),
      },
    },
    async fill(pack, beforeLayer) {
      const { tokenizerBytes } = options;
      if (tokenizerBytes) await pack.writeTokenizer(tokenizerBytes);
      await layOutStack(conversion, architecture, pack, beforeLayer);
    },
    async measure(pack) {
      const runs = await conversion.float.runs(checkpoint);
      return comparePack(await openPackSession(engine, pack, 'wasm'), 'checkpoint', runs);
    },
  };
}

export function manifestOf(
  about: PackAbout,
  { layout, tokenizerFile }: Pick<PackBuilder, 'layout' | 'tokenizerFile'>,
  fidelity?: ModelFidelity,
): ModelManifest {
  return {
    format: MODEL_FORMAT,
    ...about,
    ...(tokenizerFile && { tokenizerFile }),
    layouts: { row8: layout },
    ...(fidelity && { fidelity }),
  };
}

/** As it is written to manifest.json. */
export function manifestText(manifest: ModelManifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
