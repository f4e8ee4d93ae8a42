// Unknown JSON to a ModelManifest. Checks what a load relies on and names the first field that is wrong.

import { RuntimeError } from '../runtime-error.js';
import {
  MODEL_FORMAT,
  type ModelArchitecture,
  type ModelLayout,
  type ModelManifest,
  type PackFile,
} from './manifest.js';

type Fields = Readonly<Record<string, unknown>>;

/** Far above any GPT-2; a manifest that claims more would only exhaust the page. */
const MOST = { layers: 256, heads: 256, width: 2 ** 16, vocab: 2 ** 20, context: 2 ** 16 };
const MOST_FILE_BYTES = 2 ** 31;

/** @throws {RuntimeError} `bad-manifest`, naming the field. */
export function readManifest(value: unknown): ModelManifest {
  const file = readFields(value, 'manifest');
  if (file.format !== MODEL_FORMAT) {
    throw problem('format', `must be "${MODEL_FORMAT}" but is ${JSON.stringify(file.format)}`);
  }
  const layouts = readFields(file.layouts, 'layouts');
  const provenance = readFields(file.provenance, 'provenance');
  const tokenizer = file.tokenizer;
  if (tokenizer !== 'gpt2' && tokenizer !== 'none') {
    throw problem('tokenizer', 'must be "gpt2" or "none"');
  }
  return {
    format: MODEL_FORMAT,
    id: readText(file.id, 'id'),
    name: readText(file.name, 'name'),
    architecture: readArchitecture(file.architecture),
    tokenizer,
    layouts: { row8: readLayout(layouts.row8, 'layouts.row8') },
    provenance: {
      checkpoint: readText(provenance.checkpoint, 'provenance.checkpoint'),
      sha256: readHash(provenance.sha256, 'provenance.sha256'),
      ...(provenance.revision !== undefined && {
        revision: readText(provenance.revision, 'provenance.revision'),
      }),
      ...(provenance.licence !== undefined && {
        licence: readText(provenance.licence, 'provenance.licence'),
      }),
    },
  };
}

function readArchitecture(value: unknown): ModelArchitecture {
  const fields = readFields(value, 'architecture');
  const integer = (name: string, most: number) =>
    readInteger(fields[name], `architecture.${name}`, most);
  const layerNormEpsilon = fields.layerNormEpsilon;
  if (typeof layerNormEpsilon !== 'number' || !(layerNormEpsilon > 0)) {
    throw problem('architecture.layerNormEpsilon', 'must be a positive number');
  }
  const heads = integer('heads', MOST.heads);
  const dModel = integer('dModel', MOST.width);
  if (dModel % heads !== 0) throw problem('architecture.dModel', 'must be a multiple of heads');
  return {
    layers: integer('layers', MOST.layers),
    heads,
    dModel,
    dInner: integer('dInner', 4 * MOST.width),
    vocab: integer('vocab', MOST.vocab),
    context: integer('context', MOST.context),
    layerNormEpsilon,
  };
}

function readLayout(value: unknown, field: string): ModelLayout {
  const layout = readFields(value, field);
  const graphs = readFields(layout.graphs, `${field}.graphs`);
  if (!Array.isArray(layout.weights) || layout.weights.length === 0) {
    throw problem(`${field}.weights`, 'must be a list of files');
  }
  return {
    graphs: {
      wasm: readFile(graphs.wasm, `${field}.graphs.wasm`),
      webgpu: readFile(graphs.webgpu, `${field}.graphs.webgpu`),
    },
    weights: layout.weights.map((file, index) => readFile(file, `${field}.weights[${index}]`)),
  };
}

function readFile(value: unknown, field: string): PackFile {
  const file = readFields(value, field);
  const path = readText(file.path, `${field}.path`);
  // A pack stays within its folder: a manifest from elsewhere must not make the page fetch other addresses.
  if (!/^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/.test(path)) {
    throw problem(`${field}.path`, `must be a plain relative path but is "${path}"`);
  }
  return {
    path,
    bytes: readInteger(file.bytes, `${field}.bytes`, MOST_FILE_BYTES),
    sha256: readHash(file.sha256, `${field}.sha256`),
  };
}

function readFields(value: unknown, field: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw problem(field, 'must be an object');
  }
  return value as Fields;
}

function readText(value: unknown, field: string): string {
  if (typeof value !== 'string' || value === '') throw problem(field, 'must be a text');
  return value;
}

function readInteger(value: unknown, field: string, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > most) {
    throw problem(field, `must be a whole number in 1..${most}`);
  }
  return value;
}

function readHash(value: unknown, field: string): string {
  if (typeof value !== 'string' || !/^[0-9a-f]{64}$/.test(value)) {
    throw problem(field, 'must be a SHA-256 in lower-case hex');
  }
  return value;
}

function problem(field: string, what: string): RuntimeError {
  return new RuntimeError(
    'bad-manifest',
    `The model's manifest is not valid: ${field} ${what}.`,
    'Make the pack again with `attention-lens convert`, or check that the address is that of a pack.',
  );
}
