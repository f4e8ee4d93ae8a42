// How the bytes of a row8 matrix lie, and what they stand for.

import type { ModelArchitecture } from './manifest.js';

/** WebGPU's MatMulNBits reads rows in blocks of 32; 32 is also the block that was fastest there. */
export const BLOCK = 32;

/** The byte that stands for 0. */
export const ZERO_POINT = 128;

/** Typed arrays over a buffer need 4; 64 keeps every tensor at the start of a cache line. */
export const ALIGNMENT = 64;

/** Bytes of a row of so many columns: a multiple of 32. The bytes beyond `columns` stand for 0. */
export function strideOf(columns: number): number {
  return roundUp(columns, BLOCK);
}

/** Where the parts of a token embedding [V,d] lie in its joined files: scales float32 [V] first, then rows uint8 [V,stride]. */
export interface EmbeddingPlaces {
  /** Where the rows begin. */
  readonly rows: number;
  readonly stride: number;
  /** Of all together. */
  readonly bytes: number;
}

export function embeddingPlaces({
  vocab,
  dModel,
}: Pick<ModelArchitecture, 'vocab' | 'dModel'>): EmbeddingPlaces {
  const rows = roundUp(4 * vocab, ALIGNMENT);
  const stride = strideOf(dModel);
  return { rows, stride, bytes: rows + vocab * stride };
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
