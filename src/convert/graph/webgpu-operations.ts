// Matrices in the graphs for WebGPU: weights stay bytes, activations stay float32.

import { BLOCK } from '../../runtime/packs/row8.js';
import type { Row8Matrix } from '../row8-format.js';
import type { MatrixOperations } from './gpt2-block.js';
import type { GraphBuilder, ValueName } from './graph-builder.js';

export const WEBGPU_OPERATIONS: MatrixOperations<Row8Matrix> = {
  linear: (graph, x, { matrix, bias }, as) =>
    graph.sum([multiply(graph, x, matrix), graph.weight(bias)], as),
  predict: (graph, x, matrix) => multiply(graph, x, matrix),
};

/** uint8 [N,stride/32,32], as MatMulNBits wants it. */
function inBlocks(graph: GraphBuilder, { weight, rows, stride }: Row8Matrix): ValueName {
  return graph.weight(weight, [rows, stride / BLOCK, BLOCK]);
}

function multiply(graph: GraphBuilder, x: ValueName, matrix: Row8Matrix): ValueName {
  const { rows, columns, stride } = matrix;
  const padded =
    stride === columns ? x : graph.node('Pad', [x, graph.ints(0, 0, 0, 0, 0, stride - columns)]);
  // A scale per block is asked for; all blocks of a row have the row's. Done once, when the session is created.
  const scales = graph.node('Expand', [
    graph.node('Unsqueeze', [graph.weight(matrix.scale), graph.ints(1)]),
    graph.ints(rows, stride / BLOCK),
  ]);
  // No zero points: 128 is their default. No accuracy_level: 4, the fast one, is 4e-2 off.
  return graph.node('MatMulNBits', [padded, inBlocks(graph, matrix), scales], {
    domain: 'com.microsoft',
    attributes: {
      K: { int: stride },
      N: { int: rows },
      bits: { int: 8 },
      block_size: { int: BLOCK },
    },
  });
}
