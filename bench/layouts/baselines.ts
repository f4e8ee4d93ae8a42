// What layouts are measured as: one graph of the whole model in each of them. Ours; plain float32; the best live rival's way;
// and the usual export to eight bits.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { openCheckpointFolder } from '../../src/cli/convert/checkpoint-folder.js';
import { type Checkpoint, rowRanges } from '../../src/convert/checkpoint.js';
import { FLOAT_OPERATIONS, floatMatrices } from '../../src/convert/float/float-matrices.js';
import { encodeModel } from '../../src/convert/graph/onnx-schema.js';
import { decodeModel } from '../../src/convert/testing/decode-onnx.js';
import {
  buildWholeGraph,
  layOutWhole,
  type WholeFormat,
  type WholeOperations,
} from '../../src/convert/testing/whole-model.js';
import { wholeRow8 } from '../../src/convert/testing/whole-row8.js';
import { type StoredTensor, WeightsFile } from '../../src/convert/weights.js';

export const BASELINES = ['fp32', 'rival', 'dynamic-int8'] as const;
export type Baseline = (typeof BASELINES)[number];

/** Writes graph.onnx and weights.bin of ours to `folder`. */
export async function writeOurs(checkpointFolder: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { graphs, weights } = await wholeRow8(checkpointFolder);
  await writeFile(join(folder, 'graph.onnx'), graphs.wasm);
  await writeFile(join(folder, 'weights.bin'), weights);
}

/** The same of another layout. */
export async function writeBaseline(
  baseline: Baseline,
  checkpointFolder: string,
  folder: string,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const opened = await openCheckpointFolder(checkpointFolder);
  // Both exports keep the embedding a second time, as the output layer.
  const checkpoint = baseline === 'fp32' ? opened : withSeparateHead(opened);
  const stream = createWriteStream(join(folder, 'weights.bin'));
  const file = new WeightsFile(async (bytes) => {
    if (!stream.write(bytes.slice())) await once(stream, 'drain');
  });
  try {
    let graph: Uint8Array;
    if (baseline === 'dynamic-int8') {
      const model = await layOutWhole(checkpoint, file, tensorInt8Format(checkpoint, file));
      graph = buildWholeGraph(model, DYNAMIC_INT8, { logits: 'all' });
    } else {
      const model = await layOutWhole(checkpoint, file, floatFormat(checkpoint, file));
      graph = buildWholeGraph(model, FLOAT);
    }
    const { heads, layers } = checkpoint.architecture;
    await writeFile(
      join(folder, 'graph.onnx'),
      baseline === 'rival' ? withEveryStage(graph, layers, heads) : graph,
    );
  } finally {
    stream.end();
    await finished(stream);
    await opened.close();
  }
}

function withSeparateHead(checkpoint: Checkpoint): Checkpoint {
  return {
    ...checkpoint,
    hasHead: true,
    tensor: (name, rows) =>
      checkpoint.tensor(name === 'lm_head.weight' ? 'wte.weight' : name, rows),
  };
}

/** Five stages of attention for every head, as outputs of their own: 720 in GPT-2 small. */
function withEveryStage(onnx: Uint8Array, layers: number, heads: number): Uint8Array {
  const model = decodeModel(onnx);
  const nodes = [...model.graph.node];
  const outputs = [...model.graph.output];
  const producer = (name: string) => nodes.find(({ output }) => output.includes(name));
  for (let layer = 0; layer < layers; layer++) {
    const softmax = `attention.${layer}`;
    const masked = producer(softmax)?.input[0] ?? '';
    const scaled = producer(masked)?.input[0] ?? '';
    const stages = { scores: scaled, scaled, masked, softmax, dropout: softmax };
    for (const [stage, value] of Object.entries(stages)) {
      const names = Array.from({ length: heads }, (_, head) => `${stage}.${layer}.${head}`);
      nodes.push({
        opType: 'Split',
        input: [value],
        output: names,
        attribute: [
          { name: 'axis', type: 2, i: 1 },
          { name: 'num_outputs', type: 2, i: heads },
        ],
      });
      outputs.push(...names.map((name) => ({ name, type: FLOAT_VALUE })));
    }
  }
  return encodeModel({ ...model, graph: { ...model.graph, node: nodes, output: outputs } });
}

