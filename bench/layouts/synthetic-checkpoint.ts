// A checkpoint of GPT-2 small's true shapes with weights at random, as a file: what sizes and times are measured on.

import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tensorShapes } from '../../src/convert/tensor-shapes.js';
import { GPT2_SMALL } from '../../src/convert/testing/synthetic-pack.js';
import type { ModelArchitecture } from '../../src/runtime/packs/manifest.js';

/** Of the same kind, for runs that only have to go through. */
export const TINY: ModelArchitecture = {
  ...GPT2_SMALL,
  layers: 2,
  dModel: 96,
  dInner: 384,
  vocab: 500,
};

/** Writes config.json and model.safetensors in float32: 498 MB for GPT-2 small. */
export async function writeSyntheticCheckpoint(
  folder: string,
  architecture: ModelArchitecture,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const config = {
    model_type: 'gpt2',
    activation_function: 'gelu_new',
    vocab_size: architecture.vocab,
    n_positions: architecture.context,
    n_embd: architecture.dModel,
    n_layer: architecture.layers,
    n_head: architecture.heads,
    n_inner: architecture.dInner,
    layer_norm_epsilon: architecture.layerNormEpsilon,
  };
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));

  const shapes = [...tensorShapes(architecture)];
  let end = 0;
  const entries = shapes.map(([name, shape]) => {
    const begin = end;
    end += 4 * shape.reduce((total, length) => total * length, 1);
    return [name, { dtype: 'F32', shape, data_offsets: [begin, end] }];
  });
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.byteLength));
  const file = await open(join(folder, 'model.safetensors'), 'w');
  try {
    await file.appendFile(length);
    await file.appendFile(header);
    for (const [index, [name, shape]] of shapes.entries()) {
      await file.appendFile(new Uint8Array(tensorValues(name, shape, index).buffer));
    }
  } finally {
    await file.close();
  }
}

/** Gains are 1, biases 0, weights of a size at which attention is neither flat nor all on one key. */
function tensorValues(name: string, shape: readonly number[], seed: number): Float32Array {
  const values = new Float32Array(shape.reduce((total, length) => total * length, 1));
  if (shape.length === 1) return values.fill(/ln_\w\.weight$/.test(name) ? 1 : 0);
  const spread = name === 'wpe.weight' ? 0.02 : 0.15;
  let state = seed + 1;
  for (let at = 0; at < values.length; at++) {
    // xorshift32 (Marsaglia 2003)
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    values[at] = spread * ((state >>> 0) / 2 ** 31 - 1);
  }
  return values;
}
