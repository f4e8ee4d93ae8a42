// A GPT-2 checkpoint in Hugging Face layout: config.json and model.safetensors, or several such files, in one folder.

import { join } from 'node:path';
import { readJsonFile } from '../cli/read-json.js';
import type { ModelArchitecture } from '../runtime/packs/manifest.js';
import { shorten } from '../runtime/shorten.js';
import { ConvertError } from './convert-error.js';
import type { RowRange } from './safetensors.js';
import { TensorFiles } from './tensor-files.js';

/** The output layer's own matrix [V,d], where it is not the embedding. */
export const HEAD = 'lm_head.weight';

/** An open checkpoint. Close it when done. */
export interface Checkpoint {
  readonly architecture: ModelArchitecture;
  /** False where the output layer is a matrix of its own, `lm_head.weight`. */
  readonly tied: boolean;
  /**
   * Values of a tensor of `tensorShapes` (or of `lm_head.weight`), row-major, named without the `transformer.` prefix:
   * all, or some rows.
   * @throws {ConvertError} `tensor` when it holds a NaN or an infinity, or cannot be read.
   */
  tensor(name: string, rows?: RowRange): Promise<Float32Array<ArrayBuffer>>;
  /** sha-256 of model.safetensors, lower-case hex; of several files, of one after another. */
  sha256(): Promise<string>;
  close(): Promise<void>;
}

/**
 * Opens the checkpoint in `folder` and checks that it is a GPT-2 with every tensor in its place and shape.
 * Attention's causal mask buffers (`h.*.attn.bias`) are ignored, as is an `lm_head.weight` equal to the embedding.
 * @throws {ConvertError} `config`, `safetensors` or `tensor`, with what was found and what was expected.
 */
export async function openCheckpoint(folder: string): Promise<Checkpoint> {
  const config = await readConfig(folder);
  const architecture = await checkConfig(folder);
  const files = await TensorFiles.open(folder);
  try {
    const fileName = (name: string) =>
      files.has(`transformer.${name}`) ? `transformer.${name}` : name;
    const expected = new Set<string>();
    for (const [name, shape] of tensorShapes(architecture)) {
      checkShape(name, files.shape(fileName(name)), shape, files.names);
      expected.add(name);
    }
    refuseOtherLayers(files.names, expected);
    const { vocab, dModel } = architecture;
    const separate = config.tie_word_embeddings === false || files.has(HEAD);
    if (separate) checkShape(HEAD, files.shape(HEAD), [vocab, dModel], files.names);
    const checkpoint = {
      architecture,
      tensor: (name: string, rows?: RowRange) => files.read(fileName(name), rows),
      sha256: () => files.sha256(),
      close: () => files.close(),
    };
    const tied = !separate || (await equalMatrices(checkpoint.tensor, HEAD, 'wte.weight', vocab));
    return { ...checkpoint, tied };
  } catch (error) {
    await files.close();
    throw error;
  }
}

/**
 * What config.json says, before there need be any weights.
 * @throws {ConvertError} `config`
 */
export async function checkConfig(folder: string): Promise<ModelArchitecture> {
  const config = await readConfig(folder);
  await refuseOtherModels(folder, config);
  return parseConfig(config);
}

/** Rows read at a time: an embedding whole would be hundreds of megabytes. */
const ROWS_AT_ONCE = 4096;

/** The rows of a matrix in ranges that are read one after another. */
export function* rowRanges(rows: number): Generator<RowRange> {
  for (let begin = 0; begin < rows; begin += ROWS_AT_ONCE) {
    yield { begin, end: Math.min(rows, begin + ROWS_AT_ONCE) };
  }
}

async function equalMatrices(
  read: Checkpoint['tensor'],
  one: string,
  other: string,
  rows: number,
): Promise<boolean> {
  for (const range of rowRanges(rows)) {
    const [a, b] = [await read(one, range), await read(other, range)];
    if (!a.every((value, at) => value === b[at])) return false;
  }
  return true;
}

/**
 * Every tensor of a GPT-2 and its shape, one by one: a config may lie about how many there are. Matrices are input-major
 * [K,N], as Hugging Face's Conv1D keeps them.
 */
