// Writes safetensors files, to have something to read.

import { floatToHalf } from '../half.js';

export interface TensorToWrite {
  readonly dtype: 'F32' | 'F16' | 'BF16' | 'I8';
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export function encodeSafetensors(tensors: ReadonlyMap<string, TensorToWrite>): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  const parts: Uint8Array[] = [];
  let end = 0;
  for (const [name, tensor] of tensors) {
    const bytes = encodeValues(tensor);
    const { dtype, shape } = tensor;
    header[name] = { dtype, shape, data_offsets: [end, end + bytes.byteLength] };
    end += bytes.byteLength;
    parts.push(bytes);
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, BigInt(text.byteLength), true);
  return Buffer.concat([new Uint8Array(length.buffer), text, ...parts]);
}

const single = new DataView(new ArrayBuffer(4));

function encodeValues({ dtype, values }: TensorToWrite): Uint8Array {
  if (dtype === 'I8') return new Uint8Array(Int8Array.from(values).buffer);
  const valueBytes = dtype === 'F32' ? 4 : 2;
  const view = new DataView(new ArrayBuffer(valueBytes * values.length));
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
