// A pack of one graph as a stack of blocks: the same bytes, layer by layer.

import { buildBlockGraph } from '../../src/cli/convert/graph/block-graph.js';
import { decodeModel } from '../../src/cli/convert/graph/onnx-schema.js';
import { buildOutputGraph } from '../../src/cli/convert/graph/output-graph.js';
import { outliersOf, WASM_OPERATIONS } from '../../src/cli/convert/graph/wasm-graph.js';
import type { Row8Matrix } from '../../src/cli/convert/row8-format.js';
import { place } from '../../src/cli/convert/testing/pack-weights.js';
import {
  layOutBlock,
  layOutInMemory,
  layOutNorm,
  type MatrixFormat,
  type StoredTensor,
  type WeightsFile,
} from '../../src/cli/convert/weights.js';
import type { LoadedPack } from '../../src/cli/verify/run-pack.js';

export interface Stack {
  /** Of every layer. */
  readonly block: Uint8Array;
  readonly output: Uint8Array;
  /** Weights of each layer, and last of the output. */
  readonly weights: readonly Uint8Array[];
  /** Where the embedding and the positions lie in the output's weights. */
  readonly places: {
    readonly embedding: number;
    readonly scale: number;
    readonly stride: number;
    readonly positions: number;
  };
}

export async function stackOfPack({ manifest, graphs, weights }: LoadedPack): Promise<Stack> {
  const { architecture } = manifest;
  const tensors = new Map(
    decodeModel(graphs.wasm).graph.initializer.map((tensor) => [tensor.name, tensor]),
  );
  const bytesOf = (name: string): Uint8Array<ArrayBuffer> => {
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`The pack has no "${name}".`);
    const offset = place(tensor, 'offset');
    return weights.slice(offset, offset + place(tensor, 'length'));
  };
  const checkpoint = {
    architecture,
    tensor: async (name: string) => new Float32Array(bytesOf(name).buffer),
  };
  const formatOf = (file: WeightsFile): MatrixFormat<Row8Matrix> => {
    const matrix = async (name: string, rows: number, columns: number) => {
      const bytes = bytesOf(name);
      const stride = bytes.length / rows;
      const weight = await file.store(name, 'uint8', [rows, stride], bytes);
      const scale = await file.store(`${name}.scale`, 'float32', [rows], bytesOf(`${name}.scale`));
      const channels = tensors.get(outliersOf(name))?.rawData;
      if (!channels) return { rows, columns, stride, weight, scale };
      const count = channels.length / 4;
      const outliers = await file.store(outliersOf(name), 'int32', [count], channels);
      return { rows, columns, stride, weight, scale, outliers };
    };
    return {
      tall: matrix,
      wide: matrix,
      positions: (name, rows, columns): Promise<StoredTensor> =>
        file.store(name, 'float16', [rows, columns], bytesOf(name)),
    };
  };
  const blocks = [];
  for (let layer = 0; layer < architecture.layers; layer++) {
    blocks.push(
      await layOutInMemory(
        (file) => layOutBlock(checkpoint, file, formatOf(file), layer),
        `h.${layer}.`,
      ),
    );
  }
  const [first] = blocks;
  if (!first) throw new Error('The pack has no layers.');
  const { stored, bytes } = await layOutInMemory(async (file) => ({
    head: await formatOf(file).tall('wte.weight', architecture.vocab, architecture.dModel),
    positions: await formatOf(file).positions(
      'wpe.weight',
      architecture.context,
      architecture.dModel,
    ),
    lnFinal: await layOutNorm(checkpoint, file, 'ln_f'),
  }));
  return {
    block: buildBlockGraph(architecture, first.stored, WASM_OPERATIONS),
    output: buildOutputGraph(architecture, stored, WASM_OPERATIONS),
    weights: [...blocks.map(({ bytes }) => bytes), bytes],
    places: {
      embedding: stored.head.weight.offset,
      scale: stored.head.scale.offset,
      stride: stored.head.stride,
      positions: stored.positions.offset,
    },
  };
}
