// Lays a model's tensors out in one buffer, `weights.bin` to the graphs. Knows GPT-2's tensors, not how a matrix is stored.

import type { ModelArchitecture } from '../../runtime/packs/manifest.js';
import { type Checkpoint, HEAD } from './checkpoint.js';

/** A tensor's place in the buffer. */
export interface StoredTensor {
  readonly name: string;
  readonly type: 'uint8' | 'int32' | 'float16' | 'float32';
  readonly dims: readonly number[];
  readonly offset: number;
  readonly bytes: number;
}

/** y = W x + b. */
export interface StoredLinear<Matrix> {
  readonly matrix: Matrix;
  readonly bias: StoredTensor;
}

export interface StoredNorm {
  readonly gain: StoredTensor;
  readonly bias: StoredTensor;
}

export interface StoredBlock<Matrix> {
  readonly ln1: StoredNorm;
  readonly attention: StoredLinear<Matrix>;
  readonly attentionOut: StoredLinear<Matrix>;
  readonly ln2: StoredNorm;
  readonly mlp: StoredLinear<Matrix>;
  readonly mlpOut: StoredLinear<Matrix>;
}

/** Every tensor of a model, by its part in it. What a matrix is, is the format's. */
export interface StoredModel<Matrix> {
  readonly architecture: ModelArchitecture;
  /** Token embedding [V,d]. */
  readonly embedding: Matrix;
  /** Output layer [V,d]: the embedding again, or a matrix of its own. */
  readonly head: Matrix;
  /** Position embedding [context,d]. */
  readonly positions: StoredTensor;
  readonly blocks: readonly StoredBlock<Matrix>[];
  readonly lnFinal: StoredNorm;
}

/** How matrices are put into the buffer. */
export interface MatrixFormat<Matrix> {
  /** [rows,columns] in the checkpoint's own order, as an embedding is. */
  tall(name: string, rows: number, columns: number): Promise<Matrix>;
  /** [rows,columns] that the checkpoint keeps as [columns,rows], as it does those of linear layers. */
  wide(name: string, rows: number, columns: number): Promise<Matrix>;
  /** Position embedding [rows,columns]. */
  positions(name: string, rows: number, columns: number): Promise<StoredTensor>;
}

type TensorValues = Uint8Array | Uint16Array | Int32Array | Float32Array;

/** Takes the buffer's bytes, piece by piece, in order. */
export type WeightsSink = (bytes: Uint8Array) => Promise<void>;

/** Typed arrays over the buffer need 4; 64 keeps every tensor at the start of a cache line. */
const ALIGNMENT = 64;

/** The buffer being written. */
export class WeightsFile {
  readonly #sink: WeightsSink;
  readonly #prefix: string;
  #end = 0;

  /** @param prefix is left out of names: without "h.3." layer 3 has the names of every other layer. */
  constructor(sink: WeightsSink, prefix = '') {
    this.#sink = sink;
    this.#prefix = prefix;
  }

  /** Appends one tensor. */
  async store(
    name: string,
    type: StoredTensor['type'],
    dims: readonly number[],
    values: TensorValues,
  ): Promise<StoredTensor> {
    return this.storeParts(name, type, dims, [values]);
  }