const FLOAT_VALUE = {
  tensorType: {
    elemType: 1,
    shape: { dim: [{ dimValue: 1 }, { dimValue: 1 }, { dimParam: 'T' }, { dimParam: 'T' }] },
  },
};

function floatFormat(checkpoint: Checkpoint, file: WeightsFile): WholeFormat<StoredTensor> {
  const asItIs = (name: string, rows: number, columns: number) => {
    async function* parts() {
      for (const range of rowRanges(rows)) yield await checkpoint.tensor(name, range);
    }
    return file.storeParts(name, 'float32', [rows, columns], parts());
  };
  const { context, dModel } = checkpoint.architecture;
  return {
    rows: asItIs,
    matrix: floatMatrices(checkpoint, file),
    positions: () => asItIs('wpe.weight', context, dModel),
  };
}

const FLOAT: WholeOperations<StoredTensor> = {
  ...FLOAT_OPERATIONS,
  embed: (graph, ids, matrix) => graph.node('Gather', [graph.weight(matrix), ids]),
  // Gemm reads the embedding as it lies; a Transpose would be a second copy of it.
  predict: (graph, x, matrix) =>
    graph.node('Gemm', [graph.node('Reshape', [x, graph.ints(1, -1)]), graph.weight(matrix)], {
      attributes: { transB: { int: 1 } },
    }),
};

/** A matrix as uint8 around 128 with one scale for all of it, as [K,N] or, an embedding, [V,d]. */
interface TensorInt8 {
  readonly bytes: StoredTensor;
  readonly scale: StoredTensor;
}

function tensorInt8Format(checkpoint: Checkpoint, file: WeightsFile): WholeFormat<TensorInt8> {
  const quantised = async (name: string, dims: readonly [number, number]) => {
    let largest = 0;
    for (const range of rowRanges(dims[0])) {
      for (const value of await checkpoint.tensor(name, range)) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    const scale = largest / 127 || 1;
    async function* parts() {
      for (const range of rowRanges(dims[0])) {
        const values = await checkpoint.tensor(name, range);
        yield Uint8Array.from(values, (value) => 128 + Math.round(value / scale));
      }
    }
    return {
      bytes: await file.storeParts(name, 'uint8', dims, parts()),
      scale: await file.store(`${name}.scale`, 'float32', [1], Float32Array.of(scale)),
    };
  };
  return {
    rows: (name, rows, columns) => quantised(name, [rows, columns]),
    matrix: (name, rows, columns) => quantised(name, [columns, rows]),
    positions: floatFormat(checkpoint, file).positions,
  };
}

/** onnxruntime's own quantize_dynamic: activations as bytes with one scale and zero point for the whole tensor. */
const DYNAMIC_INT8: WholeOperations<TensorInt8> = {
  embed: (graph, ids, { bytes, scale }) => {
    const steps = graph.node('Sub', [
      graph.cast(graph.node('Gather', [graph.weight(bytes), ids]), 'float32'),
      graph.float(128),
    ]);
    return graph.node('Mul', [steps, graph.weight(scale)]);
  },
  linear: (graph, x, { matrix, bias }, as) =>
    graph.sum([multiplyInt8(graph, x, matrix, false), graph.weight(bias)], as),
  predict: (graph, x, matrix) => multiplyInt8(graph, x, matrix, true),
};

function multiplyInt8(
  graph: Parameters<WholeOperations<TensorInt8>['predict']>[0],
  x: string,
  { bytes, scale }: TensorInt8,
  transposed: boolean,
): string {
  const weight = transposed
    ? graph.node('Transpose', [graph.weight(bytes)], { attributes: { perm: { ints: [1, 0] } } })
    : graph.weight(bytes);
  const [steps = '', xScale = '', zero = ''] = graph.nodes('DynamicQuantizeLinear', [x], 3);
  const product = graph.node('MatMulInteger', [steps, weight, zero, graph.byte(128)]);
  const factor = graph.node('Mul', [xScale, graph.weight(scale)]);
  return graph.node('Mul', [graph.cast(product, 'float32'), factor]);
}
