// A GPT-2 checkpoint in Hugging Face layout: config.json and model.safetensors, or several such files.

import type { ModelArchitecture } from '../runtime/packs/manifest.js';
import { sha256 } from '../runtime/packs/sha256.js';
import { shorten } from '../runtime/shorten.js';
import type { CheckpointFiles } from './checkpoint-files.js';
import { ConvertError } from './convert-error.js';
import { readJson } from './read-json.js';
import type { RowRange } from './safetensors.js';
import { TensorFiles } from './tensor-files.js';

/** The output layer's own matrix [V,d], where it is not the embedding. */
export const HEAD = 'lm_head.weight';

/** What is read of a checkpoint to lay a part of it out. */
export interface CheckpointTensors {
  readonly architecture: ModelArchitecture;
  /**
   * Values of a tensor of `tensorShapes` (or of `lm_head.weight`), row-major, named without the `transformer.` prefix:
   * all, or some rows.
   * @throws {ConvertError} `tensor` when it holds a NaN or an infinity, or cannot be read.
   */
  tensor(name: string, rows?: RowRange): Promise<Float32Array<ArrayBuffer>>;
}

/** An open checkpoint. Close it when done. */
export interface Checkpoint extends CheckpointTensors {
  /** Several tensors, whole, read together: those that lie side by side in a file at once. @throws as `tensor` does. */
  tensors(names: readonly string[]): Promise<CheckpointTensors>;
  /** False where the output layer is a matrix of its own, `lm_head.weight`. Found out when it is first asked. */
  isTied(): Promise<boolean>;
  /** Of all that is read of the weights. */
  readonly bytes: number;
  /** What a manifest says of the weights: see `ModelManifest`. Nothing where it is not known without reading all. */
  sha256(): Promise<string | undefined>;
  close(): Promise<void>;
}

/**
 * Opens a checkpoint and checks that it is a GPT-2 with every tensor in its place and shape.
 * Attention's causal mask buffers (`h.*.attn.bias`) are ignored, as is an `lm_head.weight` equal to the embedding.
 * @throws {ConvertError} `config`, `safetensors` or `tensor`, with what was found and what was expected; and what reading
 * the files throws.
 */
export async function openCheckpoint(files: CheckpointFiles): Promise<Checkpoint> {
  const config = await readConfig(files);
  await refuseOtherModels(files, config);
  const architecture = parseConfig(config);
  const weights = await TensorFiles.open(files);
  const fileName = (name: string) =>
    weights.has(`transformer.${name}`) ? `transformer.${name}` : name;
  const expected = new Set<string>();
  for (const [name, shape] of tensorShapes(architecture)) {
    checkShape(name, weights.shape(fileName(name)), shape, weights.tensors);
    expected.add(name);
  }
  refuseOtherLayers(weights.tensors, expected);
  const { vocab, dModel } = architecture;
  const separate = config.tie_word_embeddings === false || weights.has(HEAD);
  if (separate) {
    checkShape(HEAD, weights.shape(fileName(HEAD)), [vocab, dModel], weights.tensors);
    expected.add(HEAD);
  }
  const tensor = (name: string, rows?: RowRange) => weights.read(fileName(name), rows);
  let tied: Promise<boolean> | undefined;
  return {
    architecture,
    tensor,
    async tensors(names) {
      const values = await weights.readAll(names.map(fileName));
      return {
        architecture,
        tensor: async (name) => {
          const held = values.get(fileName(name));
          if (!held) throw new Error(`Tensor "${name}" was not asked for.`);
          return held;
        },
      };
    },
    isTied: () => {
      tied ??= separate ? equalMatrices(tensor, HEAD, 'wte.weight', vocab) : Promise.resolve(true);
      return tied;
    },
    bytes: [...expected].reduce((sum, name) => sum + weights.bytes(fileName(name)), 0),
    sha256: () => hashOfAll(files, weights.names),
    close: () => files.close(),
  };
}

/** Of the file; of several, of a line each with its hash and name, as `sha256sum` prints them. */
async function hashOfAll(
  files: CheckpointFiles,
  names: readonly string[],
): Promise<string | undefined> {
  const hashes: (string | undefined)[] = [];
  for (const name of names) hashes.push(await files.sha256(name));
  if (hashes.length === 1 || hashes.includes(undefined)) return hashes[0];
  const lines = hashes.map((hash, at) => `${hash}  ${names[at]}\n`).join('');
  return sha256(new TextEncoder().encode(lines));
}

/**
 * What config.json says, before there need be any weights.
 * @throws {ConvertError} `config`
 */
export async function checkConfig(files: CheckpointFiles): Promise<ModelArchitecture> {
  const config = await readConfig(files);
  await refuseOtherModels(files, config);
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
  read: CheckpointTensors['tensor'],
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

async function readConfig(files: CheckpointFiles): Promise<Record<string, unknown>> {
  const advice = 'Give the folder of a Hugging Face checkpoint.';
  const config = await readJson(files, 'config.json', 'config', advice);
  if (typeof config === 'object' && config !== null && !Array.isArray(config)) {
    return config as Record<string, unknown>;
  }
  throw new ConvertError('config', 'config.json is not a JSON object.');
}

/** Says what the checkpoint is instead, down to the tensors it has. */
async function refuseOtherModels(
  files: CheckpointFiles,
  config: Record<string, unknown>,
): Promise<void> {
  if (config.model_type === 'gpt2') return;
  const found = `config.json's model_type is ${shorten(JSON.stringify(config.model_type) ?? 'undefined')}`;
  const weights = await TensorFiles.open(files).catch(() => undefined);
  const [first] = weights?.tensors ?? [];
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
