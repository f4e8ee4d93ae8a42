// One transformer block as a graph of its own, the same for every layer: each layer's session runs it over its own weights.
//
// Of N new tokens, after P whose keys and values are known, with R keys of padding; K = P + N + R.
//
//   inputs   residual float32 [1,N,d]: the residual stream before the block
//            past.keys [1,H,D,P], past.values [1,H,P,D]: of the tokens before, as an earlier run gave them
//            padding.keys [1,H,D,R], padding.values [1,H,R,D]: zeros. Products of matrices round differently for the last
//            K mod 4 columns, so a row is bit for bit the same in a longer text only if K is a multiple of four
//            mask, broadcasts to [1,H,N,K] and is added to the scores: 0, or MASKED where a token does not look
//            and for each of GRAPH_POINTS two inputs, which broadcast: the value there is multiplied by `.keep` and
//            `.add` is added. Ones and zeros change nothing, not a bit. A patch at some positions keeps 0 there
//   outputs  residual.mid and residual.post [1,N,d], attention [1,H,N,K] and heads [1,H,N,D], all
//            as edited; keys [1,H,D,N], values [1,H,N,D], qkv [1,N,3d]

import type { ModelArchitecture } from '../../runtime/packs/manifest.js';
import { GRAPH_POINTS } from '../../runtime/worker/stack/edits.js';
import type { StoredBlock } from '../weights.js';
import { addBlock, type MatrixOperations } from './gpt2-block.js';
import { GraphBuilder, type ValueName } from './graph-builder.js';

/** @param block of any layer whose weights lie as those of all do. @returns the `.onnx` file. */
export function buildBlockGraph<Matrix>(
  architecture: ModelArchitecture,
  block: StoredBlock<Matrix>,
  operations: Pick<MatrixOperations<Matrix>, 'linear'>,
): Uint8Array<ArrayBuffer> {
  const { heads, dModel } = architecture;
  const headDim = dModel / heads;
  const graph = new GraphBuilder();
  const residual = graph.input('residual', 'float32', [1, 'N', dModel]);
  const keyParts = {
    past: graph.input('past.keys', 'float32', [1, heads, headDim, 'P']),
    padding: graph.input('padding.keys', 'float32', [1, heads, headDim, 'R']),
  };
  const valueParts = {
    past: graph.input('past.values', 'float32', [1, heads, 'P', headDim]),
    padding: graph.input('padding.values', 'float32', [1, heads, 'R', headDim]),
  };
  const mask = graph.input('mask', 'float32', [1, 'mask.heads', 'N', 'K']);
  const joined = (parts: { past: ValueName; padding: ValueName }, own: ValueName, axis: number) =>
    graph.node('Concat', [parts.past, own, parts.padding], {
      attributes: { axis: { int: axis } },
    });
  addBlock(graph, operations, architecture, {
    ...{ block, residual, mask },
    names: { qkv: 'qkv', keys: 'keys', values: 'values', residual: 'residual.post' },
    at: {
      keys: (value) => joined(keyParts, value, 3),
      values: (value) => joined(valueParts, value, 2),
      attention: (value) => edit(graph, 'attention', value),
      heads: (value) => edit(graph, 'heads', value),
      'residual.mid': (value) => edit(graph, 'residual.mid', value),
    },
  });
  for (const name of ['residual.mid', 'residual.post']) {
    graph.output(name, 'float32', [1, 'N', dModel]);
  }
  graph.output('attention', 'float32', [1, heads, 'N', 'K']);
  graph.output('heads', 'float32', [1, heads, 'N', headDim]);
  graph.output('keys', 'float32', [1, heads, headDim, 'N']);
  graph.output('values', 'float32', [1, heads, 'N', headDim]);
  graph.output('qkv', 'float32', [1, 'N', 3 * dModel]);
  return graph.build();
}

/** value * keep + add, under the point's name. */
function edit(graph: GraphBuilder, point: keyof typeof GRAPH_POINTS, value: ValueName): ValueName {
  const { keep, add } = editInputs(graph, point);
  return graph.sum([graph.node('Mul', [value, keep]), add], point);
}

function editInputs(
  graph: GraphBuilder,
  point: keyof typeof GRAPH_POINTS,
): { keep: ValueName; add: ValueName } {
  const input = (name: string) => {
    const shape = Array.from({ length: GRAPH_POINTS[point] }, (_, axis) =>
      axis === 0 ? 1 : `${name}.${axis}`,
    );
    return graph.input(name, 'float32', shape);
  };
  return { keep: input(`${point}.keep`), add: input(`${point}.add`) };
}
