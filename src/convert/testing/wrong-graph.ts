// Graphs that run without an error and give what cannot be right.

import type { ModelArchitecture, StackGraphs } from '../../runtime/packs/manifest.js';
import { GraphBuilder } from '../graph/graph-builder.js';
import { addBlockInputs } from './block-inputs.js';

/** What the graphs have in the place of sound output. */
export interface WrongOutput {
  /** Every weight; without it tokens read all before them alike. */
  readonly attention?: number;
  /** Every logit; 0 without it. */
  readonly logit?: number;
  /** Default: one for each token of the vocabulary. */
  readonly logits?: number;
}

/** With the inputs and outputs of those of a GPT-2. */
export function wrongGraphs(
  architecture: ModelArchitecture,
  { attention, logit = 0, logits = architecture.vocab }: WrongOutput,
): StackGraphs<Uint8Array> {
  return {
    block: wrongBlock(architecture, attention),
    output: wrongOutput(architecture, logit, logits),
  };
}

function wrongBlock(architecture: ModelArchitecture, attention: number | undefined): Uint8Array {
  const { heads, dModel } = architecture;
  const headDim = dModel / heads;
  const graph = new GraphBuilder();
  const { residual, mask } = addBlockInputs(graph, architecture);
  const sound = graph.node('Softmax', [mask], { attributes: { axis: { int: -1 } } });
  const rows =
    attention === undefined
      ? sound
      : graph.sum([graph.node('Mul', [sound, graph.float(0)]), graph.float(attention)]);
  graph.node('Expand', [rows, graph.ints(1, heads, 1, 1)], { as: 'attention' });
  graph.node('Reshape', [residual, graph.ints(1, heads, headDim, -1)], { as: 'keys' });
  graph.node('Reshape', [residual, graph.ints(1, heads, -1, headDim)], { as: 'values' });
  graph.node('Concat', [residual, residual, residual], {
    attributes: { axis: { int: 2 } },
    as: 'qkv',
  });
  graph.node('Identity', [residual], { as: 'residual.post' });
  graph.output('attention', 'float32', [1, heads, 'N', 'K']);
  graph.output('keys', 'float32', [1, heads, headDim, 'N']);
  graph.output('values', 'float32', [1, heads, 'N', headDim]);
  graph.output('qkv', 'float32', [1, 'N', 3 * dModel]);
  graph.output('residual.post', 'float32', [1, 'N', dModel]);
  return graph.build();
}

function wrongOutput({ dModel }: ModelArchitecture, logit: number, logits: number): Uint8Array {
  const graph = new GraphBuilder();
  graph.input('residual', 'float32', [1, 'N', dModel]);
  graph.node('Expand', [graph.float(logit), graph.ints(1, logits)], { as: 'logits' });
  graph.output('logits', 'float32', [1, logits]);
  return graph.build();
}
