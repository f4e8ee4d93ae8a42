// Which input channels of a matrix are outliers: those whose activations are largest in a float32 pass.

import type { OutlierChannels } from './graph/wasm-graph.js';

/**
 * On the real layers 8 channels of 768 are enough to come as close as two bytes per activation do; 32 leave room for what
 * other texts and layers do, at a twentieth of the matrix's work.
 */
const MOST = 32;

/** Of a small matrix, at most a quarter: a byte per activation is what makes the graph fast. */
const MOST_OF_CHANNELS = 1 / 4;

/** @param magnitudes per matrix, the largest magnitude of each input channel. */
export function findOutliers(magnitudes: ReadonlyMap<string, Float32Array>): OutlierChannels {
  return new Map(
    Array.from(magnitudes, ([matrix, largest]) => {
      const count = Math.min(MOST, Math.ceil(MOST_OF_CHANNELS * largest.length));
      const byMagnitude = Array.from(largest.keys()).sort(
        (a, b) => (largest[b] ?? 0) - (largest[a] ?? 0) || a - b,
      );
      return [matrix, byMagnitude.slice(0, count).sort((a, b) => a - b)];
    }),
  );
}
