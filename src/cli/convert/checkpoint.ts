// A GPT-2 checkpoint in Hugging Face layout: config.json and model.safetensors in one folder.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ModelArchitecture } from '../../runtime/assets/manifest.js';
import { ConvertError } from './convert-error.js';
import { Safetensors } from './safetensors.js';

/** An open checkpoint. Close it when done. */
export interface Checkpoint {
  readonly architecture: ModelArchitecture;
  /**
   * Values of a tensor of `tensorShapes`, row-major, named without the `transformer.` prefix.
   * @throws {ConvertError} `tensor` when it holds a NaN or an infinity, or cannot be read.
   */
  tensor(name: string): Promise<Float32Array<ArrayBuffer>>;
  /** sha-256 of model.safetensors, lower-case hex. */
  sha256(): Promise<string>;
  close(): Promise<void>;
}

/**
 * Opens the checkpoint in `folder` and checks that it is a GPT-2 with every tensor in its place and shape.
 * Attention's causal mask buffers (`h.*.attn.bias`) are ignored, as is an `lm_head.weight` equal to the embedding.
 * @throws {ConvertError} `config`, `safetensors` or `tensor`, with what was found and what was expected.
 */
export async function openCheckpoint(folder: string): Promise<Checkpoint> {
  const architecture = parseConfig(await readConfig(folder));
  const path = join(folder, 'model.safetensors');
  const file = await Safetensors.open(path);
  try {
    const fileName = (name: string) =>
      file.entries.has(`transformer.${name}`) ? `transformer.${name}` : name;
    for (const [name, shape] of tensorShapes(architecture)) {
      checkShape(name, file.entries.get(fileName(name))?.shape, shape);
    }
    await refuseUntiedHead(file, fileName('wte.weight'));
    return {
      architecture,
      tensor: (name) => file.read(fileName(name)),
      sha256: () => hashFile(path),
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Every tensor of a GPT-2 and its shape. Matrices are input-major [K,N], as Hugging Face's Conv1D keeps them. */
export function tensorShapes({
  layers,
  dModel,
  dInner,
  vocab,
  context,
}: ModelArchitecture): Map<string, readonly number[]> {
  const shapes = new Map<string, readonly number[]>([
    ['wte.weight', [vocab, dModel]],
    ['wpe.weight', [context, dModel]],
    ['ln_f.weight', [dModel]],
    ['ln_f.bias', [dModel]],
  ]);
  const linear = (name: string, inputs: number, outputs: number) => {
    shapes.set(`${name}.weight`, [inputs, outputs]).set(`${name}.bias`, [outputs]);
  };
  for (let layer = 0; layer < layers; layer++) {
    for (const norm of ['ln_1', 'ln_2']) {
      shapes.set(`h.${layer}.${norm}.weight`, [dModel]).set(`h.${layer}.${norm}.bias`, [dModel]);
    }
    linear(`h.${layer}.attn.c_attn`, dModel, 3 * dModel);
    linear(`h.${layer}.attn.c_proj`, dModel, dModel);
    linear(`h.${layer}.mlp.c_fc`, dModel, dInner);
    linear(`h.${layer}.mlp.c_proj`, dInner, dModel);
  }
  return shapes;
}

async function readConfig(folder: string): Promise<Record<string, unknown>> {
  const path = join(folder, 'config.json');
  let config: unknown;
  try {
    config = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    const advice = 'Give the folder of a Hugging Face checkpoint.';
    throw new ConvertError('config', `${path} cannot be read as JSON. ${advice}`, { cause });
  }
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw new ConvertError('config', `${path} is not a JSON object.`);
  }
  return config as Record<string, unknown>;
}

/** Variants of GPT-2 that config.json can ask for and that the graphs do not compute; a missing key is the default. */
const ONLY_VALUES: Readonly<Record<string, unknown>> = {
  activation_function: 'gelu_new',
  scale_attn_weights: true,
  scale_attn_by_inverse_layer_idx: false,
  add_cross_attention: false,
  tie_word_embeddings: true,
};

function parseConfig(config: Record<string, unknown>): ModelArchitecture {
  const expect = (key: string, expected: unknown) => {
    const [found, wanted] = [JSON.stringify(config[key]), JSON.stringify(expected)];
    if (found === wanted) return;
    throw new ConvertError('config', `config.json's ${key} is ${found}; ${wanted} was expected.`);
  };
  expect('model_type', 'gpt2');
  for (const [key, only] of Object.entries(ONLY_VALUES)) {
    if (config[key] !== undefined) expect(key, only);
  }

  const count = (key: string): number => {
    const value = config[key];
    if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
    const found = JSON.stringify(value);
    const problem = `config.json's ${key} is ${found}; a positive whole number was expected.`;
    throw new ConvertError('config', problem);
  };
  const dModel = count('n_embd');
  const heads = count('n_head');
  if (dModel % heads !== 0) {
    const problem = `config.json's n_embd ${dModel} is not a multiple of its n_head ${heads}.`;
    throw new ConvertError('config', problem);
  }
  const epsilon = config.layer_norm_epsilon ?? 1e-5;
  if (typeof epsilon !== 'number' || !(epsilon > 0)) {
    const found = JSON.stringify(epsilon);
    const problem = `config.json's layer_norm_epsilon is ${found}; a positive number was expected.`;
    throw new ConvertError('config', problem);
  }
  return {
    layers: count('n_layer'),
    heads,
    dModel,
    dInner: config.n_inner == null ? 4 * dModel : count('n_inner'),
    vocab: count('vocab_size'),
    context: count('n_positions'),
    layerNormEpsilon: epsilon,
  };
}

function checkShape(
  name: string,
  found: readonly number[] | undefined,
  expected: readonly number[],
): void {
  if (found && found.join() === expected.join()) return;
  const is = found ? `has the shape [${found.join(',')}]` : 'is missing';
  const wanted = `[${expected.join(',')}] was expected from config.json.`;
  throw new ConvertError('tensor', `Tensor "${name}" ${is}; ${wanted}`);
}

/** The pack stores the embedding once, for both ends of the model. */
async function refuseUntiedHead(file: Safetensors, embeddingName: string): Promise<void> {
  if (!file.entries.has('lm_head.weight')) return;
  const [head, embedding] = [await file.read('lm_head.weight'), await file.read(embeddingName)];
  const tied = head.length === embedding.length && head.every((value, i) => value === embedding[i]);
  if (tied) return;
  const problem = 'differs from the embedding; a GPT-2 with tied embeddings was expected.';
  throw new ConvertError('tensor', `Tensor "lm_head.weight" ${problem}`);
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
