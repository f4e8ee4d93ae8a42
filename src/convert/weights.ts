// Lays a model's tensors out in a buffer, `weights.bin` to a graph. Knows GPT-2's tensors, not how a matrix is stored.

import { ALIGNMENT } from '../runtime/packs/row8.js';
import type { CheckpointTensors } from './checkpoint.js';
import { joinBytes } from './join-bytes.js';

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

/** What comes after the last block. */
export interface StoredOutput<Matrix> {
  readonly lnFinal: StoredNorm;
  /** [V,d]: the embedding again, or a matrix of its own. */
  readonly head: Matrix;
}

/** Puts a matrix [rows,columns] into the buffer that the checkpoint keeps as [columns,rows], as it does those of linear layers. */
export type LayOutMatrix<Matrix> = (name: string, rows: number, columns: number) => Promise<Matrix>;

type TensorNumbers = Uint8Array | Uint16Array | Int32Array | Float32Array;

/** Takes the buffer's bytes, piece by piece, in order. Each `unit` bytes of a piece, a row, belong into one file. */
export type WeightsSink = (bytes: Uint8Array, unit?: number) => Promise<void>;

const BYTES: Readonly<Record<StoredTensor['type'], number>> = {
  uint8: 1,
  float16: 2,
  int32: 4,
  float32: 4,
};

/** The buffer being written. */
export class WeightsFile {
  readonly #sink: WeightsSink;
  readonly #prefix: string;
  #end: number;

  /**
   * @param prefix is left out of names: without "h.3." layer 3 has the names of every other layer.
   * @param begin where the buffer continues, if its beginning is written already.
   */
  constructor(
    sink: WeightsSink,
    { prefix = '', begin = 0 }: { readonly prefix?: string; readonly begin?: number } = {},
  ) {
    this.#sink = sink;
    this.#prefix = prefix;
    this.#end = begin;
  }

  /** Appends one tensor. */
  async store(
    name: string,
    type: StoredTensor['type'],
    dims: readonly number[],
    values: TensorNumbers,
  ): Promise<StoredTensor> {
    return this.storeParts(name, type, dims, [values]);
  }

  /** Appends one tensor piece by piece. */
  async storeParts(
    name: string,
    type: StoredTensor['type'],
    dims: readonly number[],
    parts: Iterable<TensorNumbers> | AsyncIterable<TensorNumbers>,
  ): Promise<StoredTensor> {
    await this.#append(new Uint8Array(-this.#end & (ALIGNMENT - 1)));
    const offset = this.#end;
    const unit = dims.length === 2 ? BYTES[type] * (dims[1] ?? 1) : 1;
    for await (const values of parts) await this.#append(bytesOf(values), unit);
    const local = name.startsWith(this.#prefix) ? name.slice(this.#prefix.length) : name;
    return { name: local, type, dims, offset, bytes: this.#end - offset };
  }

  async #append(bytes: Uint8Array, unit = 1): Promise<void> {
    await this.#sink(bytes, unit);
    this.#end += bytes.byteLength;
  }
}

/** What `layOut` puts into a file, in a buffer of its own. */
export async function layOutInMemory<Stored>(
  layOut: (file: WeightsFile) => Promise<Stored>,
): Promise<{ readonly stored: Stored; readonly bytes: Uint8Array<ArrayBuffer> }> {
  const parts: Uint8Array[] = [];
  const file = new WeightsFile(async (bytes) => {
    parts.push(bytes);
  });
  const stored = await layOut(file);
  return { stored, bytes: joinBytes(parts) };
}

/** One layer. */
export async function layOutBlock<Matrix>(
  checkpoint: CheckpointTensors,
  file: WeightsFile,
  layOutMatrix: LayOutMatrix<Matrix>,
  layer: number,
): Promise<StoredBlock<Matrix>> {
  const { dModel, dInner } = checkpoint.architecture;
  const norm = (name: string) => layOutNorm(checkpoint, file, `h.${layer}.${name}`);
  const linear = async (part: string, inputs: number, outputs: number) => {
    const name = `h.${layer}.${part}`;
    return {
      matrix: await layOutMatrix(`${name}.weight`, outputs, inputs),
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

/** Files are little-endian, as every machine is that runs WebAssembly in a browser. */
function bytesOf({ buffer, byteOffset, byteLength }: TensorNumbers): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
