// Reads `.safetensors` files, a tensor at a time. Knows nothing of GPT-2.
// Format: github.com/huggingface/safetensors, "Format": a little-endian u64 length, a JSON header, the data.

import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { shorten } from '../runtime/shorten.js';
import { halfToFloat } from '../runtime/trace/qkv.js';
import { ConvertError } from './convert-error.js';
import { parseJson } from './parse-json.js';

/** What the header says of one tensor. */
export interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** First and one past the last byte, counted from the end of the header. */
  readonly begin: number;
  readonly end: number;
}

/** Rows of a tensor from `begin` to before `end`. */
export interface RowRange {
  readonly begin: number;
  readonly end: number;
}

/** Bytes of one value of every dtype the format knows; those with a decoder below can be read. */
const VALUE_BYTES: Readonly<Record<string, number>> = {
  ...{ BOOL: 1, U8: 1, I8: 1, F8_E4M3: 1, F8_E5M2: 1, I16: 2, U16: 2, F16: 2, BF16: 2 },
  ...{ I32: 4, U32: 4, F32: 4, I64: 8, U64: 8, F64: 8 },
};

const DECODERS: Readonly<Record<string, (data: DataView, index: number) => number>> = {
  F32: (data, index) => data.getFloat32(4 * index, true),
  F16: (data, index) => halfToFloat(data.getUint16(2 * index, true)),
  BF16: (data, index) => bfloatToFloat(data.getUint16(2 * index, true)),
};

/** The format's own limit; a longer header is a damaged or hostile file. */
const MAX_HEADER_BYTES = 100_000_000;

/** How the file begins that Git leaves in place of a large one. */
const LFS_POINTER = 'version ';

/** An open file. Close it when done. */
export class Safetensors {
  readonly entries: ReadonlyMap<string, TensorEntry>;
  readonly #file: FileHandle;
  readonly #dataStart: number;

  private constructor(file: FileHandle, dataStart: number, entries: Map<string, TensorEntry>) {
    this.#file = file;
    this.#dataStart = dataStart;
    this.entries = entries;
  }

  /**
   * Opens a file and checks its header: every tensor lies in the file, has the length its shape asks for, and the
   * tensors fill the data without gap or overlap.
   * @throws {ConvertError} `safetensors`
   */
  static async open(path: string): Promise<Safetensors> {
    // Before it is opened: a pipe would wait for somebody who writes to it.
    const kind = await stat(path).catch(() => undefined);
    if (kind && !kind.isFile()) {
      const advice = 'The converter needs a GPT-2 saved as safetensors.';
      throw new ConvertError('safetensors', `${basename(path)} is no file. ${advice}`);
    }
    const file = await open(path).catch((cause: unknown) => {
      const advice = 'The converter needs a GPT-2 saved as safetensors.';
      throw new ConvertError('safetensors', `${path} cannot be opened. ${advice}`, { cause });
    });
    try {
      const stats = await file.stat();
      if (!stats.isFile())
        throw broken('is no file. The converter needs a GPT-2 saved as safetensors.');
      const { size } = stats;
      const headerBytes = await readHeaderLength(file, size);
      const header = await readBytes(file, 8, headerBytes);
      const dataStart = 8 + headerBytes;
      return new Safetensors(file, dataStart, parseHeader(header, size - dataStart));
    } catch (error) {
      await file.close();
      if (!(error instanceof ConvertError)) throw error;
      throw new ConvertError(error.code, `${basename(path)} ${error.message}`, { cause: error });
    }
  }

