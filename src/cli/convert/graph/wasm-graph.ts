// The graph for the CPU: whole-number matrix products, for which activations become bytes too.

import { ZERO_POINT } from '../quantise.js';
import type { StoredMatrix, StoredModel } from '../weights.js';
import { buildGpt2Graph } from './gpt2-graph.js';
import type { GraphBuilder, ValueName } from './graph-builder.js';

/** Names of matrices whose input is kept in two bytes. */
export type TwoBytes = (matrixName: string) => boolean;

export function buildWasmGraph(model: StoredModel, twoBytes: TwoBytes = () => true): Uint8Array {
  return buildGpt2Graph(model, {
    bytes: (graph, { weight }) => graph.weight(weight),
    multiply: (graph, x, matrix) => multiply(graph, x, matrix, twoBytes(matrix.weight.name)),
  });
}

function multiply(
  graph: GraphBuilder,
  x: ValueName,
  matrix: StoredMatrix,
  inTwoBytes: boolean,
): ValueName {
  const { exact, scale } = inSteps(graph, x);
  const steps = graph.node('Round', [exact]);
  const weight = transposed(graph, matrix);
  const product = inTwoBytes
    ? twoProducts(graph, exact, steps, weight)
    : integerProduct(graph, steps, weight);
  return graph.node('Mul', [graph.node('Mul', [product, scale]), graph.weight(matrix.scale)]);
}

/** What rounding leaves out is at most half a step: 127 of these. */
const REST_STEPS = 254;

function twoProducts(
  graph: GraphBuilder,
  exact: ValueName,
  steps: ValueName,
  weight: ValueName,
): ValueName {
  const rest = graph.node('Mul', [graph.node('Sub', [exact, steps]), graph.float(REST_STEPS)]);
  // One product of twice the rows: the weights are read once.
  const both = graph.node('Concat', [steps, graph.node('Round', [rest])], {
    attributes: { axis: { int: 1 } },
  });
  const [product = '', restProduct = ''] = graph.split(integerProduct(graph, both, weight), 2, 1);
  return graph.node('Add', [
    product,
    graph.node('Mul', [restProduct, graph.float(1 / REST_STEPS)]),
  ]);
}

/** Every token's activations in steps of a 127th of their largest magnitude, not yet rounded. */
function inSteps(graph: GraphBuilder, x: ValueName): { exact: ValueName; scale: ValueName } {
  const largest = graph.node('ReduceMax', [graph.node('Abs', [x]), graph.ints(-1)]);
  // Not 0, for a token whose activations are all 0.
  const scale = graph.node('Max', [
    graph.node('Mul', [largest, graph.float(1 / 127)]),
    graph.float(1e-30),
  ]);
  return { exact: graph.node('Div', [x, scale]), scale };
}

/** The bytes as [K,N], which MatMulInteger wants. onnxruntime does this once, when it creates the session. */
function transposed(graph: GraphBuilder, { weight, stride, columns }: StoredMatrix): ValueName {
  const whole = graph.node('Transpose', [graph.weight(weight)], {
    attributes: { perm: { ints: [1, 0] } },
  });
  if (stride === columns) return whole;
  return graph.node('Slice', [whole, graph.ints(0), graph.ints(columns), graph.ints(0)]);
}

/** @param steps whole numbers from -127 to 127, as float32 [1,rows,K]. */
function integerProduct(graph: GraphBuilder, steps: ValueName, weight: ValueName): ValueName {
  const bytes = graph.cast(graph.node('Add', [steps, graph.float(ZERO_POINT)]), 'uint8');
  const zero = graph.byte(ZERO_POINT);
  return graph.cast(graph.node('MatMulInteger', [bytes, weight, zero, zero]), 'float32');
}
