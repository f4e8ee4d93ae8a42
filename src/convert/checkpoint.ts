// A GPT-2 checkpoint: config.json and model.safetensors, or several such files.

import type { ModelArchitecture } from '../runtime/packs/manifest.js';
import { sha256 } from '../runtime/packs/sha256.js';
import type { CheckpointFiles } from './checkpoint-files.js';
import { readConfig } from './config.js';
import { ConvertError } from './convert-error.js';
import type { RowRange } from './safetensors.js';
import { arrangeTensors } from './tensor-arrangement.js';
import { TensorFiles } from './tensor-files.js';
import { valueCount } from './value-count.js';

/** What is read of a checkpoint to lay a part of it out. */
export interface CheckpointTensors {
  readonly architecture: ModelArchitecture;
  /**
   * Values of a tensor of `tensorShapes` (or of `lm_head.weight`), row-major: all, or some rows. Names have no prefix, matrices are
   * [in,out], and biases that the checkpoint lacks are zeros.
   * @throws {ConvertError} `tensor` when it holds a NaN or an infinity, or cannot be read.
   */
  tensor(name: string, rows?: RowRange): Promise<Float32Array<ArrayBuffer>>;
}

/** An open checkpoint. Close it when done. */
export interface Checkpoint extends CheckpointTensors {
  /** Several tensors, whole, read together: those that lie side by side in a file at once. @throws as `tensor` does. */
  tensors(names: readonly string[]): Promise<CheckpointTensors>;
  /** Whether the output layer has a matrix of its own, `lm_head.weight`; it may be the embedding again. */
  readonly hasHead: boolean;
  /** Of all that is read of the weights. */
  readonly bytes: number;
  /** What a manifest says of the weights: see `ModelManifest`. Nothing where it is not known without reading all. */
  sha256(): Promise<string | undefined>;
  close(): Promise<void>;
}

/**
 * Opens a checkpoint and checks that it is a GPT-2 with every tensor in its place and shape.
 * Attention's causal mask buffers (`h.*.attn.bias`) are ignored, as is an `lm_head.weight` equal to the embedding.
 * @throws {ConvertError} `config`, `safetensors` or `tensor`, with what was found and what was expected; and what reading
 * the files throws.
 */
export async function openCheckpoint(files: CheckpointFiles): Promise<Checkpoint> {
  const config = await readConfig(files);
  const { architecture } = config;
  const weights = await TensorFiles.open(files);
  const { fileNames, shapes, isLinear, hasHead } = arrangeTensors(weights, config);

  const zeros = (name: string) => {
    const shape = shapes.get(name);
    if (shape) return new Float32Array(valueCount(shape));
    throw new ConvertError('tensor', `The checkpoint has no tensor "${name}".`);
  };
  /** @param values the whole tensor, as the file has it. @returns matrices of layers [in,out]. */
  const inputMajor = (name: string, values: Float32Array<ArrayBuffer>) => {
    const [inputs = 0] = shapes.get(name) ?? [];
    return isLinear(name) ? transpose(values, values.length / inputs, inputs) : values;
  };
  const tensor = async (name: string, rows?: RowRange) => {
    const stored = fileNames.get(name);
    if (stored === undefined) return part(zeros(name), shapes.get(name), rows);
    if (!isLinear(name)) return weights.read(stored, rows);
    return part(inputMajor(name, await weights.read(stored)), shapes.get(name), rows);
  };
  return {
    architecture,
    tensor,
    async tensors(names) {
      const stored = names.flatMap((name) => fileNames.get(name) ?? []);
      const values = await weights.readAll(stored);
      return {
        architecture,
        tensor: async (name) => {
          if (!names.includes(name)) throw new Error(`Tensor "${name}" was not asked for.`);
          const held = values.get(fileNames.get(name) ?? '');
          return held ? inputMajor(name, held) : zeros(name);
        },
      };
    },
    hasHead,
    bytes: [...fileNames.values()].reduce((sum, name) => sum + weights.bytes(name), 0),
    sha256: () => hashOfAll(files, weights.names),
    close: () => files.close(),
  };
}

/** Some rows of a whole tensor. */
function part(
  values: Float32Array<ArrayBuffer>,
  shape: readonly number[] = [],
  rows?: RowRange,
): Float32Array<ArrayBuffer> {
  const length = valueCount(shape.slice(1));
  return rows ? values.slice(rows.begin * length, rows.end * length) : values;
}

/** [rows,columns] to [columns,rows]. */
function transpose(values: Float32Array, rows: number, columns: number): Float32Array<ArrayBuffer> {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      turned[column * rows + row] = values[row * columns + column] ?? 0;
    }
  }
  return turned;
}

/** SHA-256 of the file. If there are several, that of a line for each, as `sha256sum` prints them. */
async function hashOfAll(
  files: CheckpointFiles,
  names: readonly string[],
): Promise<string | undefined> {
  const hashes: (string | undefined)[] = [];
  for (const name of names) hashes.push(await files.sha256(name));
  if (hashes.length === 1 || hashes.includes(undefined)) return hashes[0];
  const lines = hashes.map((hash, at) => `${hash}  ${names[at]}\n`).join('');
  return sha256(new TextEncoder().encode(lines));
}

/** Rows read at a time: an embedding whole would be hundreds of megabytes. */
const ROWS_AT_ONCE = 4096;

/** The rows of a matrix in ranges that are read one after another. */
export function* rowRanges(rows: number): Generator<RowRange> {
  for (let begin = 0; begin < rows; begin += ROWS_AT_ONCE) {
    yield { begin, end: Math.min(rows, begin + ROWS_AT_ONCE) };
  }
}