  /**
   * The values of one tensor, row-major: all of them, or those of some rows (of its first dimension).
   * @throws {ConvertError} `tensor` when it is missing, is not F32, F16 or BF16, or holds a NaN or an infinity.
   */
  async read(name: string, rows?: RowRange): Promise<Float32Array<ArrayBuffer>> {
    const entry = this.entries.get(name);
    if (!entry) throw new ConvertError('tensor', `The checkpoint has no tensor "${name}".`);
    const decode = DECODERS[entry.dtype];
    const valueBytes = VALUE_BYTES[entry.dtype];
    if (!decode || valueBytes === undefined) {
      const problem = `is ${entry.dtype}; F32, F16 or BF16 was expected.`;
      throw new ConvertError('tensor', `Tensor "${name}" ${problem} Save it as one of these.`);
    }
    const rowLength = product(entry.shape.slice(1));
    const first = (rows?.begin ?? 0) * rowLength;
    const count = rows ? (rows.end - rows.begin) * rowLength : product(entry.shape);
    const bytes = await readBytes(
      this.#file,
      this.#dataStart + entry.begin + first * valueBytes,
      count * valueBytes,
    );
    const data = new DataView(bytes.buffer);
    const values = new Float32Array(count);
    for (let index = 0; index < values.length; index++) {
      const value = decode(data, index);
      if (!Number.isFinite(value)) {
        throw new ConvertError(
          'tensor',
          `Tensor "${name}" holds ${value} at index ${first + index}.`,
        );
      }
      values[index] = value;
    }
    return values;
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

async function readHeaderLength(file: FileHandle, fileSize: number): Promise<number> {
  if (fileSize < 8) throw broken(`has ${fileSize} bytes, fewer than the 8 of a header length.`);
  const prefix = await readBytes(file, 0, 8);
  const length = Number(new DataView(prefix.buffer).getBigUint64(0, true));
  if (new TextDecoder().decode(prefix) === LFS_POINTER) {
    throw broken('is a Git LFS pointer, not the weights themselves. Get them with `git lfs pull`.');
  }
  if (length > fileSize - 8 || length > MAX_HEADER_BYTES) {
    const problem = `announces a header of ${length} bytes and has ${fileSize}`;
    throw broken(`${problem}: it is truncated or no safetensors file. Download it again.`);
  }
  return length;
}

function parseHeader(bytes: Uint8Array, dataBytes: number): Map<string, TensorEntry> {
  let header: unknown;
  try {
    header = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw broken('has a header that is not JSON.', { cause });
  }
  if (!isRecord(header)) throw broken('has a header that is not an object.');

  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => [name, parseEntry(name, value, dataBytes)] as const)
    .sort(([, a], [, b]) => a.begin - b.begin);
  let end = 0;
  for (const [name, entry] of entries) {
    if (entry.begin !== end) {
      throw broken(`has tensor "${shorten(name)}" at byte ${entry.begin}; ${end} was expected.`);
    }
    end = entry.end;
  }
  if (end !== dataBytes) throw broken(`holds ${dataBytes} bytes of data; its tensors take ${end}.`);
  return new Map(entries);
}

function parseEntry(name: string, value: unknown, dataBytes: number): TensorEntry {
  if (!isRecord(value)) throw broken(`does not describe tensor "${shorten(name)}" by an object.`);
  const { dtype, shape, data_offsets: offsets } = value;
  const valueBytes = typeof dtype === 'string' ? VALUE_BYTES[dtype] : undefined;
  if (typeof dtype !== 'string' || valueBytes === undefined) {
    throw broken(
      `gives tensor "${shorten(name)}" the unknown dtype ${shorten(JSON.stringify(dtype) ?? 'undefined')}.`,
    );
  }
  if (!isCounts(shape)) throw broken(`gives tensor "${shorten(name)}" no valid shape.`);
  if (!isCounts(offsets) || offsets.length !== 2) {
    throw broken(`gives tensor "${shorten(name)}" no valid data_offsets.`);
  }
  const [begin = 0, end = 0] = offsets;
  if (end - begin !== product(shape) * valueBytes) {
    const taken = `[${shorten(shape.join(','))}] of ${dtype}`;
    throw broken(`gives tensor "${shorten(name)}" ${end - begin} bytes, which is not ${taken}.`);
  }
  if (end > dataBytes) {
    const problem = `is truncated: tensor "${shorten(name)}" ends at byte ${end} of the data, which has ${dataBytes}.`;
    throw broken(`${problem} Download it again.`);
  }
  return { dtype, shape, begin, end };
}

async function readBytes(
  file: FileHandle,
  position: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) throw broken(`ends before byte ${position + length}.`);
    filled += bytesRead;
  }
  return bytes;
}

const scratch = new DataView(new ArrayBuffer(4));

/** bfloat16 is the upper half of a float32. */
function bfloatToFloat(bits: number): number {
  scratch.setUint32(0, bits * 2 ** 16);
  return scratch.getFloat32(0);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0);
}

function product(shape: readonly number[]): number {
  return shape.reduce((total, length) => total * length, 1);
}

/** @param problem begins with a verb: the name of the file goes before it. */
function broken(problem: string, options?: ErrorOptions): ConvertError {
  return new ConvertError('safetensors', problem, options);
}
