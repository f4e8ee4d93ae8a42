// A grid of numbers as pixels. Where numbers are many to a pixel, the largest one shows: a strong weight among four
// thousand tokens must not fall between two pixels.

import { times } from '../../../runtime/attention/index.js';
import type { Ramp } from '../../shared/ramp.js';
import { rampOffset } from '../../shared/ramp.js';
import type { StageMatrix } from '../stages/stage-matrix.js';

/**
 * `width` x `height` pixels. What is masked, or no number, stays transparent.
 * @param width at most as many as make sense: with fewer numbers than pixels, numbers are repeated.
 */
export function rasterise(
  matrix: StageMatrix,
  width: number,
  height: number,
  ramp: Ramp,
): ImageData {
  const { values, from, to, stage } = matrix;
  const { queries, keys, causal } = matrix.shape;
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const colours = new Uint32Array(ramp.buffer, ramp.byteOffset, ramp.length / 4);
  const columns = times(width, (x) => bin(x, width, keys));
  const last = colours.length - 1;
  for (let y = 0; y < height; y++) {
    const rows = bin(y, height, queries);
    for (let x = 0; x < width; x++) {
      const { first, last: end } = columns[x] as Bin;
      let largest = Number.NEGATIVE_INFINITY;
      for (let query = rows.first; query <= rows.last; query++) {
        const stop = causal ? Math.min(end, query) : end;
        for (let key = first; key <= stop; key++) {
          const value = values[query * keys + key] as number;
          if (value > largest) largest = value;
        }
      }
      if (largest === Number.NEGATIVE_INFINITY) continue;
      const step =
        stage === 'softmax'
          ? rampOffset(largest) / 4
          : Math.round((last * (largest - from)) / (to - from || 1));
      pixels[y * width + x] = colours[step] as number;
    }
  }
  return image;
}

interface Bin {
  readonly first: number;
  readonly last: number;
}

/** Which of `count` entries pixel `at` of `side` stands for. */
function bin(at: number, side: number, count: number): Bin {
  const first = Math.floor((at * count) / side);
  return { first, last: Math.max(first, Math.ceil(((at + 1) * count) / side) - 1) };
}
