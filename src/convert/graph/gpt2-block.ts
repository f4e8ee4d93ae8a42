// What GPT-2 is made of, as nodes of an ONNX graph: what the graphs of all devices have in common.

import type { ModelArchitecture } from '../../runtime/packs/manifest.js';
import { MASKED } from '../../runtime/worker/stack/rows.js';
import type { StoredBlock, StoredLinear, StoredNorm } from '../weights.js';
import type { GraphBuilder, ValueName } from './graph-builder.js';

/** What a graph does with a model's matrices. */
export interface MatrixOperations<Matrix> {
  /** W x + b for x float32 [1,T,K]: float32 [1,T,N], under the name `as` if one is given. */
  linear(graph: GraphBuilder, x: ValueName, layer: StoredLinear<Matrix>, as?: string): ValueName;
  /** The logits W x for x float32 [1,1,K]: float32 [1,1,V]. */
  predict(graph: GraphBuilder, x: ValueName, matrix: Matrix): ValueName;
}

/** For a value [1,T] or [1,T,…]: the places 0 to T-1, int64 [T]. */
export function placesOf(graph: GraphBuilder, tokens: ValueName): ValueName {
  const length = graph.node('Gather', [graph.node('Shape', [tokens]), graph.int(1)]);
  return graph.node('Range', [graph.int(0), length, graph.int(1)]);
}

/** What is added to scores [T,T] so that no token looks ahead. */
export function causalMaskOf(graph: GraphBuilder, places: ValueName): ValueName {
  const isLater = graph.node('Greater', [
    graph.node('Unsqueeze', [places, graph.ints(0)]),
    graph.node('Unsqueeze', [places, graph.ints(1)]),
  ]);
  return graph.node('Where', [isLater, graph.float(MASKED), graph.float(0)]);
}

/**
 * The points of a block at which a graph may put another value in the place of the block's own. Of N tokens over K keys:
 * the residual stream [1,N,d] between attention and MLP; keys [1,H,D,N], which become
 * [1,H,D,K], and values [1,H,N,D], which become [1,H,K,D]; attention [1,H,N,K] after the softmax; outputs of heads [1,H,N,D].
 */
type BlockPoint = 'residual.mid' | 'keys' | 'values' | 'attention' | 'heads';

export interface BlockParts<Matrix> {
  readonly block: StoredBlock<Matrix>;
  /** [1,N,d]. */
  readonly residual: ValueName;
  /** Added to the scores [1,H,N,K], or to any shape that broadcasts to it. */
  readonly mask: ValueName;
  /** Names of what is an output of the graph. */
  readonly names?: {
    readonly attention?: string;
    readonly qkv?: string;
    readonly keys?: string;
    readonly values?: string;
    /** The residual stream after the block. */
    readonly residual?: string;
  };
  /** Without one, a point keeps its value. */
  readonly at?: Readonly<Partial<Record<BlockPoint, (value: ValueName) => ValueName>>>;
}

/** One transformer block. @returns the residual stream after it, [1,N,d]. */
export function addBlock<Matrix>(
  graph: GraphBuilder,
  { linear }: Pick<MatrixOperations<Matrix>, 'linear'>,
  architecture: ModelArchitecture,
  { block, residual, mask, names = {}, at = {} }: BlockParts<Matrix>,
): ValueName {
  const { heads, dModel } = architecture;
  const headDim = dModel / heads;
  /** [1,T,d] to [1,H,T,headDim], or to [1,H,headDim,T]. */
  const byHead = (x: ValueName, transposed: boolean, as?: string) =>
    graph.node('Transpose', [graph.node('Reshape', [x, graph.ints(0, 0, heads, headDim)])], {
      attributes: { perm: { ints: transposed ? [0, 2, 3, 1] : [0, 2, 1, 3] } },
      ...(as !== undefined && { as }),
    });

  const point = (name: BlockPoint, value: ValueName) => at[name]?.(value) ?? value;

  const qkv = linear(
    graph,
    addNorm(graph, architecture, residual, block.ln1),
    block.attention,
    names.qkv,
  );
  const [query = '', key = '', value = ''] = graph.split(qkv, 3, 2);
  const scaled = graph.node('Mul', [query, graph.float(1 / Math.sqrt(headDim))]);
  const scores = graph.node('MatMul', [
    byHead(scaled, false),
    point('keys', byHead(key, true, names.keys)),
  ]);
  const weights = graph.node('Softmax', [graph.node('Add', [scores, mask])], {
    attributes: { axis: { int: -1 } },
    ...(names.attention !== undefined && { as: names.attention }),
  });
  const read = graph.node('MatMul', [
    point('attention', weights),
    point('values', byHead(value, false, names.values)),
  ]);
  const heads4d = point('heads', read);
  const joined = graph.node('Reshape', [
    graph.node('Transpose', [heads4d], { attributes: { perm: { ints: [0, 2, 1, 3] } } }),
    graph.ints(0, 0, dModel),
  ]);
  const between = point(
    'residual.mid',
    graph.node('Add', [residual, linear(graph, joined, block.attentionOut)]),
  );

  const normed = addNorm(graph, architecture, between, block.ln2);
  const gelu = architecture.activation === 'gelu' ? 'Gelu' : 'FastGelu';
  const hidden = graph.node(gelu, [linear(graph, normed, block.mlp)], {
    domain: 'com.microsoft',
  });
  return graph.node('Add', [between, linear(graph, hidden, block.mlpOut)], {
    ...(names.residual !== undefined && { as: names.residual }),
  });
}

export function addNorm(
  graph: GraphBuilder,
  { layerNormEpsilon }: ModelArchitecture,
  x: ValueName,
  { gain, bias }: StoredNorm,
): ValueName {
  return graph.node('LayerNormalization', [x, graph.weight(gain), graph.weight(bias)], {
    attributes: { axis: { int: -1 }, epsilon: { float: layerNormEpsilon } },
  });
}
