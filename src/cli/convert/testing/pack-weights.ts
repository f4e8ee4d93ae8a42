// A pack's weights as the reference forward pass wants them, with no checkpoint at hand: what the graphs' external data
// stands for. Needs no file system, so that browser tests can use it too.

import type { ModelArchitecture } from '../../../runtime/packs/manifest.js';
import { ZERO_POINT } from '../../../runtime/packs/row8.js';
import type {
  ReferenceLinear,
  ReferenceMatrix,
  ReferenceNorm,
  ReferenceWeights,
} from '../../../runtime/testing/reference-gpt2.js';
import { halfToFloat } from '../../../runtime/trace/qkv.js';
import { decodeModel, type TensorProto } from '../graph/onnx-schema.js';
import { outliersOf } from '../graph/wasm-graph.js';

/**
 * @param graph the pack's WASM graph, which names every weight and its place.
 * @param weights the joined chunks.
 */
export function packWeights(
  architecture: ModelArchitecture,
  graph: Uint8Array,
  weights: Uint8Array<ArrayBuffer>,
): ReferenceWeights {
  const { dModel, dInner, vocab, context, layers } = architecture;
  const tensors = new Map(
    decodeModel(graph).graph.initializer.map((tensor) => [tensor.name, tensor]),
  );
  const bytesOf = (name: string): DataView => {
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`The graph has no weight "${name}".`);
    return new DataView(
      weights.buffer,
      weights.byteOffset + place(tensor, 'offset'),
      place(tensor, 'length'),
    );
  };

  const vector = (name: string): Float64Array => {
    const bytes = bytesOf(name);
    return Float64Array.from({ length: bytes.byteLength / 4 }, (_, at) =>
      bytes.getFloat32(4 * at, true),
    );
  };
  const matrix = (name: string, rows: number, columns: number): ReferenceMatrix => {
    const bytes = bytesOf(name);
    const stride = bytes.byteLength / rows;
    const scales = vector(`${name}.scale`);
    const values = new Float64Array(rows * columns);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const step = bytes.getUint8(row * stride + column) - ZERO_POINT;
        values[row * columns + column] = (scales[row] ?? 0) * step;
      }
    }
    const indices = tensors.get(outliersOf(name))?.rawData;
    if (!indices) return { rows, columns, values };
    const view = new DataView(indices.buffer, indices.byteOffset, indices.byteLength);
    const outliers = Array.from({ length: indices.byteLength / 4 }, (_, at) =>
      view.getInt32(4 * at, true),
    );
    return { rows, columns, values, outliers };
  };
  const linear = (name: string, inputs: number, outputs: number): ReferenceLinear => ({
    weight: matrix(`${name}.weight`, outputs, inputs),
    bias: vector(`${name}.bias`),
  });
  const norm = (name: string): ReferenceNorm => ({
    gain: vector(`${name}.weight`),
    bias: vector(`${name}.bias`),
  });

  const halves = bytesOf('wpe.weight');
  return {
    architecture,
    embedding: matrix('wte.weight', vocab, dModel),
    ...(tensors.has('lm_head.weight') && { head: matrix('lm_head.weight', vocab, dModel) }),
    positions: {
      rows: context,
      columns: dModel,
      values: Float64Array.from({ length: context * dModel }, (_, at) =>
        halfToFloat(halves.getUint16(2 * at, true)),
      ),
    },
    blocks: Array.from({ length: layers }, (_, layer) => ({
      ln1: norm(`h.${layer}.ln_1`),
      attention: linear(`h.${layer}.attn.c_attn`, dModel, 3 * dModel),
      attentionOut: linear(`h.${layer}.attn.c_proj`, dModel, dModel),
      ln2: norm(`h.${layer}.ln_2`),
      mlp: linear(`h.${layer}.mlp.c_fc`, dModel, dInner),
      mlpOut: linear(`h.${layer}.mlp.c_proj`, dInner, dModel),
    })),
    lnFinal: norm('ln_f'),
  };
}

/** Where external data of a tensor begins in the weights, or how many bytes it has. */
export function place(tensor: TensorProto, key: 'offset' | 'length'): number {
  return Number(tensor.externalData?.find((entry) => entry.key === key)?.value);
}
