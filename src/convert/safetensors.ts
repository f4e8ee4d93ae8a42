// Reads `.safetensors` files, some tensors at a time. Knows nothing of GPT-2.
// Format: github.com/huggingface/safetensors, "Format": a little-endian u64 length, a JSON header, the data.

import { shorten } from '../runtime/shorten.js';
import { halfToFloat } from '../runtime/trace/qkv.js';
import type { ByteFile } from './checkpoint-files.js';
import { ConvertError } from './convert-error.js';
import { parseJson } from './parse-json.js';
import { valueCount } from './value-count.js';

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

/** Makes a tensor's bytes numbers. Every machine that runs WebAssembly in a browser is little-endian, as files are. */
type Decoder = (bytes: Uint8Array<ArrayBuffer>) => Float32Array<ArrayBuffer>;

const DECODERS: Readonly<Record<string, Decoder>> = {
  F32: (bytes) => new Float32Array(...aligned(bytes, 4)),
  F16: (bytes) => Float32Array.from(new Uint16Array(...aligned(bytes, 2)), halfToFloat),
  // The upper half of a float32.
  BF16: (bytes) => {
    const bits = Uint32Array.from(new Uint16Array(...aligned(bytes, 2)), (half) => half * 2 ** 16);
    return new Float32Array(bits.buffer);
  },
};

/** Where a typed array of these bytes lies, copied where they do not begin at a multiple of `valueBytes`. */
function aligned(
  bytes: Uint8Array<ArrayBuffer>,
  valueBytes: number,
): [buffer: ArrayBuffer, offset: number, length: number] {
  const { buffer, byteOffset } = bytes.byteOffset % valueBytes === 0 ? bytes : bytes.slice();
  return [buffer, byteOffset, bytes.length / valueBytes];
}

/** A page reads it whole. The format allows six times as much; GPT-2's largest has a hundredth of this. */
const MAX_HEADER_BYTES = 2 ** 24;

/** How the file begins that Git leaves in place of a large one. */
const LFS_POINTER = 'version ';

/** Values of some tensors, by their names. */
export type TensorValues = ReadonlyMap<string, Float32Array<ArrayBuffer>>;

/** A part of a file. */
interface ByteRange {
  readonly begin: number;
  end: number;
}

/** A file whose header has been read. */
export class Safetensors {
  readonly entries: ReadonlyMap<string, TensorEntry>;
  readonly #file: ByteFile;
  readonly #dataStart: number;

  private constructor(file: ByteFile, dataStart: number, entries: Map<string, TensorEntry>) {
    this.#file = file;
    this.#dataStart = dataStart;
    this.entries = entries;
  }

  /**
   * Reads and checks the header of a file: every tensor lies in the file, has the length its shape asks for, and the
   * tensors fill the data without gap or overlap.
   * @throws {ConvertError} `safetensors`, by the file's name.
   */
  static async open(file: ByteFile, name: string): Promise<Safetensors> {
    try {
      const headerBytes = await readHeaderLength(file);
      const dataStart = 8 + headerBytes;
      const header = await file.read(8, dataStart);
      return new Safetensors(file, dataStart, parseHeader(header, file.size - dataStart));
    } catch (error) {
      if (!(error instanceof ConvertError)) throw error;
      throw new ConvertError(error.code, `${name} ${error.message}`, { cause: error });
    }
  }

  /**
   * The values of one tensor, row-major: all of them, or those of some rows (of its first dimension).
   * @throws {ConvertError} `tensor` when it is missing, is not F32, F16 or BF16, or holds a NaN or an infinity.
   */
  async read(name: string, rows?: RowRange): Promise<Float32Array<ArrayBuffer>> {
    const { entry, decode, valueBytes } = this.#find(name);
    const rowLength = valueCount(entry.shape.slice(1));
    const first = (rows?.begin ?? 0) * rowLength;
    const count = rows ? (rows.end - rows.begin) * rowLength : valueCount(entry.shape);
    const begin = this.#dataStart + entry.begin + first * valueBytes;
    const bytes = await this.#file.read(begin, begin + count * valueBytes);
    return finite(name, decode(bytes), first);
  }

  /** Several tensors, whole; those that lie side by side are read at once. @throws {ConvertError} as `read` does. */
  async readAll(names: readonly string[]): Promise<TensorValues> {
    const found = names.map((name) => ({ name, ...this.#find(name) }));
    found.sort((a, b) => a.entry.begin - b.entry.begin);
    const ranges: ByteRange[] = [];
    for (const { begin, end } of found.map(({ entry }) => entry)) {
      const last = ranges.at(-1);
      if (last?.end === begin) last.end = end;
      else ranges.push({ begin, end });
    }
    const values = new Map<string, Float32Array<ArrayBuffer>>();
    for (const { begin, end } of ranges) {
      const bytes = await this.#file.read(this.#dataStart + begin, this.#dataStart + end);
      for (const { name, entry, decode } of found) {
        if (entry.begin < begin || entry.end > end) continue;
        const own = bytes.subarray(entry.begin - begin, entry.end - begin);
        values.set(name, finite(name, decode(own), 0));
      }
    }
    return values;
  }

  #find(name: string): { entry: TensorEntry; decode: Decoder; valueBytes: number } {
    const entry = this.entries.get(name);
    if (!entry) throw new ConvertError('tensor', `The checkpoint has no tensor "${name}".`);
    const decode = DECODERS[entry.dtype];
    const valueBytes = VALUE_BYTES[entry.dtype];
    if (decode && valueBytes !== undefined) return { entry, decode, valueBytes };
    const problem = `is ${entry.dtype}; F32, F16 or BF16 was expected.`;
    throw new ConvertError('tensor', `Tensor "${name}" ${problem} Save it as one of these.`);
  }
}

/** @param first index of the first value, in the tensor. @throws {ConvertError} `tensor` */
function finite(
  name: string,
  values: Float32Array<ArrayBuffer>,
  first: number,
): Float32Array<ArrayBuffer> {
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (Number.isFinite(value)) continue;
    throw new ConvertError('tensor', `Tensor "${name}" holds ${value} at index ${first + index}.`);
  }
  return values;
}

async function readHeaderLength(file: ByteFile): Promise<number> {
  const { size } = file;
  if (size < 8) throw broken(`has ${size} bytes, fewer than the 8 of a header length.`);
  const prefix = await file.read(0, 8);
  const length = Number(new DataView(prefix.buffer).getBigUint64(0, true));
  if (new TextDecoder().decode(prefix) === LFS_POINTER) {
    throw broken('is a Git LFS pointer, not the weights themselves. Get them with `git lfs pull`.');
  }
  if (length > size - 8 || length > MAX_HEADER_BYTES) {
    const problem = `announces a header of ${length} bytes and has ${size}`;
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
  if (end - begin !== valueCount(shape) * valueBytes) {
    const taken = `[${shorten(shape.join(','))}] of ${dtype}`;
    throw broken(`gives tensor "${shorten(name)}" ${end - begin} bytes, which is not ${taken}.`);
  }
  if (end > dataBytes) {
    const problem = `is truncated: tensor "${shorten(name)}" ends at byte ${end} of the data, which has ${dataBytes}.`;
    throw broken(`${problem} Download it again.`);
  }
  return { dtype, shape, begin, end };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0);
}

/** @param problem begins with a verb: the name of the file goes before it. */
function broken(problem: string, options?: ErrorOptions): ConvertError {
  return new ConvertError('safetensors', problem, options);
}
