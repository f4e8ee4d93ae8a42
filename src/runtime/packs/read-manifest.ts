// Unknown JSON to a ModelManifest. Checks what a load relies on and names the first field that is wrong.

import { RuntimeError } from '../runtime-error.js';
import { shorten } from '../shorten.js';
import {
  type LayerFidelity,
  MODEL_FORMAT,
  type ModelArchitecture,
  type ModelFidelity,
  type ModelLayout,
  type ModelManifest,
  type PackFile,
  type ProbedHeads,
} from './manifest.js';

type Fields = Readonly<Record<string, unknown>>;

/** Far above any GPT-2; a manifest that claims more would only exhaust the page. */
const MOST = { layers: 256, heads: 256, width: 2 ** 16, vocab: 2 ** 20, context: 2 ** 16 };
const MOST_FILE_BYTES = 2 ** 31;
const MOST_FILES = 256;
/** A name is read on screen, and so is the source of a checkpoint. */
const MOST_CHARACTERS = 2000;
/** Of a layer's part in a graph; convert's largest have 10 kB. */
const GRAPH_BYTES_A_LAYER = 2 ** 18;
/** Beside the numbers: padding, or a graph's constants. So little that claiming it harms nobody. */
const SPARE_BYTES = 2 ** 25;

/** @throws {RuntimeError} `bad-manifest`, naming the field. */
export function readManifest(value: unknown): ModelManifest {
  const file = readFields(value, 'manifest');
  if (file.format !== MODEL_FORMAT) {
    throw problem(
      'format',
      `must be "${MODEL_FORMAT}" but is ${shorten(JSON.stringify(file.format) ?? 'missing')}`,
    );
  }
  const layouts = readFields(file.layouts, 'layouts');
  const architecture = readArchitecture(file.architecture);
  const provenance = readFields(file.provenance, 'provenance');
  const tokenizer = file.tokenizer;
  if (tokenizer !== 'gpt2' && tokenizer !== 'none') {
    throw problem('tokenizer', 'must be "gpt2" or "none"');
  }
  return {
    format: MODEL_FORMAT,
    id: readText(file.id, 'id'),
    name: readText(file.name, 'name'),
    architecture,
    tokenizer,
    layouts: { row8: readLayout(layouts.row8, 'layouts.row8', architecture) },
    ...(file.fidelity !== undefined && { fidelity: readFidelity(file.fidelity) }),
    ...(file.probedHeads !== undefined && { probedHeads: readProbedHeads(file.probedHeads) }),
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

/** Nothing is reserved or fetched for files that are larger than such a model can be. */
function readLayout(value: unknown, field: string, architecture: ModelArchitecture): ModelLayout {
  const layout = readFields(value, field);
  const graphs = readFields(layout.graphs, `${field}.graphs`);
  if (!Array.isArray(layout.weights) || layout.weights.length === 0) {
    throw problem(`${field}.weights`, 'must be a list of files');
  }
  if (layout.weights.length > MOST_FILES) {
    throw problem(`${field}.weights`, `has ${layout.weights.length} files; ${MOST_FILES} are read`);
  }
  const graphBytes = SPARE_BYTES + GRAPH_BYTES_A_LAYER * architecture.layers;
  const most = Math.min(MOST_FILE_BYTES, SPARE_BYTES + 4 * parameters(architecture));
  const weights = layout.weights.map((file, index) =>
    readFile(file, `${field}.weights[${index}]`, most),
  );
  const claimed = weights.reduce((sum, { bytes }) => sum + bytes, 0);
  if (claimed > most) {
    const problemOfAll = `claim ${claimed} bytes together, but such a model has at most ${most}`;
    throw problem(`${field}.weights`, problemOfAll);
  }
  return {
    graphs: {
      wasm: readFile(graphs.wasm, `${field}.graphs.wasm`, graphBytes),
      webgpu: readFile(graphs.webgpu, `${field}.graphs.webgpu`, graphBytes),
    },
    weights,
  };
}

/** How many numbers a GPT-2 has, in float32 at most; with an unembedding of its own. */
function parameters({ layers, dModel, dInner, vocab, context }: ModelArchitecture): number {
  const layer = 4 * dModel ** 2 + 2 * dModel * dInner + dInner + 9 * dModel;
  return (2 * vocab + context + 2) * dModel + layers * layer;
}

function readFile(value: unknown, field: string, most: number): PackFile {
  const file = readFields(value, field);
  const path = readText(file.path, `${field}.path`);
  // A pack stays within its folder: a manifest from elsewhere must not make the page fetch other addresses.
  if (!/^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/.test(path)) {
    throw problem(`${field}.path`, `must be a plain relative path but is "${shorten(path)}"`);
  }
  return {
    path,
    bytes: readInteger(file.bytes, `${field}.bytes`, most),
    sha256: readHash(file.sha256, `${field}.sha256`),
  };
}

function readFidelity(value: unknown): ModelFidelity {
  const fields = readFields(value, 'fidelity');
  const { against, nextTokenDivergence } = fields;
  if (against !== 'recordings' && against !== 'checkpoint') {
    throw problem('fidelity.against', 'must be "recordings" or "checkpoint"');
  }
  return {
    against,
    texts: readInteger(fields.texts, 'fidelity.texts', MOST_FILE_BYTES),
    tokens: readInteger(fields.tokens, 'fidelity.tokens', MOST_FILE_BYTES),
    ...readLayerFidelity(fields, 'fidelity'),
    ...(nextTokenDivergence !== undefined && {
      nextTokenDivergence: readNumber(
        nextTokenDivergence,
        'fidelity.nextTokenDivergence',
        Number.MAX_VALUE,
      ),
    }),
    layers: readList(fields.layers, 'fidelity.layers').map((layer, index) =>
      readLayerFidelity(
        readFields(layer, `fidelity.layers[${index}]`),
        `fidelity.layers[${index}]`,
      ),
    ),
  };
}

function readLayerFidelity(fields: Fields, field: string): LayerFidelity {
  const share = (name: keyof LayerFidelity) => readNumber(fields[name], `${field}.${name}`, 1);
  return {
    maxError: share('maxError'),
    meanTotalVariation: share('meanTotalVariation'),
    flips: share('flips'),
  };
}

function readProbedHeads(value: unknown): ProbedHeads[] {
  return readList(value, 'probedHeads').map((list, index) => {
    const field = `probedHeads[${index}]`;
    const fields = readFields(list, field);
    return {
      finder: readText(fields.finder, `${field}.finder`),
      seeds: readInteger(fields.seeds, `${field}.seeds`, MOST_FILE_BYTES),
      heads: readList(fields.heads, `${field}.heads`).map((one, at) => {
        const { head, score } = readFields(one, `${field}.heads[${at}]`);
        return {
          head: readText(head, `${field}.heads[${at}].head`),
          score: readNumber(score, `${field}.heads[${at}].score`, 1),
        };
      }),
    };
  });
}

function readList(value: unknown, field: string): readonly unknown[] {
  if (!Array.isArray(value)) throw problem(field, 'must be a list');
  return value;
}

function readNumber(value: unknown, field: string, most: number): number {
  if (typeof value !== 'number' || !(value >= 0 && value <= most)) {
    throw problem(field, `must be a number in 0..${most}`);
  }
  return value;
}

function readFields(value: unknown, field: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw problem(field, 'must be an object');
  }
  return value as Fields;
}

function readText(value: unknown, field: string): string {
  if (typeof value !== 'string' || value === '') throw problem(field, 'must be a text');
  if (value.length > MOST_CHARACTERS) {
    throw problem(field, `has ${value.length} characters; ${MOST_CHARACTERS} are read`);
  }
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
