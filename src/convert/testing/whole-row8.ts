// The one graph of a whole model over the weights that a pack of it has.

import * as ort from 'onnxruntime-web/wasm';
import { openCheckpointFolder } from '../../cli/convert/checkpoint-folder.js';
import { FLOAT_ENGINE } from '../../cli/convert/float-engine.js';
import type { ModelArchitecture } from '../../runtime/packs/manifest.js';
import { BLOCK, ZERO_POINT } from '../../runtime/packs/row8.js';
import { WEIGHTS_PATH } from '../../runtime/worker/stack/open-session.js';
import { calibrationTexts } from '../calibration-texts.js';
import type { Checkpoint } from '../checkpoint.js';
import { EmbeddingTable } from '../embedding-table.js';
import type { Device, PackSession } from '../fidelity/pack-session.js';
import type { Activations } from '../float/activations.js';
import { FloatPass } from '../float/float-pass.js';
import { WASM_OPERATIONS } from '../graph/wasm-operations.js';
import { WEBGPU_OPERATIONS } from '../graph/webgpu-operations.js';
import { findOutliers } from '../outliers.js';
import { layOutPositions, type Row8Matrix, row8Matrices, withOutliers } from '../row8-format.js';
import { HEAD } from '../tensor-shapes.js';
import { layOutInMemory, type WeightsFile } from '../weights.js';
import { buildWholeGraph, layOutWhole, type WholeOperations } from './whole-model.js';

export interface WholeModel {
  readonly architecture: ModelArchitecture;
  readonly graphs: Readonly<Record<Device, Uint8Array>>;
  readonly weights: Uint8Array<ArrayBuffer>;
}

/** @param folder of a checkpoint, which is rounded as `convert` does it for one that has no tokenizer. */
export async function wholeRow8(folder: string): Promise<WholeModel> {
  const checkpoint = await openCheckpointFolder(folder);
  try {
    const activations = await activationsOf(checkpoint);
    const outliers = findOutliers(activations);
    const { stored, bytes } = await layOutInMemory((file) =>
      layOutWhole(checkpoint, file, {
        rows: async (name) =>
          withOutliers(file, name, await layOutRows(checkpoint, file, name), outliers),
        matrix: row8Matrices(checkpoint, file, activations, 'inputs'),
        positions: () => layOutPositions(checkpoint, file),
      }),
    );
    return {
      architecture: checkpoint.architecture,
      graphs: {
        wasm: buildWholeGraph(stored, { ...WASM_OPERATIONS, embed }),
        webgpu: buildWholeGraph(stored, { ...WEBGPU_OPERATIONS, embed: embedInBlocks }),
      },
      weights: bytes,
    };
  } finally {
    await checkpoint.close();
  }
}

async function layOutRows(
  { architecture, tensor }: Checkpoint,
  file: WeightsFile,
  name: string,
): Promise<Row8Matrix> {
  const table = new EmbeddingTable(architecture);
  table.put({ begin: 0, end: architecture.vocab }, await tensor(name));
  return table.store(file, name);
}

/** Of all layers together, as a conversion has them one by one. */
async function activationsOf(checkpoint: Checkpoint): Promise<ReadonlyMap<string, Activations>> {
  const { architecture } = checkpoint;
  const calibration = calibrationTexts(architecture, undefined);
  const pass = new FloatPass(architecture, { texts: [], calibration }, FLOAT_ENGINE);
  pass.takeRows({ begin: 0, end: architecture.vocab }, await checkpoint.tensor('wte.weight'));
  pass.begin(await checkpoint.tensor('wpe.weight'));
  const all = new Map<string, Activations>();
  for (let layer = 0; layer < architecture.layers; layer++) {
    for (const [matrix, inputs] of await pass.runLayer(checkpoint, layer)) all.set(matrix, inputs);
  }
  const { calibration: last } = await pass.lasts(checkpoint);
  if (last) all.set(checkpoint.hasHead ? HEAD : 'wte.weight', last);
  return all;
}

/** Runs it in Node. */
export async function openWhole(
  { architecture, graphs, weights }: WholeModel,
  device: Device,
): Promise<PackSession> {
  ort.env.wasm.numThreads = 1;
  const { layers, heads } = architecture;
  const session = await ort.InferenceSession.create(graphs[device], {
    externalData: [{ path: WEIGHTS_PATH, data: weights }],
  });
  return {
    async run(ids, headMask = new Float32Array(layers * heads).fill(1)) {
      const results = await session.run({
        input_ids: new ort.Tensor('int32', Int32Array.from(ids), [1, ids.length]),
        head_mask: new ort.Tensor('float32', headMask, [layers, heads]),
      });
      const perLayer = (name: string) =>
        Array.from({ length: layers }, (_, layer) => results[`${name}.${layer}`]?.data);
      return {
        attention: perLayer('attention') as Float32Array[],
        qkv: perLayer('qkv') as Float32Array[],
        logits: results.logits?.data as Float32Array,
      };
    },
    release: () => session.release(),
  };
}

const embed: Embed = (graph, ids, matrix) => {
  const bytes = graph.node('Gather', [graph.weight(matrix.weight), ids]);
  return scaledRows(graph, ids, matrix, bytes);
};

/** The same table in the shape in which MatMulNBits has it: a name has one shape in a graph. */
const embedInBlocks: Embed = (graph, ids, matrix) => {
  const { weight, rows, stride } = matrix;
  const blocks = graph.weight(weight, [rows, stride / BLOCK, BLOCK]);
  const bytes = graph.node('Gather', [blocks, ids]);
  return scaledRows(graph, ids, matrix, graph.node('Reshape', [bytes, graph.ints(0, 0, stride)]));
};

type Embed = WholeOperations<Row8Matrix>['embed'];

/** @param bytes [1,T,stride]. @returns float32 [1,T,d]. */
function scaledRows(
  graph: Parameters<Embed>[0],
  ids: string,
  { scale, stride, columns }: Row8Matrix,
  bytes: string,
): string {
  const steps = graph.node('Sub', [graph.cast(bytes, 'float32'), graph.float(ZERO_POINT)]);
  const rowScale = graph.node('Gather', [graph.weight(scale), ids]);
  const rows = graph.node('Mul', [steps, graph.node('Unsqueeze', [rowScale, graph.ints(2)])]);
  if (stride === columns) return rows;
  return graph.node('Slice', [rows, graph.ints(0), graph.ints(columns), graph.ints(2)]);
}
