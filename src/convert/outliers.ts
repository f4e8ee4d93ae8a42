// Which input channels of a matrix are outliers: those whose activations are largest in a float32 pass.

import type { Activations } from './float/activations.js';

/** For every matrix that activations meet, by its name, the input channels that are multiplied in float32. */
export type OutlierChannels = ReadonlyMap<string, readonly number[]>;

/**
 * On the real layers 8 channels of 768 are enough to come as close as two bytes per activation do; 32 leave room for what
 * other texts and layers do, at a twentieth of the matrix's work.
 */
const MOST = 32;

/** Of a small matrix, at most a quarter: a byte per activation is what makes the graph fast. */
const MOST_OF_CHANNELS = 1 / 4;

/** @param activations of every matrix that has outliers, by its name. */
export function findOutliers(activations: ReadonlyMap<string, Activations>): OutlierChannels {
  return new Map(
    Array.from(activations, ([matrix, inputs]) => {
      const largest = largestByChannel(inputs);
      const count = outlierCount(largest.length);
      const byMagnitude = Array.from(largest.keys()).sort(
        (a, b) => (largest[b] ?? 0) - (largest[a] ?? 0) || a - b,
      );
      return [matrix, byMagnitude.slice(0, count).sort((a, b) => a - b)];
    }),
  );
}

/** How many of so many channels. */
export function outlierCount(channels: number): number {
  return Math.min(MOST, Math.ceil(MOST_OF_CHANNELS * channels));
}

function largestByChannel({ values, channels }: Activations): Float32Array {
  const largest = new Float32Array(channels);
  for (const [at, value] of values.entries()) {
    const channel = at % channels;
    largest[channel] = Math.max(largest[channel] ?? 0, Math.abs(value));
  }
  return largest;
}
