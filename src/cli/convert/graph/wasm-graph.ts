// The graph for the CPU: whole-number matrix products, for which activations become bytes too.
//
// A token's activations in 127ths of the largest are too coarse as they are: in GPT-2 a handful of channels, the same for
// every text, are ten times as large as all others, and the others are lost in one step. So these outlier channels (Dettmers
// et al. 2022, LLM.int8()) are multiplied apart, in float32, at a twentieth of the work, and the largest of the rest is what
// a byte is measured by. docs/models.md has the numbers, and what else was tried.

import { ZERO_POINT } from '../../../runtime/packs/row8.js';
import type { OutlierChannels } from '../outliers.js';
import type { Row8Matrix } from '../row8-format.js';
import type { StoredModel } from '../weights.js';
import { buildGpt2Graph, type MatrixOperations } from './gpt2-graph.js';
import type { GraphBuilder, ValueName } from './graph-builder.js';
import { embedRow8 } from './row8-embedding.js';

/** The name that a matrix's outlier channels have in the graph. */
export function outliersOf(matrix: string): string {
  return `${matrix}.outliers`;
}

/** @param outliers in ascending order; a matrix that is not named has none. */
export function buildWasmGraph(
  model: StoredModel<Row8Matrix>,
  outliers: OutlierChannels,
): Uint8Array {
  return buildGpt2Graph(
    model,
    wasmOperations((graph, { weight: { name } }) => {
      const channels = outliers.get(name) ?? [];
      if (channels.length === 0) return undefined;
      return { indices: graph.indices(outliersOf(name), channels), count: channels.length };
    }),
  );
}

/** Outlier channels of a matrix, as a graph has them. */
interface ChannelsInGraph {
  /** int32 [count]. */
  readonly indices: ValueName;
  readonly count: number;
}

/** @param channelsOf nothing where a matrix has no outliers. */
function wasmOperations(
  channelsOf: (graph: GraphBuilder, matrix: Row8Matrix) => ChannelsInGraph | undefined,
): MatrixOperations<Row8Matrix> {
  return {
    embed: (graph, ids, matrix) => embedRow8(graph, ids, matrix, graph.weight(matrix.weight)),
    linear: (graph, x, { matrix, bias }, as) =>
      multiply(graph, x, matrix, () => channelsOf(graph, matrix), {
        bias: graph.weight(bias),
        ...(as === undefined ? {} : { as }),
      }),
    predict: (graph, x, matrix) => multiply(graph, x, matrix, () => channelsOf(graph, matrix)),
  };
}

/** Of matrices beside which their outlier channels lie. */
export const WASM_OPERATIONS = wasmOperations((graph, { outliers }) =>
  outliers ? { indices: graph.weight(outliers), count: outliers.dims[0] ?? 0 } : undefined,
);

/** W x + b for x float32 [1,T,K]. */
function multiply(
  graph: GraphBuilder,
  x: ValueName,
  matrix: Row8Matrix,
  channels: () => ChannelsInGraph | undefined,
  { bias, as }: { readonly bias?: ValueName; readonly as?: string } = {},
): ValueName {
  const weight = transposed(graph, matrix);
  const apart = channels();
  const { bytes, scale } = quantiseActivations(graph, apart ? without(graph, x, apart, matrix) : x);
  const zero = graph.byte(ZERO_POINT);
  const product = graph.node(
    'MatMulIntegerToFloat',
    [bytes, weight, graph.float(1), graph.weight(matrix.scale), zero, zero],
    { domain: 'com.microsoft' },
  );
  const terms = [graph.node('Mul', [product, scale])];
  if (apart) terms.push(outlierProduct(graph, x, weight, apart.indices, matrix));
  if (bias !== undefined) terms.unshift(bias);
  return graph.sum(terms, as);
}

/** x with the given channels set to 0. */
function without(
  graph: GraphBuilder,
  x: ValueName,
  { indices, count }: ChannelsInGraph,
  { columns }: Row8Matrix,
): ValueName {
  // Made of the indices when the session is created: in the file it would be longer than all else.
  const mask = graph.node('ScatterElements', [
    graph.filled(1, columns),
    indices,
    graph.filled(0, count),
  ]);
  return graph.node('Mul', [x, mask]);
}

/** The part of W x that the given channels make, in float32. */
function outlierProduct(
  graph: GraphBuilder,
  x: ValueName,
  weight: ValueName,
  channels: ValueName,
  { scale }: Row8Matrix,
): ValueName {
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
