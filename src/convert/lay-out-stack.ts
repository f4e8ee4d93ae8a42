// A checkpoint's parts, in the order in which a pack has them, and the graphs that run them.

import { embeddingPlaces } from '../runtime/packs/row8.js';
import { type Checkpoint, HEAD } from './checkpoint.js';
import type { Activations } from './float/activations.js';
import { buildBlockGraph } from './graph/block-graph.js';
import type { MatrixOperations } from './graph/gpt2-block.js';
import { buildOutputGraph } from './graph/output-graph.js';
import { WASM_OPERATIONS } from './graph/wasm-operations.js';
import { WEBGPU_OPERATIONS } from './graph/webgpu-operations.js';
import { findOutliers, type OutlierChannels } from './outliers.js';
import type { WritePart } from './part-files.js';
import {
  layOutPositions,
  layOutRows,
  type Row8Matrix,
  row8Matrices,
  withOutliers,
} from './row8-format.js';
import {
  layOutBlock,
  layOutNorm,
  type StoredBlock,
  type StoredOutput,
  WeightsFile,
} from './weights.js';

/** The `.onnx` files of one device. */
export interface GraphFiles {
  readonly block: Uint8Array;
  readonly output: Uint8Array;
}

export interface PackGraphs {
  readonly wasm: GraphFiles;
  readonly webgpu: GraphFiles;
}

const EMBEDDING = 'wte.weight';

/**
 * Never more than one matrix is in memory.
 * @param activations what the linear layers' matrices are multiplied by, as far as it is known.
 */
export async function layOutStack(
  checkpoint: Checkpoint,
  activations: ReadonlyMap<string, Activations>,
  write: WritePart,
  beforeLayer?: (layer: number) => void,
): Promise<PackGraphs> {
  const { vocab, dModel, layers } = checkpoint.architecture;
  const outliers = findOutliers(activations);
  const embedding = await write('embedding', (sink) =>
    layOutRows(checkpoint, new WeightsFile(sink), EMBEDDING, vocab, dModel),
  );
  await write('positions', (sink) => layOutPositions(checkpoint, new WeightsFile(sink)));
  const blocks: StoredBlock<Row8Matrix>[] = [];
  for (let layer = 0; layer < layers; layer++) {
    beforeLayer?.(layer);
    blocks.push(
      await write(layer, (sink) => {
        const file = new WeightsFile(sink, { prefix: `h.${layer}.` });
        const layOutMatrix = row8Matrices(checkpoint, file, activations, outliers);
        return layOutBlock(checkpoint, file, layOutMatrix, layer);
      }),
    );
  }
  const output = await write('output', (sink) => {
    const begin = embeddingPlaces(checkpoint.architecture).bytes;
    return layOutOutput(checkpoint, new WeightsFile(sink, { begin }), embedding, outliers);
  });
  const graphsFor = (operations: MatrixOperations<Row8Matrix>): GraphFiles => ({
    block: sameGraph(blocks, (block) =>
      buildBlockGraph(checkpoint.architecture, block, operations),
    ),
    output: buildOutputGraph(checkpoint.architecture, output, operations),
  });
  return { wasm: graphsFor(WASM_OPERATIONS), webgpu: graphsFor(WEBGPU_OPERATIONS) };
}

/** A head that is the embedding reads the embedding's bytes: its graph's weights begin with them. */
async function layOutOutput(
  checkpoint: Checkpoint,
  file: WeightsFile,
  embedding: Row8Matrix,
  outliers: OutlierChannels,
): Promise<StoredOutput<Row8Matrix>> {
  const { vocab, dModel } = checkpoint.architecture;
  const lnFinal = await layOutNorm(checkpoint, file, 'ln_f');
  const [name, matrix] = checkpoint.tied
    ? [EMBEDDING, embedding]
    : [HEAD, await layOutRows(checkpoint, file, HEAD, vocab, dModel)];
  return { lnFinal, head: await withOutliers(file, name, matrix, outliers) };
}

/** The graph of every layer. */
function sameGraph(
  blocks: readonly StoredBlock<Row8Matrix>[],
  build: (block: StoredBlock<Row8Matrix>) => Uint8Array,
): Uint8Array {
  const [first = new Uint8Array(), ...others] = blocks.map(build);
  const other = others.findIndex((graph) => Buffer.compare(graph, first) !== 0);
  if (other >= 0) throw new Error(`Layer ${other + 1} does not lie as layer 0 does.`);
  return first;
}
