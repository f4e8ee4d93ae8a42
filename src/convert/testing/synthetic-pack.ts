// Packs of random bytes, for what takes a model of true size and not a true model: GPT-2 small's shape in seconds, where
// `convert` rounds for minutes. They lie as `convert` writes them, outlier channels included, and their heads look somewhere.

import { writePack } from '../../cli/convert/write-pack.js';
import type { ModelArchitecture, ModelManifest } from '../../runtime/packs/manifest.js';
import { embeddingPlaces, strideOf, ZERO_POINT } from '../../runtime/packs/row8.js';
import { buildBlockGraph } from '../graph/block-graph.js';
import type { MatrixOperations } from '../graph/gpt2-block.js';
import { buildOutputGraph } from '../graph/output-graph.js';
import { WASM_OPERATIONS } from '../graph/wasm-operations.js';
import { WEBGPU_OPERATIONS } from '../graph/webgpu-operations.js';
import { outlierCount } from '../outliers.js';
import type { DeviceGraphs, PackBuilder } from '../pack-builder.js';
import { layOutPositions, type Row8Matrix, withOutliers } from '../row8-format.js';
import { tensorShapes } from '../tensor-shapes.js';
import { valueCount } from '../value-count.js';
import {
  type LayOutMatrix,
  layOutBlock,
  layOutNorm,
  type StoredTensor,
  WeightsFile,
} from '../weights.js';
import { randomNumbers } from './random-checkpoint.js';

/** 124 million weights. */
export const GPT2_SMALL: ModelArchitecture = {
  layers: 12,
  heads: 12,
  dModel: 768,
  dInner: 3072,
  vocab: 50_257,
  context: 1024,
  layerNormEpsilon: 1e-5,
};

export interface SyntheticPackOptions {
  /** Not 0. The same seed gives the same bytes. */
  readonly seed?: number;
  readonly tokenizer?: ModelManifest['tokenizer'];
}

/** Writes one to `folder`, as `writePack` does. */
export function writeSyntheticPack(
  folder: string,
  architecture: ModelArchitecture,
  { seed = 1, tokenizer = 'gpt2' }: SyntheticPackOptions = {},
): Promise<ModelManifest> {
  const name = 'synthetic model';
  const provenance = { checkpoint: 'random bytes', sha256: '0'.repeat(64) };
  return writePack(folder, {
    about: { id: 'synthetic', name, architecture, tokenizer, provenance },
    fill: (pack) => layOutSynthetic(architecture, seed, pack),
  });
}

async function layOutSynthetic(
  architecture: ModelArchitecture,
  seed: number,
  pack: PackBuilder,
): Promise<void> {
  const { write } = pack;
  const { layers, vocab, dModel } = architecture;
  const random = randomNumbers(seed);
  const tensors = { architecture, tensor: randomTensors(architecture, random) };
  const table = { rows: vocab, columns: dModel, stride: strideOf(dModel) };
  const embedding = await write('embedding', async (sink) => {
    const file = new WeightsFile(sink);
    // The scales of all rows lie first.
    const scale = await storeScales(file, 'wte.weight', vocab, 0.1, random);
    return { ...table, scale, weight: await storeBytes(file, 'wte.weight', table, random) };
  });
  await write('positions', (sink) => layOutPositions(tensors, new WeightsFile(sink)));
  const layOutLayer = (layer: number) =>
    write(layer, (sink) => {
      const file = new WeightsFile(sink, { prefix: `h.${layer}.` });
      return layOutBlock(tensors, file, randomMatrices(file, random), layer);
    });
  // The layers lie alike: the graph of the first is that of all.
  const block = await layOutLayer(0);
  for (let layer = 1; layer < layers; layer++) await layOutLayer(layer);
  const output = await write('output', async (sink) => {
    const file = new WeightsFile(sink, { begin: embeddingPlaces(architecture).bytes });
    const lnFinal = await layOutNorm(tensors, file, 'ln_f');
    return { lnFinal, head: await withSomeOutliers(file, 'wte.weight', embedding) };
  });
  const graphsFor = (
    build: (operations: MatrixOperations<Row8Matrix>) => Uint8Array<ArrayBuffer>,
  ): DeviceGraphs => ({ wasm: build(WASM_OPERATIONS), webgpu: build(WEBGPU_OPERATIONS) });
  await pack.writeGraphs(
    'block',
    graphsFor((operations) => buildBlockGraph(architecture, block, operations)),
  );
  await pack.writeGraphs(
    'output',
    graphsFor((operations) => buildOutputGraph(architecture, output, operations)),
  );
}

/** Vectors and positions: gains of LayerNorm around 1, all else around 0. */
function randomTensors(architecture: ModelArchitecture, random: () => number) {
  const shapes = new Map(tensorShapes(architecture));
  return async (name: string): Promise<Float32Array<ArrayBuffer>> => {
    const length = valueCount(shapes.get(name) ?? [0]);
    const centre = /ln_\w\.weight$/.test(name) ? 1 : 0;
    return Float32Array.from({ length }, () => centre + 0.1 * (2 * random() - 1));
  };
}

/**
 * Of queries and keys so large that heads look somewhere; of what is added to the residual stream so small that it does not
 * grow without end.
 */
function randomMatrices(file: WeightsFile, random: () => number): LayOutMatrix<Row8Matrix> {
  return async (name, rows, columns) => {
    const spread = (name.endsWith('c_proj.weight') ? 0.3 : 1.2) / Math.sqrt(columns);
    const table = { rows, columns, stride: strideOf(columns) };
    const weight = await storeBytes(file, name, table, random);
    const scale = await storeScales(file, name, rows, spread, random);
    return withSomeOutliers(file, name, { ...table, weight, scale });
  };
}

function storeBytes(
  file: WeightsFile,
  name: string,
  { rows, columns, stride }: Pick<Row8Matrix, 'rows' | 'columns' | 'stride'>,
  random: () => number,
): Promise<StoredTensor> {
  // A stride is a multiple of four.
  const words = Uint32Array.from({ length: (rows * stride) / 4 }, () => random() * 2 ** 32);
  const bytes = new Uint8Array(words.buffer);
  for (let row = 0; row < rows && columns < stride; row++) {
    bytes.fill(ZERO_POINT, row * stride + columns, (row + 1) * stride);
  }
  return file.store(name, 'uint8', [rows, stride], bytes);
}

/** @param spread standard deviation of a row's weights, about. */
function storeScales(
  file: WeightsFile,
  name: string,
  rows: number,
  spread: number,
  random: () => number,
): Promise<StoredTensor> {
  // Of bytes from 0 to 255, all as likely, it is 74.
  const scales = Float32Array.from({ length: rows }, () => (spread / 74) * (0.75 + random() / 2));
  return file.store(`${name}.scale`, 'float32', [rows], scales);
}

/** As many as `convert` finds, at even distances. */
function withSomeOutliers(
  file: WeightsFile,
  name: string,
  matrix: Row8Matrix,
): Promise<Row8Matrix> {
  const count = outlierCount(matrix.columns);
  const channels = Array.from({ length: count }, (_, at) =>
    Math.floor((at * matrix.columns) / count),
  );
  return withOutliers(file, name, matrix, new Map([[name, channels]]));
}
