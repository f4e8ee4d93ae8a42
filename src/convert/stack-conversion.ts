// A checkpoint on its way to becoming a pack, part by part: each is read, run in float32, rounded and laid out, and then
// nothing of it is kept. Parts come in the order in which a pack is read: rows of the embedding, positions, layer by layer,
// other rows, output. So a page can run the first layers before the last are read.

import { embeddingPlaces } from '../runtime/packs/row8.js';
import { type Checkpoint, rowRanges } from './checkpoint.js';
import { EmbeddingTable } from './embedding-table.js';
import { type FloatEngine, FloatPass, type FloatTexts } from './float/float-pass.js';
import { buildBlockGraph } from './graph/block-graph.js';
import type { MatrixOperations } from './graph/gpt2-block.js';
import { buildOutputGraph } from './graph/output-graph.js';
import { WASM_OPERATIONS } from './graph/wasm-operations.js';
import { WEBGPU_OPERATIONS } from './graph/webgpu-operations.js';
import { layerTensors } from './layer-tensors.js';
import { findOutliers } from './outliers.js';
import type { DeviceGraphs } from './pack-builder.js';
import {
  layOutPositions,
  type Rounding,
  type Row8Matrix,
  row8Matrices,
  withOutliers,
} from './row8-format.js';
import type { RowRange } from './safetensors.js';
import { HEAD } from './tensor-shapes.js';
import {
  layOutBlock,
  layOutNorm,
  type StoredBlock,
  WeightsFile,
  type WeightsSink,
} from './weights.js';

const EMBEDDING = 'wte.weight';
const POSITIONS = 'wpe.weight';

export interface ConversionOptions extends FloatTexts {
  readonly rounding: Rounding;
  readonly engine: FloatEngine;
  /** Where the embedding is to be: `embeddingPlaces(…).bytes` bytes. */
  readonly table?: Uint8Array<ArrayBuffer>;
}

export class StackConversion {
  readonly #checkpoint: Checkpoint;
  readonly #rounding: Rounding;
  /** What the checkpoint itself does with texts. */
  readonly float: FloatPass;
  readonly #table: EmbeddingTable;
  /** Of a layer: all lie alike. */
  #block: StoredBlock<Row8Matrix> | undefined;

  constructor(checkpoint: Checkpoint, { rounding, engine, table, ...texts }: ConversionOptions) {
    this.#checkpoint = checkpoint;
    this.#rounding = rounding;
    this.float = new FloatPass(checkpoint.architecture, texts, engine);
    this.#table = new EmbeddingTable(checkpoint.architecture, table);
  }

  /** Reads some rows of the embedding into the table. */
  async readRows(range: RowRange): Promise<void> {
    const values = await this.#checkpoint.tensor(EMBEDDING, range);
    this.float.takeRows(range, values);
    this.#table.put(range, values);
  }

  /** Once the rows of the texts' tokens are read. */
  async layOutPositions(sink: WeightsSink): Promise<void> {
    const read = await this.#checkpoint.tensors([POSITIONS]);
    this.float.begin(await read.tensor(POSITIONS));
    await layOutPositions(read, new WeightsFile(sink));
  }

  /** The next layer, once the positions are laid out. */
  async layOutLayer(layer: number, sink: WeightsSink): Promise<void> {
    const { architecture } = this.#checkpoint;
    const tensors = await this.#checkpoint.tensors(layerTensors(architecture, layer));
    const activations = await this.float.runLayer(tensors, layer);
    const file = new WeightsFile(sink, { prefix: `h.${layer}.` });
    const layOutMatrix = row8Matrices(tensors, file, activations, this.#rounding);
    const block = await layOutBlock(tensors, file, layOutMatrix, layer);
    this.#block ??= block;
    if (JSON.stringify(block) !== JSON.stringify(this.#block)) {
      throw new Error(`Layer ${layer} does not lie as layer 0 does.`);
    }
  }

  /** The graph of every layer, once one is laid out. */
  blockGraphs(): DeviceGraphs {
    const block = this.#block;
    if (!block) throw new Error('No layer is laid out yet.');
    const { architecture } = this.#checkpoint;
    return graphsFor((operations) => buildBlockGraph(architecture, block, operations));
  }

  /** Once all rows are read. */
  async layOutEmbedding(sink: WeightsSink): Promise<void> {
    await this.#table.store(new WeightsFile(sink), EMBEDDING);
  }

  /** The last part, once all layers are laid out. A head that is the embedding reads the embedding's bytes. */
  async layOutOutput(sink: WeightsSink): Promise<DeviceGraphs> {
    const { architecture } = this.#checkpoint;
    const begin = embeddingPlaces(architecture).bytes;
    const file = new WeightsFile(sink, { begin });
    const read = await this.#checkpoint.tensors(['ln_f.weight', 'ln_f.bias']);
    const { calibration } = await this.float.lasts(read);
    const lnFinal = await layOutNorm(read, file, 'ln_f');
    const own = await this.#readHead();
    const [name, matrix] = own
      ? [HEAD, await own.store(file, HEAD)]
      : [EMBEDDING, await this.#embedding()];
    const outliers = findOutliers(new Map(calibration ? [[name, calibration]] : []));
    const head = await withOutliers(file, name, matrix, outliers);
    return graphsFor((operations) => buildOutputGraph(architecture, { lnFinal, head }, operations));
  }

  /** As the buffer of the output's weights begins with it. */
  #embedding(): Promise<Row8Matrix> {
    return this.#table.store(new WeightsFile(async () => {}), EMBEDDING);
  }

  /** Nothing where it is the embedding, as it also is in checkpoints that keep it twice. */
  async #readHead(): Promise<EmbeddingTable | undefined> {
    const { architecture, hasHead } = this.#checkpoint;
    if (!hasHead) return undefined;
    const table = new EmbeddingTable(architecture);
    for (const range of rowRanges(architecture.vocab)) {
      table.put(range, await this.#checkpoint.tensor(HEAD, range));
    }
    return table.equals(this.#table) ? undefined : table;
  }
}

function graphsFor(
  build: (operations: MatrixOperations<Row8Matrix>) => Uint8Array<ArrayBuffer>,
): DeviceGraphs {
  return { wasm: build(WASM_OPERATIONS), webgpu: build(WEBGPU_OPERATIONS) };
}
