// Rows of a row8 embedding. A tied output layer reads the same bytes, so they are stored once.

import { ZERO_POINT } from '../../../runtime/packs/row8.js';
import type { Row8Matrix } from '../row8-format.js';
import type { GraphBuilder, ValueName } from './graph-builder.js';

/**
 * @param bytes the embedding's bytes, in the shape this device wants; the first dimension is the row.
 * @returns float32 [1,T,d].
 */
export function embedRow8(
  graph: GraphBuilder,
  ids: ValueName,
  embedding: Row8Matrix,
  bytes: ValueName,
): ValueName {
  const flat = graph.node('Reshape', [
    graph.node('Gather', [bytes, ids]),
    graph.ints(0, 0, embedding.stride),
  ]);
  const steps = graph.node('Sub', [graph.cast(flat, 'float32'), graph.float(ZERO_POINT)]);
  const rowScale = graph.node('Gather', [graph.weight(embedding.scale), ids]);
  const rows = graph.node('Mul', [steps, graph.node('Unsqueeze', [rowScale, graph.ints(2)])]);
  if (embedding.stride === embedding.columns) return rows;
  return graph.node('Slice', [rows, graph.ints(0), graph.ints(embedding.columns), graph.ints(2)]);
}