export function* tensorShapes({
  layers,
  dModel,
  dInner,
  vocab,
  context,
}: ModelArchitecture): Generator<readonly [name: string, shape: readonly number[]]> {
  function* linear(name: string, inputs: number, outputs: number) {
    yield [`${name}.weight`, [inputs, outputs]] as const;
    yield [`${name}.bias`, [outputs]] as const;
  }
  function* norm(name: string) {
    yield [`${name}.weight`, [dModel]] as const;
    yield [`${name}.bias`, [dModel]] as const;
  }
  yield ['wte.weight', [vocab, dModel]];
  yield ['wpe.weight', [context, dModel]];
  yield* norm('ln_f');
  for (let layer = 0; layer < layers; layer++) {
    yield* norm(`h.${layer}.ln_1`);
    yield* norm(`h.${layer}.ln_2`);
    yield* linear(`h.${layer}.attn.c_attn`, dModel, 3 * dModel);
    yield* linear(`h.${layer}.attn.c_proj`, dModel, dModel);
    yield* linear(`h.${layer}.mlp.c_fc`, dModel, dInner);
    yield* linear(`h.${layer}.mlp.c_proj`, dInner, dModel);
  }
}

/** What older checkpoints keep beside the weights: the causal mask. */
const MASK_BUFFER = /\.attn\.(masked_)?bias$/;

/** Parts of layers that no GPT-2 has, or that config.json does not mention, would be left out without a word. */
function refuseOtherLayers(names: Iterable<string>, expected: ReadonlySet<string>): void {
  for (const fileName of names) {
    const name = fileName.replace(/^transformer\./, '');
    if (!name.startsWith('h.') || expected.has(name) || MASK_BUFFER.test(name)) continue;
    const problem = 'is in the checkpoint, but in no GPT-2 of as many layers as config.json says.';
    throw new ConvertError('tensor', `Tensor "${fileName}" ${problem}`);
  }
}

async function readConfig(folder: string): Promise<Record<string, unknown>> {
  const path = join(folder, 'config.json');
  let config: unknown;
  try {
    config = await readJsonFile(path);
  } catch (cause) {
    const advice = 'Give the folder of a Hugging Face checkpoint.';
    const why = cause instanceof Error ? shorten(cause.message) : '';
    throw new ConvertError('config', `${path} cannot be read as JSON: ${why}. ${advice}`, {
      cause,
    });
  }
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw new ConvertError('config', `${path} is not a JSON object.`);
  }
  return config as Record<string, unknown>;
}

/** Says what the checkpoint is instead, down to the tensors it has. */
async function refuseOtherModels(folder: string, config: Record<string, unknown>): Promise<void> {
  if (config.model_type === 'gpt2') return;
  const found = `config.json's model_type is ${shorten(JSON.stringify(config.model_type) ?? 'undefined')}`;
  const files = await TensorFiles.open(folder).catch(() => undefined);
  const [first] = files?.names ?? [];
  await files?.close();
  const tensors = first && first !== 'wte.weight' ? ` Its first tensor is "${first}".` : '';
  throw new ConvertError('config', `${found}; "gpt2" was expected.${tensors}`);
}

/** Variants of GPT-2 that config.json can ask for and that the graphs do not compute; a missing key is the default. */
const ONLY_VALUES: Readonly<Record<string, unknown>> = {
  activation_function: 'gelu_new',
  scale_attn_weights: true,
  scale_attn_by_inverse_layer_idx: false,
  add_cross_attention: false,
};

function parseConfig(config: Record<string, unknown>): ModelArchitecture {
  const expect = (key: string, expected: unknown) => {
    const [found, wanted] = [JSON.stringify(config[key]), JSON.stringify(expected)];
    if (found === wanted) return;
    throw new ConvertError(
      'config',
      `config.json's ${key} is ${shorten(found ?? 'undefined')}; ${wanted} was expected.`,
    );
  };
  for (const [key, only] of Object.entries(ONLY_VALUES)) {
    if (config[key] !== undefined) expect(key, only);
  }

  const count = (key: string): number => {
    const value = config[key];
    if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
    const found = shorten(JSON.stringify(value) ?? 'undefined');
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
  if (typeof epsilon !== 'number' || !(epsilon > 0 && epsilon < Infinity)) {
    const found = typeof epsilon === 'number' ? epsilon : JSON.stringify(epsilon);
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

/** @param present every tensor there is: what another kind of model has instead says which. */
function checkShape(
  name: string,
  found: readonly number[] | undefined,
  expected: readonly number[],
  [first]: readonly string[],
): void {
  if (found && found.join() === expected.join()) return;
  const is = found ? `has the shape [${found.join(',')}]` : 'is missing';
  const wanted = `[${expected.join(',')}] was expected from config.json.`;
  const there =
    first === undefined ? ' has no tensors' : `'s first tensor is ${JSON.stringify(first)}`;
  const instead = found ? '' : ` The checkpoint${there}.`;
  throw new ConvertError('tensor', `Tensor "${name}" ${is}; ${wanted}${instead}`);
}
