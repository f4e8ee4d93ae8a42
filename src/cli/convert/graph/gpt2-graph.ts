// GPT-2 as an ONNX graph: everything that the WASM and the WebGPU graph have in common.
//
//   inputs   input_ids int32 [1,T]; head_mask float32 [L,H], 1 = on, 0 = the head's output is switched off
//   outputs  attention.{l} [1,H,T,T], after the softmax; qkv.{l} [1,T,3d], query, key and value of all heads side by side;
//            logits [1,V] of the last position: those of all positions cost 1.6 times a run

import type { StoredLinear, StoredModel, StoredNorm } from '../weights.js';
import { GraphBuilder, type ValueName } from './graph-builder.js';

export interface LinearOptions {
  /** What x is: LayerNorm's result, values read by attention, or GELU's result. */
  readonly input: 'normed' | 'read' | 'gelu';
  /** Name of the result, where it is an output of the graph. */
  readonly as?: string;
}

/** What a graph does with a model's matrices. */
export interface MatrixOperations<Matrix> {
  /** Rows of the embedding for ids int32 [1,T]: float32 [1,T,d]. */
  embed(graph: GraphBuilder, ids: ValueName, matrix: Matrix): ValueName;
  /** W x + b for x float32 [1,T,K]: float32 [1,T,N]. */
  linear(
    graph: GraphBuilder,
    x: ValueName,
    layer: StoredLinear<Matrix>,
    options: LinearOptions,
  ): ValueName;
  /** The logits W x for x float32 [1,1,K]: float32 [1,1,V]. */
  predict(graph: GraphBuilder, x: ValueName, matrix: Matrix): ValueName;
}

/** Large enough that exp(masked - largest) is exactly 0 for any score, and finite: infinities make NaN on some devices. */
const MASKED = -1e30;

/** @returns the `.onnx` file; its weights are external data in `weights.bin`. */
export function buildGpt2Graph<Matrix>(
  model: StoredModel<Matrix>,
  { embed, linear, predict }: MatrixOperations<Matrix>,
): Uint8Array {
  const { layers, heads, dModel, vocab, context, layerNormEpsilon } = model.architecture;
  const headDim = dModel / heads;
  const graph = new GraphBuilder();

  const ids = graph.input('input_ids', 'int32', [1, 'T']);
  const headMask = graph.input('head_mask', 'float32', [layers, heads]);

  const norm = (x: ValueName, { gain, bias }: StoredNorm) =>
    graph.node('LayerNormalization', [x, graph.weight(gain), graph.weight(bias)], {
      attributes: { axis: { int: -1 }, epsilon: { float: layerNormEpsilon } },
    });
  /** [1,T,d] to [1,H,T,headDim], or to [1,H,headDim,T]. */
  const byHead = (x: ValueName, transposed: boolean) =>
    graph.node('Transpose', [graph.node('Reshape', [x, graph.ints(0, 0, heads, headDim)])], {
      attributes: { perm: { ints: transposed ? [0, 2, 3, 1] : [0, 2, 1, 3] } },
    });

  const length = graph.node('Gather', [graph.node('Shape', [ids]), graph.int(1)]);
  const places = graph.node('Range', [graph.int(0), length, graph.int(1)]);
  const isLater = graph.node('Greater', [
    graph.node('Unsqueeze', [places, graph.ints(0)]),
    graph.node('Unsqueeze', [places, graph.ints(1)]),
  ]);
  const causalMask = graph.node('Where', [isLater, graph.float(MASKED), graph.float(0)]);
  const headSwitches = graph.node('Unsqueeze', [headMask, graph.ints(2, 3)]);

  const position = graph.node('Gather', [
    graph.cast(graph.weight(model.positions), 'float32'),
    places,
  ]);
  let residual = graph.node('Add', [embed(graph, ids, model.embedding), position]);

  for (const [layer, block] of model.blocks.entries()) {
    const qkv = linear(graph, norm(residual, block.ln1), block.attention, {
      input: 'normed',
      as: `qkv.${layer}`,
    });
    const [query = '', key = '', value = ''] = graph.split(qkv, 3, 2);
    const scaled = graph.node('Mul', [query, graph.float(1 / Math.sqrt(headDim))]);
    const scores = graph.node('MatMul', [byHead(scaled, false), byHead(key, true)]);
    const attention = graph.node('Softmax', [graph.node('Add', [scores, causalMask])], {
      attributes: { axis: { int: -1 } },
      as: `attention.${layer}`,
    });
    const read = graph.node('MatMul', [attention, byHead(value, false)]);
    const headSwitch = graph.node('Gather', [headSwitches, graph.ints(layer)]);
    const kept = graph.node('Mul', [read, headSwitch]);
    const joined = graph.node('Reshape', [
      graph.node('Transpose', [kept], { attributes: { perm: { ints: [0, 2, 1, 3] } } }),
      graph.ints(0, 0, dModel),
    ]);
    residual = graph.node('Add', [
      residual,
      linear(graph, joined, block.attentionOut, { input: 'read' }),
    ]);

    const hidden = graph.node(
      'FastGelu',
      [linear(graph, norm(residual, block.ln2), block.mlp, { input: 'normed' })],
      { domain: 'com.microsoft' },
    );
    residual = graph.node('Add', [
      residual,
      linear(graph, hidden, block.mlpOut, { input: 'gelu' }),
    ]);

    graph.output(`attention.${layer}`, 'float32', [1, heads, 'T', 'T']);
    graph.output(`qkv.${layer}`, 'float32', [1, 'T', 3 * dModel]);
  }

  const last = graph.node('Slice', [residual, graph.ints(-1), graph.ints(context), graph.ints(1)]);
  const logits = predict(graph, norm(last, model.lnFinal), model.head);
  graph.node('Reshape', [logits, graph.ints(1, vocab)], { as: 'logits' });
  graph.output('logits', 'float32', [1, vocab]);
  return graph.build();
}
