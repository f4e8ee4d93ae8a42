// Graphs that run without an error and give what cannot be right.

import type { ModelArchitecture } from '../../../runtime/packs/manifest.js';
import { placesOf } from '../graph/gpt2-graph.js';
import { GraphBuilder } from '../graph/graph-builder.js';

/** What the graph has in the place of sound output. */
export interface WrongOutput {
  /** Every weight; without it tokens read all before them alike. */
  readonly attention?: number;
  /** Every logit; 0 without it. */
  readonly logit?: number;
  /** Default: one for each token of the vocabulary. */
  readonly logits?: number;
}

/** With the inputs and outputs of a GPT-2. */
export function wrongGraph(
  { layers, heads, vocab }: ModelArchitecture,
  { attention, logit = 0, logits = vocab }: WrongOutput,
): Uint8Array {
  const graph = new GraphBuilder();
  const ids = graph.input('input_ids', 'int32', [1, 'T']);
  graph.input('head_mask', 'float32', [layers, heads]);
  const { causalMask } = placesOf(graph, ids);
  const sound = graph.node('Softmax', [causalMask], { attributes: { axis: { int: -1 } } });
  const rows =
    attention === undefined
      ? sound
      : graph.sum([graph.node('Mul', [sound, graph.float(0)]), graph.float(attention)]);
  const allHeads = graph.node('Expand', [rows, graph.ints(1, heads, 1, 1)]);
  for (let layer = 0; layer < layers; layer++) {
    graph.node('Identity', [allHeads], { as: `attention.${layer}` });
    graph.output(`attention.${layer}`, 'float32', [1, heads, 'T', 'T']);
  }
  graph.node('Expand', [graph.float(logit), graph.ints(1, logits)], { as: 'logits' });
  graph.output('logits', 'float32', [1, logits]);
  return graph.build();
}
