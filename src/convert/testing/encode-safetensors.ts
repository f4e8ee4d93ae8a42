// Writes safetensors files, to have something to read.

import { floatToHalf } from '../half.js';
import { valueCount } from '../value-count.js';

export interface TensorToWrite {
  readonly dtype: 'F32' | 'F16' | 'BF16' | 'I8';
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Of each dtype, bytes of a value. */
const VALUE_BYTES = { F32: 4, F16: 2, BF16: 2, I8: 1 } as const;

/** What comes before the data, and how many bytes that has. */
export function safetensorsHead(
  tensors: Iterable<readonly [name: string, tensor: Omit<TensorToWrite, 'values'>]>,
): { readonly head: Buffer<ArrayBuffer>; readonly dataBytes: number } {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let end = 0;
  for (const [name, { dtype, shape }] of tensors) {
    const begin = end;
    end += VALUE_BYTES[dtype] * valueCount(shape);
    header[name] = { dtype, shape, data_offsets: [begin, end] };
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return { head: Buffer.concat([length, text]), dataBytes: end };
}

export function encodeSafetensors(tensors: ReadonlyMap<string, TensorToWrite>): Uint8Array {
  return Buffer.concat([safetensorsHead(tensors).head, ...[...tensors.values()].map(encodeValues)]);
}

const single = new DataView(new ArrayBuffer(4));

function encodeValues({ dtype, values }: TensorToWrite): Uint8Array {
  if (dtype === 'I8') return new Uint8Array(Int8Array.from(values).buffer);
  const view = new DataView(new ArrayBuffer(VALUE_BYTES[dtype] * values.length));
  for (const [at, value] of values.entries()) {
    if (dtype === 'F32') view.setFloat32(4 * at, value, true);
    else if (dtype === 'F16') view.setUint16(2 * at, floatToHalf(value), true);
    else {
      // Truncated, not rounded: enough for values that are given as bfloat16 already.
      single.setFloat32(0, value);
      view.setUint16(2 * at, single.getUint16(0), true);
    }
  }
  return new Uint8Array(view.buffer);
}
