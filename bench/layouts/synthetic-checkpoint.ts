// A checkpoint of GPT-2 small's true shapes with weights at random, as a file: what sizes and times are measured on.

import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tensorShapes } from '../../src/convert/tensor-shapes.js';
import { safetensorsHead } from '../../src/convert/testing/encode-safetensors.js';
import { gpt2Config } from '../../src/convert/testing/gpt2-config.js';
import { GPT2_SMALL } from '../../src/convert/testing/synthetic-pack.js';
import { valueCount } from '../../src/convert/value-count.js';
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
  await writeFile(join(folder, 'config.json'), JSON.stringify(gpt2Config(architecture)));

  const shapes = [...tensorShapes(architecture)];
  const { head } = safetensorsHead(shapes.map(([name, shape]) => [name, { dtype: 'F32', shape }]));
  const file = await open(join(folder, 'model.safetensors'), 'w');
  try {
    await file.appendFile(head);
    for (const [index, [name, shape]] of shapes.entries()) {
      await file.appendFile(new Uint8Array(tensorValues(name, shape, index).buffer));
    }
  } finally {
    await file.close();
  }
}

/** Gains are 1, biases 0, weights of a size at which attention is neither flat nor all on one key. */
function tensorValues(name: string, shape: readonly number[], seed: number): Float32Array {
  const values = new Float32Array(valueCount(shape));
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
