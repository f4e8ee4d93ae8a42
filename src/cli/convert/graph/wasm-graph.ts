// The graph for the CPU: whole-number matrix products, for which activations become bytes too.
//
// Two bytes per activation, as two products: one byte alone, at 1/1.6 of the time, moves single weights of attention by
// .1 on GPT-2's shapes and gives other pictures than WebGPU; two stay within .0005 of float32 activations and are still
// faster than float32. MatMulNBits, WebGPU's way, takes 1.2 to 2.5 times as long as float32 here.

import { ZERO_POINT } from '../quantise.js';
import type { Row8Matrix } from '../row8-format.js';
import type { StoredModel } from '../weights.js';
import { buildGpt2Graph } from './gpt2-graph.js';
import type { GraphBuilder, ValueName } from './graph-builder.js';
import { embedRow8 } from './row8-embedding.js';

export function buildWasmGraph(model: StoredModel<Row8Matrix>): Uint8Array {
  return buildGpt2Graph(model, {
    embed: (graph, ids, matrix) => embedRow8(graph, ids, matrix, graph.weight(matrix.weight)),
    linear: (graph, x, { matrix, bias }, { as }) =>
      graph.node('Add', [multiply(graph, x, matrix), graph.weight(bias)], as ? { as } : {}),
    predict: multiply,
  });
}

function multiply(graph: GraphBuilder, x: ValueName, matrix: Row8Matrix): ValueName {
  const { steps, restSteps, scale } = quantiseActivations(graph, x);
  // One product of twice the rows: the weights are read once.
  const both = graph.node('Concat', [steps, restSteps], { attributes: { axis: { int: 1 } } });
  const products = integerProduct(graph, both, transposed(graph, matrix));
  const [product = '', restProduct = ''] = graph.split(products, 2, 1);
  const inSteps = graph.node('Add', [
    product,
    graph.node('Mul', [restProduct, graph.float(1 / REST_STEPS)]),
  ]);
  return graph.node('Mul', [graph.node('Mul', [inSteps, scale]), graph.weight(matrix.scale)]);
}

/** What rounding leaves out is at most half a step: 127 of these. */
const REST_STEPS = 254;

/**
 * Every token's activations in steps of a 127th of their largest magnitude, rounded, and what that leaves out in
 * 254ths of a step, rounded: whole numbers from -127 to 127, as float32.
 */
function quantiseActivations(
  graph: GraphBuilder,
  x: ValueName,
): { steps: ValueName; restSteps: ValueName; scale: ValueName } {
  const largest = graph.node('ReduceMax', [graph.node('Abs', [x]), graph.ints(-1)]);
  // Not 0, for a token whose activations are all 0.
  const scale = graph.node('Max', [
    graph.node('Mul', [largest, graph.float(1 / 127)]),
    graph.float(1e-30),
  ]);
  const exact = graph.node('Div', [x, scale]);
  const steps = graph.node('Round', [exact]);
  const rest = graph.node('Mul', [graph.node('Sub', [exact, steps]), graph.float(REST_STEPS)]);
  return { steps, restSteps: graph.node('Round', [rest]), scale };
}

/** The bytes as [K,N], which MatMulInteger wants. onnxruntime does this once, when it creates the session. */
function transposed(graph: GraphBuilder, { weight, stride, columns }: Row8Matrix): ValueName {
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
