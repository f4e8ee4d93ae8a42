// A checkpoint's matrices as they are, in float32: how they are stored and how a graph uses them.

import { type Checkpoint, rowRanges } from '../convert/checkpoint.js';
import type { MatrixOperations } from '../convert/graph/gpt2-graph.js';
import type { MatrixFormat, StoredTensor, WeightsFile } from '../convert/weights.js';

/** The embedding is [V,d]; matrices of linear layers are [K,N], as the checkpoint and MatMul have them. */
export function floatFormat(checkpoint: Checkpoint, file: WeightsFile): MatrixFormat<StoredTensor> {
  const asItIs = (name: string, rows: number, columns: number) => {
    async function* parts() {
      for (const range of rowRanges(rows)) yield await checkpoint.tensor(name, range);
    }
    return file.storeParts(name, 'float32', [rows, columns], parts());
  };
  return {
    tall: asItIs,
    wide: (name, rows, columns) => asItIs(name, columns, rows),
    positions: asItIs,
  };
}

export const FLOAT_OPERATIONS: MatrixOperations<StoredTensor> = {
  embed: (graph, ids, matrix) => graph.node('Gather', [graph.weight(matrix), ids]),
  linear: (graph, x, { matrix, bias }, as) =>
    graph.sum([graph.node('MatMul', [x, graph.weight(matrix)]), graph.weight(bias)], as),
  // Gemm reads the embedding as it lies; a Transpose would be a second copy of it.
  predict: (graph, x, matrix) =>
    graph.node('Gemm', [graph.node('Reshape', [x, graph.ints(1, -1)]), graph.weight(matrix)], {
      attributes: { transB: { int: 1 } },
    }),
};
