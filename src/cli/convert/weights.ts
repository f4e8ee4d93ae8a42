// Lays a model's tensors out in one buffer, `weights.bin` to the graphs, which both of them share.

import type { ModelArchitecture } from '../../runtime/assets/manifest.js';
import type { Checkpoint } from './checkpoint.js';
import { ConvertError } from './convert-error.js';
import { floatToHalf } from './half.js';
import { quantiseRows } from './quantise.js';

/** A tensor's place in the buffer. */
export interface StoredTensor {
  readonly name: string;
  readonly type: 'uint8' | 'float16' | 'float32';
  readonly dims: readonly number[];
  readonly offset: number;
  readonly bytes: number;
}

/** A row8 matrix [N,K]: `weight` is uint8 [N,stride], `scale` float32 [N]. */
export interface StoredMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly stride: number;
  readonly weight: StoredTensor;
  readonly scale: StoredTensor;
}

/** y = W x + b. */
export interface StoredLinear {
  readonly matrix: StoredMatrix;
  readonly bias: StoredTensor;
}

export interface StoredNorm {
  readonly gain: StoredTensor;
  readonly bias: StoredTensor;
}

interface StoredBlock {
  readonly ln1: StoredNorm;
  readonly attention: StoredLinear;
  readonly attentionOut: StoredLinear;
  readonly ln2: StoredNorm;
  readonly mlp: StoredLinear;
  readonly mlpOut: StoredLinear;
}

/** Every tensor of a model, by its part in it. */
export interface StoredModel {
  readonly architecture: ModelArchitecture;
  /** Token embedding [V,d], also the output layer. */
  readonly embedding: StoredMatrix;
  /** Position embedding, float16 [context,d]. */
  readonly positions: StoredTensor;
  readonly blocks: readonly StoredBlock[];
  readonly lnFinal: StoredNorm;
}

/** What the graphs read and where it lies. */
export interface Weights {
  readonly model: StoredModel;
  /** The buffer, in pieces to be joined. */
  readonly pieces: readonly Uint8Array[];
}

/** Typed arrays over the buffer need 4; 64 keeps every tensor at the start of a cache line. */
const ALIGNMENT = 64;

/** Quantises a checkpoint. */
export async function layOutWeights(checkpoint: Checkpoint): Promise<Weights> {
  const { architecture } = checkpoint;
  const { dModel, dInner, vocab, context, layers } = architecture;
  const pieces: Uint8Array[] = [];
  let end = 0;

  const store = (
    name: string,
    type: StoredTensor['type'],
    dims: readonly number[],
    values: Uint8Array | Uint16Array | Float32Array,
  ): StoredTensor => {
    const bytes = littleEndianBytes(values);
    const gap = -end & (ALIGNMENT - 1);
    if (gap > 0) pieces.push(new Uint8Array(gap));
    const tensor = { name, type, dims, offset: end + gap, bytes: bytes.byteLength };
    pieces.push(bytes);
    end = tensor.offset + tensor.bytes;
    return tensor;
  };
  const vector = async (name: string): Promise<StoredTensor> => {
    const values = await checkpoint.tensor(name);
    return store(name, 'float32', [values.length], values);
  };
  const matrix = async (
    name: string,
    rows: number,
    columns: number,
    order: 'output-major' | 'input-major',
  ): Promise<StoredMatrix> => {
    const row8 = quantiseRows(await checkpoint.tensor(name), rows, columns, order);
    return {
      rows,
      columns,
      stride: row8.stride,
      weight: store(name, 'uint8', [rows, row8.stride], row8.bytes),
      scale: store(`${name}.scale`, 'float32', [rows], row8.scales),
    };
  };
  const linear = async (name: string, inputs: number, outputs: number): Promise<StoredLinear> => ({
    matrix: await matrix(`${name}.weight`, outputs, inputs, 'input-major'),
    bias: await vector(`${name}.bias`),
  });
  const norm = async (name: string): Promise<StoredNorm> => ({
    gain: await vector(`${name}.weight`),
    bias: await vector(`${name}.bias`),
  });

  const embedding = await matrix('wte.weight', vocab, dModel, 'output-major');
  const positions = store(
    'wpe.weight',
    'float16',
    [context, dModel],
    toHalf('wpe.weight', await checkpoint.tensor('wpe.weight')),
  );
  const blocks: StoredBlock[] = [];
  for (let layer = 0; layer < layers; layer++) {
    blocks.push({
      ln1: await norm(`h.${layer}.ln_1`),
      attention: await linear(`h.${layer}.attn.c_attn`, dModel, 3 * dModel),
      attentionOut: await linear(`h.${layer}.attn.c_proj`, dModel, dModel),
      ln2: await norm(`h.${layer}.ln_2`),
      mlp: await linear(`h.${layer}.mlp.c_fc`, dModel, dInner),
      mlpOut: await linear(`h.${layer}.mlp.c_proj`, dInner, dModel),
    });
  }
  const lnFinal = await norm('ln_f');
  return { model: { architecture, embedding, positions, blocks, lnFinal }, pieces };
}

function toHalf(name: string, values: Float32Array): Uint16Array {
  return Uint16Array.from(values, (value, index) => {
    const half = floatToHalf(value);
    if ((half & 0x7fff) < 0x7c00) return half;
    const problem = `holds ${value} at index ${index}, which is beyond float16.`;
    throw new ConvertError('tensor', `Tensor "${name}" ${problem}`);
  });
}

function littleEndianBytes(values: Uint8Array | Uint16Array | Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.byteLength);
  const view = new DataView(bytes.buffer);
  if (values instanceof Uint8Array) bytes.set(values);
  else if (values instanceof Uint16Array) {
    for (const [index, value] of values.entries()) view.setUint16(2 * index, value, true);
  } else {
    for (const [index, value] of values.entries()) view.setFloat32(4 * index, value, true);
  }
  return bytes;
}
