// A checkpoint's matrices as they are, in float32: how they are stored and how a graph uses them.

import { type Checkpoint, rowRanges } from '../checkpoint.js';
import type { MatrixOperations } from '../graph/gpt2-block.js';
import type { LayOutMatrix, StoredTensor, WeightsFile } from '../weights.js';

/** Matrices of linear layers are [K,N], as the checkpoint and MatMul have them. */
export function floatMatrices(
  checkpoint: Checkpoint,
  file: WeightsFile,
): LayOutMatrix<StoredTensor> {
  return (name, rows, columns) => {
    async function* parts() {
      for (const range of rowRanges(columns)) yield await checkpoint.tensor(name, range);
    }
    return file.storeParts(name, 'float32', [columns, rows], parts());
  };
}

export const FLOAT_OPERATIONS: Pick<MatrixOperations<StoredTensor>, 'linear'> = {
  linear: (graph, x, { matrix, bias }, as) =>
    graph.sum([graph.node('MatMul', [x, graph.weight(matrix)]), graph.weight(bias)], as),
};
