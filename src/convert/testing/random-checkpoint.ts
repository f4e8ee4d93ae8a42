// Small GPT-2 checkpoints with random weights, from a seed, in shapes that no real model has.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { convert } from '../../cli/convert/convert.js';
import type { ModelArchitecture } from '../../runtime/packs/manifest.js';
import { tensorShapes } from '../tensor-shapes.js';
import { valueCount } from '../value-count.js';
import { encodeSafetensors, type TensorToWrite } from './encode-safetensors.js';
import { gpt2Config } from './gpt2-config.js';

/** One layer, one head, and nothing that is a multiple of 32. */
export const ONE_HEAD: ModelArchitecture = {
  layers: 1,
  heads: 1,
  dModel: 20,
  dInner: 100,
  vocab: 331,
  context: 40,
  layerNormEpsilon: 1e-5,
};

/** Odd head widths, a width of several blocks and a bit, one of whole blocks with an MLP that is not, and the exact GELU. */
export const ODD_SHAPES: readonly ModelArchitecture[] = [
  ONE_HEAD,
  { ...ONE_HEAD, layers: 2, heads: 3, dModel: 51, dInner: 33, vocab: 97, context: 17 },
  { ...ONE_HEAD, layers: 3, heads: 2, dModel: 64, dInner: 130, layerNormEpsilon: 1e-3 },
  { ...ONE_HEAD, layers: 2, heads: 2, dModel: 40, dInner: 70, activation: 'gelu' },
];

export interface RandomCheckpoint {
  /** What config.json says. */
  readonly config: Record<string, unknown>;
  readonly tensors: Map<string, TensorToWrite>;
}

/** Weights large enough that heads look somewhere: attention is far from uniform. */
export function randomCheckpoint(architecture: ModelArchitecture, seed: number): RandomCheckpoint {
  const random = randomNumbers(seed);
  const tensors = new Map<string, TensorToWrite>();
  for (const [name, shape] of tensorShapes(architecture)) {
    const spread = shape.length === 2 && name.startsWith('h.') ? 3 / Math.sqrt(shape[0] ?? 1) : 0.3;
    const centre = /ln_\w\.weight$/.test(name) ? 1 : 0;
    const values = Float32Array.from(
      { length: valueCount(shape) },
      () => centre + spread * (2 * random() - 1),
    );
    tensors.set(name, { dtype: 'F32', shape, values });
  }
  return { config: gpt2Config(architecture), tensors };
}

/** Writes config.json and model.safetensors. */
export async function writeCheckpoint(
  folder: string,
  { config, tensors }: RandomCheckpoint,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  await writeFile(join(folder, 'model.safetensors'), encodeSafetensors(tensors));
}

/** Writes config.json, model.safetensors.index.json (after `change`) and the files that `shardOf` names for tensors. */
export async function writeShardedCheckpoint(
  folder: string,
  { config, tensors }: RandomCheckpoint,
  shardOf: (tensor: string) => string,
  change: (index: Record<string, unknown>) => void = () => {},
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const shards = new Map<string, Map<string, TensorToWrite>>();
  for (const [name, tensor] of tensors) {
    const shard = shards.get(shardOf(name)) ?? new Map<string, TensorToWrite>();
    shards.set(shardOf(name), shard.set(name, tensor));
  }
  for (const [shard, held] of shards) await writeFile(join(folder, shard), encodeSafetensors(held));
  const weight_map = Object.fromEntries(
    Array.from(tensors.keys(), (name) => [name, shardOf(name)]),
  );
  const index = { metadata: {}, weight_map };
  change(index);
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  await writeFile(join(folder, 'model.safetensors.index.json'), JSON.stringify(index));
}

/** Makes a random checkpoint in `folder`/checkpoint and its pack, without a tokenizer, in `folder`/pack. */
export async function writeRandomPack(
  folder: string,
  architecture: ModelArchitecture,
  seed: number,
): Promise<{ checkpoint: string; pack: string }> {
  const [checkpoint, pack] = [join(folder, 'checkpoint'), join(folder, 'pack')];
  await writeCheckpoint(checkpoint, randomCheckpoint(architecture, seed));
  const id = `random-${seed}`;
  await convert(checkpoint, pack, { id, name: id, tokenizer: 'none', source: 'random weights' });
  return { checkpoint, pack };
}

/** Numbers in [0,1) from a seed other than 0: xorshift32 (Marsaglia 2003). */
export function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