  /** Appends one tensor piece by piece. */
  async storeParts(
    name: string,
    type: StoredTensor['type'],
    dims: readonly number[],
    parts: Iterable<TensorValues> | AsyncIterable<TensorValues>,
  ): Promise<StoredTensor> {
    await this.#append(new Uint8Array(-this.#end & (ALIGNMENT - 1)));
    const offset = this.#end;
    for await (const values of parts) await this.#append(littleEndianBytes(values));
    const local = name.startsWith(this.#prefix) ? name.slice(this.#prefix.length) : name;
    return { name: local, type, dims, offset, bytes: this.#end - offset };
  }

  async #append(bytes: Uint8Array): Promise<void> {
    await this.#sink(bytes);
    this.#end += bytes.byteLength;
  }
}

/** What `layOut` puts into a file, in a buffer of its own. @param prefix as `WeightsFile` takes it. */
export async function layOutInMemory<Stored>(
  layOut: (file: WeightsFile) => Promise<Stored>,
  prefix?: string,
): Promise<{ readonly stored: Stored; readonly bytes: Uint8Array<ArrayBuffer> }> {
  const parts: Uint8Array[] = [];
  const file = new WeightsFile(async (bytes) => {
    parts.push(bytes);
  }, prefix);
  const stored = await layOut(file);
  return { stored, bytes: new Uint8Array(Buffer.concat(parts)) };
}

/** Lays a checkpoint out, tensor by tensor. At no time is more than one matrix in memory. */
export async function layOutWeights<Matrix>(
  checkpoint: Checkpoint,
  file: WeightsFile,
  format: MatrixFormat<Matrix>,
  beforeLayer?: (layer: number) => void,
): Promise<StoredModel<Matrix>> {
  const { architecture, tied } = checkpoint;
  const { dModel, vocab, context, layers } = architecture;
  const embedding = await format.tall('wte.weight', vocab, dModel);
  const positions = await format.positions('wpe.weight', context, dModel);
  const blocks: StoredBlock<Matrix>[] = [];
  for (let layer = 0; layer < layers; layer++) {
    beforeLayer?.(layer);
    blocks.push(await layOutBlock(checkpoint, file, format, layer));
  }
  const lnFinal = await layOutNorm(checkpoint, file, 'ln_f');
  const head = tied ? embedding : await format.tall(HEAD, vocab, dModel);
  return { architecture, embedding, head, positions, blocks, lnFinal };
}

/** What is read of a checkpoint to lay a part of it out. */
type CheckpointTensors = Pick<Checkpoint, 'architecture' | 'tensor'>;

/** One layer of it. */
export async function layOutBlock<Matrix>(
  checkpoint: CheckpointTensors,
  file: WeightsFile,
  format: MatrixFormat<Matrix>,
  layer: number,
): Promise<StoredBlock<Matrix>> {
  const { dModel, dInner } = checkpoint.architecture;
  const norm = (name: string) => layOutNorm(checkpoint, file, `h.${layer}.${name}`);
  const linear = async (part: string, inputs: number, outputs: number) => {
    const name = `h.${layer}.${part}`;
    return {
      matrix: await format.wide(`${name}.weight`, outputs, inputs),
      bias: await layOutVector(checkpoint, file, `${name}.bias`),
    };
  };
  return {
    ln1: await norm('ln_1'),
    attention: await linear('attn.c_attn', dModel, 3 * dModel),
    attentionOut: await linear('attn.c_proj', dModel, dModel),
    ln2: await norm('ln_2'),
    mlp: await linear('mlp.c_fc', dModel, dInner),
    mlpOut: await linear('mlp.c_proj', dInner, dModel),
  };
}

export async function layOutNorm(
  checkpoint: CheckpointTensors,
  file: WeightsFile,
  name: string,
): Promise<StoredNorm> {
  return {
    gain: await layOutVector(checkpoint, file, `${name}.weight`),
    bias: await layOutVector(checkpoint, file, `${name}.bias`),
  };
}

async function layOutVector(
  checkpoint: CheckpointTensors,
  file: WeightsFile,
  name: string,
): Promise<StoredTensor> {
  const values = await checkpoint.tensor(name);
  return file.store(name, 'float32', [values.length], values);
}

function littleEndianBytes(values: TensorValues): Uint8Array {
  if (values instanceof Uint8Array) return values;
  const bytes = new Uint8Array(values.byteLength);
  const view = new DataView(bytes.buffer);
  if (values instanceof Uint16Array) {
    for (const [index, value] of values.entries()) view.setUint16(2 * index, value, true);
  } else if (values instanceof Int32Array) {
    for (const [index, value] of values.entries()) view.setInt32(4 * index, value, true);
  } else {
    for (const [index, value] of values.entries()) view.setFloat32(4 * index, value, true);
  }
  return bytes;
}
