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
  type StackGraphs,
} from './manifest.js';
import { MOST } from './most.js';
import { sumOfBytes } from './pack-files.js';
import { embeddingPlaces } from './row8.js';
import { MOST_TOKENIZER_BYTES } from './tokenizer-file.js';

type Fields = Readonly<Record<string, unknown>>;

const MOST_FILE_BYTES = 2 ** 31;
const MOST_FILES = 2048;
/** A name is read on screen, and so is the source of a checkpoint. */
const MOST_CHARACTERS = 2000;
/** Convert's have 10 kB. */
const MOST_GRAPH_BYTES = 2 ** 22;
/** Beside the numbers: padding. So little that claiming it harms nobody. */
const SPARE_BYTES = 2 ** 22;
/** What packs were before a model became a stack. */
const OLD_FORMAT = 'attention-model@1';

/** @throws {RuntimeError} `bad-manifest`, naming the field. */
export function readManifest(value: unknown): ModelManifest {
  const file = readFields(value, 'manifest');
  if (file.format === OLD_FORMAT) throw oldFormat();
  if (file.format !== MODEL_FORMAT) {
    throw problem(
      'format',
      `must be "${MODEL_FORMAT}" but is ${shorten(JSON.stringify(file.format) ?? 'missing')}`,
    );
  }
  const layouts = readFields(file.layouts, 'layouts');
  const architecture = readArchitecture(file.architecture);
  const provenance = readFields(file.provenance, 'provenance');
  return {
    format: MODEL_FORMAT,
    id: readText(file.id, 'id'),
    name: readText(file.name, 'name'),
    architecture,
    ...readTokenizerFields(file),
    layouts: { row8: readLayout(layouts.row8, 'layouts.row8', architecture) },
    ...(file.fidelity !== undefined && { fidelity: readFidelity(file.fidelity) }),
    ...(file.probedHeads !== undefined && { probedHeads: readProbedHeads(file.probedHeads) }),
    provenance: {
      checkpoint: readText(provenance.checkpoint, 'provenance.checkpoint'),
      ...(provenance.sha256 !== undefined && {
        sha256: readHash(provenance.sha256, 'provenance.sha256'),
      }),
      ...(provenance.revision !== undefined && {
        revision: readText(provenance.revision, 'provenance.revision'),
      }),
      ...(provenance.licence !== undefined && {
        licence: readText(provenance.licence, 'provenance.licence'),
      }),
    },
  };
}

function readTokenizerFields({
  tokenizer,
  tokenizerFile: file,
  whyNoTokenizer: why,
}: Fields): Pick<ModelManifest, 'tokenizer' | 'tokenizerFile' | 'whyNoTokenizer'> {
  if (tokenizer === 'bpe') {
    return { tokenizer, tokenizerFile: readFile(file, 'tokenizerFile', MOST_TOKENIZER_BYTES) };
  }
  if (tokenizer !== 'gpt2' && tokenizer !== 'none') {
    throw problem('tokenizer', 'must be "gpt2", "bpe" or "none"');
  }
  if (file !== undefined) throw problem('tokenizerFile', `does not go with "${tokenizer}"`);
  return {
    tokenizer,
    ...(tokenizer === 'none' &&
      why !== undefined && { whyNoTokenizer: readText(why, 'whyNoTokenizer') }),
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
  const { activation } = fields;
  if (activation !== undefined && activation !== 'gelu') {
    throw problem('architecture.activation', 'must be "gelu" where it is given');
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
    ...(activation && { activation }),
  };
}

/** Nothing is reserved or fetched for files that are larger than such a model can be. */
function readLayout(value: unknown, field: string, architecture: ModelArchitecture): ModelLayout {
  const layout = readFields(value, field);
  const graphs = readFields(layout.graphs, `${field}.graphs`);
  const { layers, context, dModel } = architecture;
  const most = Math.min(MOST_FILE_BYTES, SPARE_BYTES + 4 * parameters(architecture));
  const files = (value: unknown, name: string, mostBytes = most) =>
    readFiles(value, `${field}.${name}`, mostBytes);
  const perLayer = readList(layout.layers, `${field}.layers`);
  if (perLayer.length !== layers) {
    throw problem(`${field}.layers`, `has ${perLayer.length} layers, not ${layers}`);
  }
  const read: ModelLayout = {
    graphs: {
      wasm: readGraphs(graphs.wasm, `${field}.graphs.wasm`),
      webgpu: readGraphs(graphs.webgpu, `${field}.graphs.webgpu`),
    },
    embedding: files(layout.embedding, 'embedding'),
    positions: readFile(layout.positions, `${field}.positions`, 2 * context * dModel),
    layers: perLayer.map((layer, index) => files(layer, `layers[${index}]`)),
    output: files(layout.output, 'output'),
  };
  const weights = [...read.embedding, read.positions, ...read.layers.flat(), ...read.output];
  if (weights.length > MOST_FILES) {
    throw problem(field, `has ${weights.length} files; ${MOST_FILES} are read`);
  }
  const claimed = sumOfBytes(weights);
  if (claimed > most) {
    throw problem(
      field,
      `claims ${claimed} bytes of weights, but such a model has at most ${most}`,
    );
  }
  requireWholeRows(read, field, architecture);
  return read;
}

/** The worker reads rows and positions by their places. */
function requireWholeRows(
  { embedding, positions }: ModelLayout,
  field: string,
  architecture: ModelArchitecture,
): void {
  const { rows, stride, bytes } = embeddingPlaces(architecture);
  let end = 0;
  embedding.forEach((file, index) => {
    end += file.bytes;
    if (end > rows && (end - rows) % stride === 0) return;
    throw problem(`${field}.embedding[${index}].bytes`, 'must end with a row');
  });
  if (end !== bytes) throw problem(`${field}.embedding`, `has ${end} bytes, not ${bytes}`);
  const expected = 2 * architecture.context * architecture.dModel;
  if (positions.bytes !== expected) {
    throw problem(`${field}.positions.bytes`, `must be ${expected}`);
  }
}

function readGraphs(value: unknown, field: string): StackGraphs {
  const graphs = readFields(value, field);
  return {
    block: readFile(graphs.block, `${field}.block`, MOST_GRAPH_BYTES),
    output: readFile(graphs.output, `${field}.output`, MOST_GRAPH_BYTES),
  };
}

/** How many numbers a GPT-2 has, in float32 at most; with an unembedding of its own. */
function parameters({ layers, dModel, dInner, vocab, context }: ModelArchitecture): number {
  const layer = 4 * dModel ** 2 + 2 * dModel * dInner + dInner + 9 * dModel;
  return (2 * vocab + context + 2) * dModel + layers * layer;
}

function readFiles(value: unknown, field: string, most: number): PackFile[] {
  const files = readList(value, field);
  if (files.length === 0 || files.length > MOST_FILES) {
    throw problem(field, `has ${files.length} files; 1 to ${MOST_FILES} are read`);
  }
  return files.map((file, index) => readFile(file, `${field}[${index}]`, most));
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

function oldFormat(): RuntimeError {
  return new RuntimeError(
    'bad-manifest',
    `The model's pack is of the format "${OLD_FORMAT}", and this version reads "${MODEL_FORMAT}".`,
    'Convert the checkpoint again with `attention-lens convert` of this version.',
  );
}

function problem(field: string, what: string): RuntimeError {
  return new RuntimeError(
    'bad-manifest',
    `The model's manifest is not valid: ${field} ${what}.`,
    'Make the pack again with `attention-lens convert`, or check that the address is that of a pack.',
  );
}
