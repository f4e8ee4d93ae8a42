// Reads config.json: a GPT-2's as transformers writes it, or nanoGPT's.

import type { ModelArchitecture } from '../runtime/packs/manifest.js';
import { MOST } from '../runtime/packs/most.js';
import { shorten } from '../runtime/shorten.js';
import type { CheckpointFiles } from './checkpoint-files.js';
import { ConvertError } from './convert-error.js';
import { parsePythonJson } from './parse-json.js';
import { refuseQuantisedConfig } from './quantised.js';
import { readJson } from './read-json.js';
import { TensorFiles } from './tensor-files.js';
import { whatItIs } from './what-it-is.js';

export interface CheckpointConfig {
  readonly architecture: ModelArchitecture;
  /** The output layer must be a matrix of its own. */
  readonly untied: boolean;
  /** False if linear layers and LayerNorms have none: nanoGPT with `bias: false`. */
  readonly biases: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

const CONFIG = 'config.json';

/** transformers' names of the approximation by tanh. Its implementations differ only in rounding. */
const TANH_GELU: readonly unknown[] = [
  ...['gelu_new', 'gelu_pytorch_tanh', 'gelu_fast', 'gelu_accurate', 'gelu_python_tanh'],
];
const EXACT_GELU: readonly unknown[] = ['gelu', 'gelu_python'];

/** Variants of GPT-2 that config.json can ask for and that the graphs do not compute; a missing key is the default. */
const ONLY_VALUES: Fields = {
  scale_attn_weights: true,
  scale_attn_by_inverse_layer_idx: false,
  add_cross_attention: false,
};

/** Second names of keys: GPT2Config's `attribute_map`. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  n_embd: 'hidden_size',
  n_head: 'num_attention_heads',
  n_layer: 'num_hidden_layers',
  n_positions: 'max_position_embeddings',
};

/** Names in older checkpoints, where n_ctx equals n_positions, and in nanoGPT. */
const CONTEXT_NAMES = ['n_ctx', 'block_size'];

/**
 * Reads config.json, which may be there before the weights are.
 * @throws {ConvertError} `config` when it is not a GPT-2's; `safetensors` if the files are something else.
 */
export async function readConfig(files: CheckpointFiles): Promise<CheckpointConfig> {
  const fields = await readFields(files);
  // nanoGPT writes no model_type, and computes the exact GELU.
  const isNanoGpt = fields.model_type === undefined && fields.block_size !== undefined;
  if (!isNanoGpt && fields.model_type !== 'gpt2') throw await otherModel(files, fields);
  refuseQuantisedConfig(fields);
  for (const [key, only] of Object.entries(ONLY_VALUES)) {
    if (fields[key] === undefined || fields[key] === only) continue;
    throw unexpected(fields, key, `${JSON.stringify(only)} was expected`);
  }
  return {
    architecture: readArchitecture(fields, isNanoGpt ? 'gelu' : 'gelu_new'),
    untied: fields.tie_word_embeddings === false,
    biases: !isNanoGpt || fields.bias !== false,
  };
}

async function readFields(files: CheckpointFiles): Promise<Fields> {
  const instead = files.names.includes(CONFIG)
    ? undefined
    : whatItIs('The checkpoint', files.names);
  if (instead) throw instead;
  const advice = 'Give the folder of a Hugging Face checkpoint.';
  const config = await readJson(files, CONFIG, 'config', { advice, parse: parsePythonJson });
  if (typeof config === 'object' && config !== null && !Array.isArray(config)) {
    return config as Fields;
  }
  throw new ConvertError('config', `${CONFIG} is not a JSON object.`);
}

/** The error names the model's type and its first tensor. */
async function otherModel(files: CheckpointFiles, fields: Fields): Promise<ConvertError> {
  const found = `${CONFIG}'s model_type is ${said(fields.model_type)}`;
  const weights = await TensorFiles.open(files).catch(() => undefined);
  const [first] = weights?.tensors ?? [];
  const tensors = first && first !== 'wte.weight' ? ` Its first tensor is "${first}".` : '';
  return new ConvertError('config', `${found}; "gpt2" was expected.${tensors}`);
}

function readArchitecture(fields: Fields, usualActivation: string): ModelArchitecture {
  const dModel = readCount(fields, 'n_embd', MOST.width);
  const heads = readCount(fields, 'n_head', MOST.heads);
  if (dModel % heads !== 0) {
    const problem = `${CONFIG}'s n_embd ${dModel} is not a multiple of its n_head ${heads}.`;
    throw new ConvertError('config', problem);
  }
  return {
    layers: readCount(fields, 'n_layer', MOST.layers),
    heads,
    dModel,
    dInner: fields.n_inner == null ? 4 * dModel : readCount(fields, 'n_inner', 4 * MOST.width),
    vocab: readCount(fields, 'vocab_size', MOST.vocab),
    context: readCount(fields, 'n_positions', MOST.context, CONTEXT_NAMES),
    layerNormEpsilon: readEpsilon(fields),
    ...readActivation(fields, usualActivation),
  };
}

/** @param others names that are read if the key is missing. */
function readCount(
  fields: Fields,
  key: string,
  most: number,
  others: readonly string[] = [],
): number {
  const other = OTHER_NAMES[key];
  const names = [key, ...(other === undefined ? [] : [other])];
  const given = names.filter((name) => fields[name] !== undefined);
  const [name = others.find((each) => fields[each] !== undefined) ?? key, again] = given;
  if (again !== undefined && fields[again] !== fields[name]) {
    const both = `${name} ${said(fields[name])} and ${again} ${said(fields[again])}`;
    throw new ConvertError('config', `${CONFIG} says ${both}, which mean the same.`);
  }
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) {
    throw unexpected(fields, name, 'a positive whole number was expected');
  }
  if (value > most) throw unexpected(fields, name, `at most ${most} is read`);
  return value;
}

function readEpsilon(fields: Fields): number {
  const epsilon = fields.layer_norm_epsilon ?? 1e-5;
  if (typeof epsilon === 'number' && epsilon > 0 && epsilon < Infinity) return epsilon;
  throw unexpected(fields, 'layer_norm_epsilon', 'a positive number was expected');
}

function readActivation(fields: Fields, usual: string): Pick<ModelArchitecture, 'activation'> {
  const activation = fields.activation_function ?? usual;
  if (TANH_GELU.includes(activation)) return {};
  if (EXACT_GELU.includes(activation)) return { activation: 'gelu' };
  const names = [...TANH_GELU, ...EXACT_GELU].map((name) => `"${name}"`);
  const expected = `${names.slice(0, -1).join(', ')} or ${names.at(-1)} was expected`;
  throw unexpected(fields, 'activation_function', expected);
}

function unexpected(fields: Fields, key: string, expected: string): ConvertError {
  return new ConvertError('config', `${CONFIG}'s ${key} is ${said(fields[key])}; ${expected}.`);
}

function said(value: unknown): string {
  // JSON has no infinity.
  return typeof value === 'number' ? String(value) : shorten(JSON.stringify(value) ?? 'undefined');
}
