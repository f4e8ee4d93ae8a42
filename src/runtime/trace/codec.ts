// Rows of attention to bytes and back. Knows nothing of tokens, models or files.

import type { AttentionEncoding } from './format.js';

/** Which weights a head has: `queries` rows, each over `keys` keys, or over keys 0..q when causal. */
export interface HeadShape {
  readonly queries: number;
  readonly keys: number;
  readonly causal: boolean;
}

const BYTES_PER_WEIGHT = { 'u8-sqrt': 1, f32: 4 } as const satisfies Record<
  AttentionEncoding,
  number
>;

/** (b/255)^2 for every byte b. */
const SQUARES = Float32Array.from({ length: 256 }, (_, byte) => (byte / 255) ** 2);

/** How many keys query `query` may look at. */
export function rowLength(shape: HeadShape, query: number): number {
  return shape.causal ? query + 1 : shape.keys;
}

/** How many weights one head stores: Q(Q+1)/2 when causal, Q K when not. */
export function weightsPerHead({ queries, keys, causal }: HeadShape): number {
  return causal ? (queries * (queries + 1)) / 2 : queries * keys;
}

/** How many bytes one head takes. */
export function bytesPerHead(shape: HeadShape, encoding: AttentionEncoding): number {
  return weightsPerHead(shape) * BYTES_PER_WEIGHT[encoding];
}

/**
 * Stores one head.
 * @param matrix weights [Q,K], row-major; what the mask hides is not read.
 */
export function encodeHead(
  matrix: ArrayLike<number>,
  shape: HeadShape,
  encoding: AttentionEncoding,
): Uint8Array {
  const bytes = new Uint8Array(bytesPerHead(shape, encoding));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (let query = 0; query < shape.queries; query++) {
    for (let key = 0; key < rowLength(shape, query); key++, at++) {
      const weight = matrix[query * shape.keys + key] ?? 0;
      if (encoding === 'f32') view.setFloat32(at * 4, weight, true);
      else bytes[at] = Math.round(255 * Math.sqrt(weight));
    }
  }
  return bytes;
}

/**
 * Reads one head back as weights [Q,K], row-major, every row scaled to sum to 1 and 0 where the mask hides a key.
 * @param bytes `bytesPerHead(shape, encoding)` bytes.
 */
export function decodeHead(
  bytes: Uint8Array,
  shape: HeadShape,
  encoding: AttentionEncoding,
): Float32Array<ArrayBuffer> {
  const matrix = new Float32Array(shape.queries * shape.keys);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  for (let query = 0; query < shape.queries; query++) {
    const start = query * shape.keys;
    const length = rowLength(shape, query);
    let sum = 0;
    for (let key = 0; key < length; key++, at++) {
      const weight =
        encoding === 'f32'
          ? view.getFloat32(at * 4, true)
          : (SQUARES[bytes[at] as number] as number);
      matrix[start + key] = weight;
      sum += weight;
    }
    for (let key = 0; key < length; key++) (matrix[start + key] as number) /= sum;
  }
  return matrix;
}
