// A block graph that onnxruntime opens and that never ends: what a hostile pack may hold.

import type { ModelArchitecture } from '../../runtime/packs/manifest.js';
import { GraphBuilder } from '../graph/graph-builder.js';
import { addBlockInputs } from './block-inputs.js';

export function endlessBlock(architecture: ModelArchitecture): Uint8Array {
  const { dModel } = architecture;
  const body = new GraphBuilder();
  body.input('step', 'int64', []);
  body.input('going', 'bool', []);
  body.input('sum', 'float32', [1, 'N', dModel]);
  body.node('Identity', ['going'], { as: 'still' });
  body.node('Add', ['sum', 'sum'], { as: 'double' });
  body.output('still', 'bool', []);
  body.output('double', 'float32', [1, 'N', dModel]);

  const graph = new GraphBuilder();
  const { residual } = addBlockInputs(graph, architecture);
  const steps = graph.int(Number.MAX_SAFE_INTEGER);
  const result = graph.node('Loop', [steps, '', residual], {
    attributes: { body: { graph: body } },
  });
  for (const name of ['attention', 'keys', 'values', 'qkv', 'residual.post']) {
    graph.node('Identity', [result], { as: name });
    graph.output(name, 'float32', [1, 'N', dModel]);
  }
  return graph.build();
}
