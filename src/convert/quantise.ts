// row8: a matrix as bytes, one scale per output row. Knows nothing of files or graphs.

import { strideOf, ZERO_POINT } from '../runtime/packs/row8.js';

/** A matrix [N,K], output-major: the weight at n, k is `scales[n] * (bytes[n * stride + k] - 128)`. */
export interface Row8 {
  readonly rows: number;
  readonly columns: number;
  /** `columns` rounded up to a multiple of 32; the bytes beyond `columns` stand for 0. */
  readonly stride: number;
  readonly bytes: Uint8Array;
  /** One float32 per row; 0 for a row of zeros. */
  readonly scales: Float32Array;
}

/**
 * Quantises a matrix [N,K] so that the largest magnitude of every row becomes 127.
 * @param order how `values` lie: `output-major` [N,K] or `input-major` [K,N], as Hugging Face's Conv1D keeps them.
 */
export function quantiseRows(
  values: Float32Array,
  rows: number,
  columns: number,
  order: 'output-major' | 'input-major',
): Row8 {
  const [rowStep, columnStep] = order === 'output-major' ? [columns, 1] : [1, rows];
  const stride = strideOf(columns);
  const bytes = new Uint8Array(rows * stride).fill(ZERO_POINT);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let largest = 0;
    for (let column = 0; column < columns; column++) {
      largest = Math.max(largest, Math.abs(values[row * rowStep + column * columnStep] ?? 0));
    }
    const scale = Math.fround(largest / 127);
    scales[row] = scale;
    // Also a row so small that its scale underflows.
    if (scale === 0) continue;
    for (let column = 0; column < columns; column++) {
      const steps = (values[row * rowStep + column * columnStep] ?? 0) / scale;
      bytes[row * stride + column] = ZERO_POINT + clampStep(Math.round(steps));
    }
  }
  return { rows, columns, stride, bytes, scales };
}

/** A scale among float32's subnormals is rounded so coarsely that steps beyond 127 occur. */
function clampStep(step: number): number {
  return Math.max(-127, Math.min(127, step));
}
