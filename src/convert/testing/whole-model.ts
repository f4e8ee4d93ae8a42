// A model as one graph, as packs had it before a model became a stack: what the stack is compared with.
//
//   inputs   input_ids int32 [1,T]; head_mask float32 [L,H], 1 = on, 0 = the head's output is switched off
//   outputs  attention.{l} [1,H,T,T], after the softmax; qkv.{l} [1,T,3d], query, key and value of all heads side by side;
//            logits [1,V] of the last position: those of all positions cost 1.6 times a run

import type { ModelArchitecture } from '../../runtime/packs/manifest.js';
import type { Checkpoint } from '../checkpoint.js';
import {
  addBlock,
  addNorm,
  causalMaskOf,
  type MatrixOperations,
  placesOf,
} from '../graph/gpt2-block.js';
import { GraphBuilder, type ValueName } from '../graph/graph-builder.js';
import { HEAD } from '../tensor-shapes.js';
import {
  type LayOutMatrix,
  layOutBlock,
  layOutNorm,
  type StoredBlock,
  type StoredOutput,
  type StoredTensor,
  type WeightsFile,
} from '../weights.js';

/** Every tensor of a model, by its part in it, in one buffer. */
interface StoredModel<Matrix> extends StoredOutput<Matrix> {
  readonly architecture: ModelArchitecture;
  /** Token embedding [V,d]. */
  readonly embedding: Matrix;
  /** Position embedding [context,d]. */
  readonly positions: StoredTensor;
  readonly blocks: readonly StoredBlock<Matrix>[];
}

/** How a model's matrices are put into its buffer. */
export interface WholeFormat<Matrix> {
  /** An embedding or unembedding, as it lies in the checkpoint. */
  readonly rows: LayOutMatrix<Matrix>;
  /** Of a linear layer. */
  readonly matrix: LayOutMatrix<Matrix>;
  positions(): Promise<StoredTensor>;
}

export interface WholeOperations<Matrix> extends MatrixOperations<Matrix> {
  /** Rows of the embedding for ids int32 [1,T]: float32 [1,T,d]. */
  embed(graph: GraphBuilder, ids: ValueName, matrix: Matrix): ValueName;
}

/** Lays a checkpoint out, tensor by tensor. */
export async function layOutWhole<Matrix>(
  checkpoint: Checkpoint,
  file: WeightsFile,
  format: WholeFormat<Matrix>,
): Promise<StoredModel<Matrix>> {
  const { architecture } = checkpoint;
  const { dModel, vocab, layers } = architecture;
  const embedding = await format.rows('wte.weight', vocab, dModel);
  const positions = await format.positions();
  const blocks: StoredBlock<Matrix>[] = [];
  for (let layer = 0; layer < layers; layer++) {
    blocks.push(await layOutBlock(checkpoint, file, format.matrix, layer));
  }
  const lnFinal = await layOutNorm(checkpoint, file, 'ln_f');
  const head = checkpoint.hasHead ? await format.rows(HEAD, vocab, dModel) : embedding;
  return { architecture, embedding, head, positions, blocks, lnFinal };
}

/** @returns the `.onnx` file; its weights are external data in `weights.bin`. */
export function buildWholeGraph<Matrix>(
  model: StoredModel<Matrix>,
  operations: WholeOperations<Matrix>,
  { logits: positions = 'last' }: { readonly logits?: 'last' | 'all' } = {},
): Uint8Array {
  const { architecture } = model;
  const { layers, heads, dModel, vocab, context } = architecture;
  const graph = new GraphBuilder();

  const ids = graph.input('input_ids', 'int32', [1, 'T']);
  const headMask = graph.input('head_mask', 'float32', [layers, heads]);
  const headSwitches = graph.node('Unsqueeze', [headMask, graph.ints(2, 3)]);
  const places = placesOf(graph, ids);
  const mask = causalMaskOf(graph, places);

  const position = graph.node('Gather', [
    graph.cast(graph.weight(model.positions), 'float32'),
    places,
  ]);
  let residual = graph.node('Add', [operations.embed(graph, ids, model.embedding), position]);
  for (const [layer, block] of model.blocks.entries()) {
    residual = addBlock(graph, operations, architecture, {
      ...{ block, residual, mask },
      names: { attention: `attention.${layer}`, qkv: `qkv.${layer}` },
      at: {
        heads: (value) =>
          graph.node('Mul', [value, graph.node('Gather', [headSwitches, graph.ints(layer)])]),
      },
    });
    graph.output(`attention.${layer}`, 'float32', [1, heads, 'T', 'T']);
    graph.output(`qkv.${layer}`, 'float32', [1, 'T', 3 * dModel]);
  }

  const last = graph.node('Slice', [residual, graph.ints(-1), graph.ints(context), graph.ints(1)]);
  const predicting = positions === 'last' ? last : residual;
  const logits = operations.predict(
    graph,
    addNorm(graph, architecture, predicting, model.lnFinal),
    model.head,
  );
  graph.node('Reshape', [logits, graph.ints(positions === 'last' ? 1 : -1, vocab)], {
    as: 'logits',
  });
  graph.output('logits', 'float32', [positions === 'last' ? 1 : 'T', vocab]);
  return graph.build();
}
