// A checkpoint's matrices as they are, in float32: how they are stored and how a graph uses them.

import type { CheckpointTensors } from '../checkpoint.js';
import type { MatrixOperations } from '../graph/gpt2-block.js';
import type { LayOutMatrix, StoredTensor, WeightsFile } from '../weights.js';

/** Matrices of linear layers are [K,N], as the checkpoint and MatMul have them. */
export function floatMatrices(
  checkpoint: CheckpointTensors,
  file: WeightsFile,
): LayOutMatrix<StoredTensor> {
  return async (name, rows, columns) =>
    file.store(name, 'float32', [columns, rows], await checkpoint.tensor(name));
}

export const FLOAT_OPERATIONS: Pick<MatrixOperations<StoredTensor>, 'linear'> = {
  linear: (graph, x, { matrix, bias }, as) =>
    graph.sum([graph.node('MatMul', [x, graph.weight(matrix)]), graph.weight(bias)], as),
};
