// Lays a model's tensors out in one buffer, `weights.bin` to the graphs, which both of them share.

import type { ModelArchitecture } from '../../runtime/assets/manifest.js';
import { type Checkpoint, HEAD, rowRanges } from './checkpoint.js';
import { ConvertError } from './convert-error.js';
import { floatToHalf } from './half.js';
import { quantiseRows, strideOf } from './quantise.js';

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
  /** Token embedding [V,d]. */
  readonly embedding: StoredMatrix;
  /** Output layer [V,d]: the embedding again, or a matrix of its own. */
  readonly head: StoredMatrix;
  /** Position embedding, float16 [context,d]. */
  readonly positions: StoredTensor;
  readonly blocks: readonly StoredBlock[];
  readonly lnFinal: StoredNorm;
}

/** Takes the buffer's bytes, piece by piece, in order. */
export type WeightsSink = (bytes: Uint8Array) => Promise<void>;

/** Typed arrays over the buffer need 4; 64 keeps every tensor at the start of a cache line. */
const ALIGNMENT = 64;

/** Quantises a checkpoint, tensor by tensor, into `sink`. At no time is more than one matrix in memory. */
export async function layOutWeights(
  checkpoint: Checkpoint,
  sink: WeightsSink,
): Promise<StoredModel> {
  const { architecture } = checkpoint;
  const { dModel, dInner, vocab, context, layers } = architecture;
  let end = 0;

  const append = async (bytes: Uint8Array): Promise<void> => {
    await sink(bytes);
    end += bytes.byteLength;
  };
  const align = () => append(new Uint8Array(-end & (ALIGNMENT - 1)));
  const store = async (
    name: string,
    type: StoredTensor['type'],
    dims: readonly number[],
    values: Uint16Array | Float32Array | Uint8Array,
  ): Promise<StoredTensor> => {
    await align();
    const bytes = littleEndianBytes(values);
    const tensor = { name, type, dims, offset: end, bytes: bytes.byteLength };
    await append(bytes);
    return tensor;
  };
  const vector = async (name: string): Promise<StoredTensor> => {
    const values = await checkpoint.tensor(name);
    return store(name, 'float32', [values.length], values);
  };
  /** Output-major, as an embedding is: rows by rows. */
  const tall = async (name: string, rows: number, columns: number): Promise<StoredMatrix> => {
    await align();
    const [offset, scales] = [end, new Float32Array(rows)];
    for (const range of rowRanges(rows)) {
      const values = await checkpoint.tensor(name, range);
      const some = quantiseRows(values, range.end - range.begin, columns, 'output-major');
      await append(some.bytes);
      scales.set(some.scales, range.begin);
    }
    const stride = strideOf(columns);
    const weight = {
      ...({ name, type: 'uint8', dims: [rows, stride] } as const),
      ...{ offset, bytes: end - offset },
    };
    const scale = await store(`${name}.scale`, 'float32', [rows], scales);
    return { rows, columns, stride, weight, scale };
  };
  /** Input-major, as the linear layers are: its rows are columns in the file, so it is read whole. */
  const wide = async (name: string, rows: number, columns: number): Promise<StoredMatrix> => {
    const row8 = quantiseRows(await checkpoint.tensor(name), rows, columns, 'input-major');
    const { stride } = row8;
    const weight = await store(name, 'uint8', [rows, stride], row8.bytes);
    const scale = await store(`${name}.scale`, 'float32', [rows], row8.scales);
    return { rows, columns, stride, weight, scale };
  };
  const linear = async (name: string, inputs: number, outputs: number): Promise<StoredLinear> => ({
    matrix: await wide(`${name}.weight`, outputs, inputs),
    bias: await vector(`${name}.bias`),
  });
  const norm = async (name: string): Promise<StoredNorm> => ({
    gain: await vector(`${name}.weight`),
    bias: await vector(`${name}.bias`),
  });

  const embedding = await tall('wte.weight', vocab, dModel);
  const positions = await store(
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
  const head = checkpoint.tied ? embedding : await tall(HEAD, vocab, dModel);
  return { architecture, embedding, head, positions, blocks, lnFinal };
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
