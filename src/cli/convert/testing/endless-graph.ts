// A graph that onnxruntime opens and that never ends: what a hostile pack may hold.

import { GraphBuilder } from '../graph/graph-builder.js';

/** With the inputs and outputs of a GPT-2 of `layers` layers. */
export function endlessGraph(layers: number): Uint8Array {
  const body = new GraphBuilder();
  body.input('step', 'int64', []);
  body.input('going', 'bool', []);
  body.input('sum', 'float32', ['layers', 'heads']);
  body.node('Identity', ['going'], { as: 'still' });
  body.node('Add', ['sum', 'sum'], { as: 'double' });
  body.output('still', 'bool', []);
  body.output('double', 'float32', ['layers', 'heads']);

  const graph = new GraphBuilder();
  graph.input('input_ids', 'int32', [1, 'tokens']);
  const mask = graph.input('head_mask', 'float32', ['layers', 'heads']);
  const steps = graph.int(Number.MAX_SAFE_INTEGER);
  const result = graph.node('Loop', [steps, '', mask], { attributes: { body: { graph: body } } });
  for (const name of [...Array.from({ length: layers }, (_, l) => `attention.${l}`), 'logits']) {
    graph.node('Identity', [result], { as: name });
    graph.output(name, 'float32', ['layers', 'heads']);
  }
  return graph.build();
}
