// What comes after the last block: the residual stream of some tokens becomes logits.
//
//   inputs   residual float32 [1,N,d]
//   outputs  logits [N,V]

import type { ModelArchitecture } from '../../runtime/packs/manifest.js';
import type { StoredOutput } from '../weights.js';
import { addNorm, type MatrixOperations } from './gpt2-block.js';
import { GraphBuilder } from './graph-builder.js';

/** @returns the `.onnx` file. */
export function buildOutputGraph<Matrix>(
  architecture: ModelArchitecture,
  { lnFinal, head }: StoredOutput<Matrix>,
  { predict }: Pick<MatrixOperations<Matrix>, 'predict'>,
): Uint8Array<ArrayBuffer> {
  const { dModel, vocab } = architecture;
  const graph = new GraphBuilder();
  const residual = graph.input('residual', 'float32', [1, 'N', dModel]);
  const logits = predict(graph, addNorm(graph, architecture, residual, lnFinal), head);
  graph.node('Reshape', [logits, graph.ints(-1, vocab)], { as: 'logits' });
  graph.output('logits', 'float32', ['N', vocab]);
  return graph.build();
}
