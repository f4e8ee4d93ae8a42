// Matrices in the graphs for the CPU: whole-number products, for which activations become bytes too.
//
// A token's activations in 127ths of the largest are too coarse as they are: in GPT-2 a handful of channels, the same for
// every text, are ten times as large as all others, and the others are lost in one step. So these outlier channels (Dettmers
// et al. 2022, LLM.int8()) are multiplied apart, in float32, at a twentieth of the work, and the largest of the rest is what
// a byte is measured by. docs/models.md has the numbers, and what else was tried.

import { ZERO_POINT } from '../../runtime/packs/row8.js';
import type { Row8Matrix } from '../row8-format.js';
import type { StoredTensor } from '../weights.js';
import type { MatrixOperations } from './gpt2-block.js';
import type { GraphBuilder, ValueName } from './graph-builder.js';

export const WASM_OPERATIONS: MatrixOperations<Row8Matrix> = {
  linear: (graph, x, { matrix, bias }, as) =>
    multiply(graph, x, matrix, {
      bias: graph.weight(bias),
      ...(as === undefined ? {} : { as }),
    }),
  predict: (graph, x, matrix) => multiply(graph, x, matrix),
};

/** W x + b for x float32 [1,T,K]. */
function multiply(
  graph: GraphBuilder,
  x: ValueName,
  matrix: Row8Matrix,
  { bias, as }: { readonly bias?: ValueName; readonly as?: string } = {},
): ValueName {
  const weight = transposed(graph, matrix);
  const apart = matrix.outliers;
  const { bytes, scale } = quantiseActivations(graph, apart ? without(graph, x, apart, matrix) : x);
  const zero = graph.byte(ZERO_POINT);
  const product = graph.node(
    'MatMulIntegerToFloat',
    [bytes, weight, graph.float(1), graph.weight(matrix.scale), zero, zero],
    { domain: 'com.microsoft' },
  );
  const terms = [graph.node('Mul', [product, scale])];
  if (apart) terms.push(outlierProduct(graph, x, weight, apart, matrix));
  if (bias !== undefined) terms.unshift(bias);
  return graph.sum(terms, as);
}

/** x with the given channels set to 0. */
function without(
  graph: GraphBuilder,
  x: ValueName,
  channels: StoredTensor,
  { columns }: Row8Matrix,
): ValueName {
  // Made of the indices when the session is created: in the file it would be longer than all else.
  const mask = graph.node('ScatterElements', [
    graph.filled(1, columns),
    graph.weight(channels),
    graph.filled(0, channels.dims[0] ?? 0),
  ]);
  return graph.node('Mul', [x, mask]);
}

/** The part of W x that the given channels make, in float32. */
function outlierProduct(
  graph: GraphBuilder,
  x: ValueName,
  weight: ValueName,
  outliers: StoredTensor,
  { scale }: Row8Matrix,
): ValueName {
  const channels = graph.weight(outliers);
  const rows = graph.node('Gather', [weight, channels], { attributes: { axis: { int: 0 } } });
  const steps = graph.node('Sub', [graph.cast(rows, 'float32'), graph.float(ZERO_POINT)]);
  const some = graph.node('Gather', [x, channels], { attributes: { axis: { int: 2 } } });
  return graph.node('MatMul', [some, graph.node('Mul', [steps, graph.weight(scale)])]);
}

/** Every token's activations in steps of a 127th of their largest magnitude, rounded, from 1 to 255 with 128 for 0. */
function quantiseActivations(
  graph: GraphBuilder,
  x: ValueName,
): { bytes: ValueName; scale: ValueName } {
  const largest = graph.node('ReduceMax', [graph.node('Abs', [x]), graph.ints(-1)]);
  // Not 0, for a token whose activations are all 0.
  const scale = graph.node('Max', [
    graph.node('Mul', [largest, graph.float(1 / 127)]),
    graph.float(1e-30),
  ]);
  const steps = graph.node('Round', [graph.node('Div', [x, scale])]);
  return { bytes: graph.cast(graph.node('Add', [steps, graph.float(ZERO_POINT)]), 'uint8'), scale };
}

/** The bytes as [K,N], which the product wants. onnxruntime does this once, when it creates the session. */
function transposed(graph: GraphBuilder, { weight, stride, columns }: Row8Matrix): ValueName {
  const whole = graph.node('Transpose', [graph.weight(weight)], {
    attributes: { perm: { ints: [1, 0] } },
  });
  if (stride === columns) return whole;
  return graph.node('Slice', [whole, graph.ints(0), graph.ints(columns), graph.ints(0)]);
}
