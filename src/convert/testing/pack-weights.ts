// A pack's weights as the reference forward pass wants them, with no checkpoint at hand: what the graphs' external data
// stands for. Needs no file system, so that browser tests can use it too.

import type { ModelManifest } from '../../runtime/packs/manifest.js';
import { embeddingPlaces, ZERO_POINT } from '../../runtime/packs/row8.js';
import type {
  ReferenceLinear,
  ReferenceMatrix,
  ReferenceNorm,
  ReferenceWeights,
} from '../../runtime/testing/reference-gpt2.js';
import { halfToFloat } from '../../runtime/trace/qkv.js';
import type { TensorProto } from '../graph/onnx-schema.js';
import { decodeModel } from './decode-onnx.js';

/** What of a `LoadedPack` is read. */
export interface PackToRead {
  readonly manifest: Pick<ModelManifest, 'architecture'>;
  readonly graphs: { readonly wasm: { readonly block: Uint8Array; readonly output: Uint8Array } };
  readonly weights: {
    readonly embedding: Uint8Array;
    readonly positions: Uint8Array;
    /** Per layer. */
    readonly layers: readonly Uint8Array[];
    readonly output: Uint8Array;
  };
}

/** @param pack only its WASM graphs are read, which name every weight of a part and its place. */
export function packWeights({ manifest, graphs, weights }: PackToRead): ReferenceWeights {
  const { architecture } = manifest;
  const { dModel, dInner, vocab, context } = architecture;
  const { embedding, positions, layers, output } = weights;
  const joined = new Uint8Array(embedding.byteLength + output.byteLength);
  joined.set(embedding);
  joined.set(output, embedding.byteLength);
  const last = new PartReader(graphs.wasm.output, joined);
  const own = last.has('lm_head.weight') && last.matrix('lm_head.weight', vocab, dModel);
  const halves = new DataView(positions.buffer, positions.byteOffset, positions.byteLength);
  return {
    architecture,
    embedding: own
      ? embeddingOf(embedding, vocab, dModel)
      : last.matrix('wte.weight', vocab, dModel),
    ...(own && { head: own }),
    positions: {
      rows: context,
      columns: dModel,
      values: Float64Array.from({ length: context * dModel }, (_, at) =>
        halfToFloat(halves.getUint16(2 * at, true)),
      ),
    },
    blocks: layers.map((bytes) => {
      const block = new PartReader(graphs.wasm.block, bytes);
      return {
        ln1: block.norm('ln_1'),
        attention: block.linear('attn.c_attn', dModel, 3 * dModel),
        attentionOut: block.linear('attn.c_proj', dModel, dModel),
        ln2: block.norm('ln_2'),
        mlp: block.linear('mlp.c_fc', dModel, dInner),
        mlpOut: block.linear('mlp.c_proj', dInner, dModel),
      };
    }),
    lnFinal: last.norm('ln_f'),
  };
}

/** A token embedding that no graph reads. */
function embeddingOf(bytes: Uint8Array, vocab: number, dModel: number): ReferenceMatrix {
  const { rows, stride } = embeddingPlaces({ vocab, dModel });
  const scales = new DataView(bytes.buffer, bytes.byteOffset);
  const values = Float64Array.from({ length: vocab * dModel }, (_, at) => {
    const [row, column] = [Math.floor(at / dModel), at % dModel];
    const step = (bytes[rows + row * stride + column] ?? 0) - ZERO_POINT;
    return scales.getFloat32(4 * row, true) * step;
  });
  return { rows: vocab, columns: dModel, values };
}

/** Weights of a graph, by the names it has for them. */
class PartReader {
  readonly #tensors: ReadonlyMap<string, TensorProto>;
  readonly #weights: Uint8Array;

  constructor(graph: Uint8Array, weights: Uint8Array) {
    this.#tensors = new Map(
      decodeModel(graph).graph.initializer.map((tensor) => [tensor.name, tensor]),
    );
    this.#weights = weights;
  }

  has(name: string): boolean {
    return this.#tensors.has(name);
  }

  matrix(name: string, rows: number, columns: number): ReferenceMatrix {
    const bytes = this.#bytesOf(name);
    const stride = bytes.byteLength / rows;
    const scales = this.#vector(`${name}.scale`);
    const values = new Float64Array(rows * columns);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const step = bytes.getUint8(row * stride + column) - ZERO_POINT;
        values[row * columns + column] = (scales[row] ?? 0) * step;
      }
    }
    if (!this.has(`${name}.outliers`)) return { rows, columns, values };
    const indices = this.#bytesOf(`${name}.outliers`);
    const outliers = Array.from({ length: indices.byteLength / 4 }, (_, at) =>
      indices.getInt32(4 * at, true),
    );
    return { rows, columns, values, outliers };
  }

  linear(name: string, inputs: number, outputs: number): ReferenceLinear {
    return {
      weight: this.matrix(`${name}.weight`, outputs, inputs),
      bias: this.#vector(`${name}.bias`),
    };
  }

  norm(name: string): ReferenceNorm {
    return { gain: this.#vector(`${name}.weight`), bias: this.#vector(`${name}.bias`) };
  }

  #vector(name: string): Float64Array {
    const bytes = this.#bytesOf(name);
    return Float64Array.from({ length: bytes.byteLength / 4 }, (_, at) =>
      bytes.getFloat32(4 * at, true),
    );
  }

  #bytesOf(name: string): DataView {
    const tensor = this.#tensors.get(name);
    if (!tensor) throw new Error(`The graph has no weight "${name}".`);
    const { buffer, byteOffset } = this.#weights;
    return new DataView(buffer, byteOffset + place(tensor, 'offset'), place(tensor, 'length'));
  }
}

/** Where external data of a tensor begins in the weights, or how many bytes it has. */
function place(tensor: TensorProto, key: 'offset' | 'length'): number {
  return Number(tensor.externalData?.find((entry) => entry.key === key)?.value);
}
