// Compares a pack with what it was made of: recordings of the model, or a float32 run of its checkpoint.

import type { Checkpoint } from '../../convert/checkpoint.js';
import { comparePack, type ExpectedRun } from '../../convert/fidelity/compare-pack.js';
import { comparedTexts } from '../../convert/fidelity/compared-texts.js';
import type { Device } from '../../convert/fidelity/pack-session.js';
import { runFloat } from '../../convert/float/float-pass.js';
import type { ModelFidelity } from '../../runtime/packs/manifest.js';
import { openCheckpointFolder } from '../convert/checkpoint-folder.js';
import { FLOAT_ENGINE } from '../convert/float-engine.js';
import { PackError } from './pack-error.js';
import { attentionOf, recordingsFor } from './recordings.js';
import { type LoadedPack, openPack } from './run-pack.js';

/** @throws {PackError} when there is no recording of a model of this shape. */
export async function compareWithRecordings(
  pack: LoadedPack,
  device: Device = 'wasm',
): Promise<ModelFidelity> {
  const { architecture, name, tokenizer } = pack.manifest;
  const traces = tokenizer === 'gpt2' ? await recordingsFor(architecture) : [];
  if (traces.length === 0) {
    const shape = `${architecture.layers} layers of ${architecture.heads} heads`;
    throw new PackError(
      `There are no recordings of ${name}, which has ${shape}; those that ship are of GPT-2 small. ` +
        'Compare it with its checkpoint: --against <checkpoint>.',
    );
  }
  const texts = traces.map((trace) => ({
    ids: trace.tokens.map(({ id }) => id),
    attention: attentionOf(trace),
  }));
  return compare(pack, device, 'recordings', texts);
}

/** @throws {PackError} when the checkpoint is of another shape, and what `openCheckpointFolder` throws. */
export async function compareWithCheckpoint(
  pack: LoadedPack,
  folder: string,
  device: Device = 'wasm',
): Promise<ModelFidelity> {
  const checkpoint = await openCheckpointFolder(folder);
  try {
    requireSameShape(pack, checkpoint);
    const texts = comparedTexts(pack.manifest.architecture, pack.tokenizer);
    const runs = await runFloat(checkpoint, texts, FLOAT_ENGINE);
    return await compare(pack, device, 'checkpoint', runs);
  } finally {
    await checkpoint.close();
  }
}

async function compare(
  pack: LoadedPack,
  device: Device,
  against: ModelFidelity['against'],
  runs: readonly ExpectedRun[],
): Promise<ModelFidelity> {
  return comparePack(await openPack(pack, device), against, runs);
}

function requireSameShape({ manifest }: LoadedPack, { architecture }: Checkpoint): void {
  for (const [key, value] of Object.entries(architecture)) {
    const own = manifest.architecture[key as keyof typeof architecture];
    if (own === value) continue;
    throw new PackError(
      `The checkpoint is another model: its ${key} is ${value}, the pack's is ${own}.`,
    );
  }
}
