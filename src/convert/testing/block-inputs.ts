// The inputs of a block graph, for graphs that stand in for one: onnxruntime takes no feed that a graph does not name, and
// leaves none out that it names.

import type { ModelArchitecture } from '../../runtime/packs/manifest.js';
import { GRAPH_POINTS } from '../../runtime/worker/stack/edits.js';
import type { GraphBuilder, ValueName } from '../graph/graph-builder.js';

/** Adds them all, also those that nothing reads. */
export function addBlockInputs(
  graph: GraphBuilder,
  { heads, dModel }: ModelArchitecture,
): { readonly residual: ValueName; readonly mask: ValueName } {
  const headDim = dModel / heads;
  for (const [part, length] of Object.entries({ past: 'P', padding: 'R' })) {
    graph.input(`${part}.keys`, 'float32', [1, heads, headDim, length]);
    graph.input(`${part}.values`, 'float32', [1, heads, length, headDim]);
  }
  for (const [point, dimensions] of Object.entries(GRAPH_POINTS)) {
    const shape = ['a', 'b', 'c', 'd'].slice(0, dimensions);
    for (const part of ['keep', 'add']) {
      const name = `${point}.${part}`;
      const ofThis = shape.map((dimension) => `${name}.${dimension}`);
      graph.input(name, 'float32', ofThis);
    }
  }
  return {
    residual: graph.input('residual', 'float32', [1, 'N', dModel]),
    mask: graph.input('mask', 'float32', [1, 1, 'N', 'K']),
  };
}
