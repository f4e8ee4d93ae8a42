// row8 with an eye on what a matrix is multiplied by: its products with recorded inputs stay right, not each weight by itself.
//
// A row's weights are rounded one after another, those of the largest inputs first, each up or down, whichever takes back
// more of the error that the ones before it have made in the row's products. It costs nothing at run time. The method is
// the greedy one of Lybrand and Saab 2021, "A Greedy Algorithm for Quantizing Neural Networks", with a damping term as
// Frantar et al. 2022 have one in GPTQ. docs/models.md has what it gains.

import { ZERO_POINT } from '../runtime/packs/row8.js';
import type { Activations } from './float/activations.js';
import { quantiseRows, type Row8 } from './quantise.js';

/**
 * How much more an input weighs that was not recorded, in shares of the recorded ones' mean square. On real layers with
 * inputs recorded at three tokens the error at the others is least from 1 to 10.
 */
const DAMPING = 3;

/** @param values [K,N], input-major; `inputs` are [T,K]. No weight is further than a step from its own value. */
export function quantiseForInputs(
  values: Float32Array,
  rows: number,
  columns: number,
  inputs: Activations,
): Row8 {
  const row8 = quantiseRows(values, rows, columns, 'input-major');
  const { byChannel, squares, tokens } = channelsOf(inputs);
  const damping = (DAMPING * squares.reduce((total, square) => total + square, 0)) / columns;
  const order = Array.from(squares.keys())
    .filter((channel) => (squares[channel] ?? 0) > 0)
    .sort((a, b) => (squares[b] ?? 0) - (squares[a] ?? 0) || a - b);
  const error = new Float32Array(tokens);
  for (let row = 0; row < rows; row++) {
    const scale = row8.scales[row] ?? 0;
    if (scale === 0) continue;
    error.fill(0);
    for (const channel of order) {
      const weight = values[channel * rows + row] ?? 0;
      const start = channel * tokens;
      let product = 0;
      for (let at = 0; at < tokens; at++) {
        product += (error[at] ?? 0) * (byChannel[start + at] ?? 0);
      }
      const wanted = weight + product / ((squares[channel] ?? 0) + damping);
      const step = upOrDown(wanted / scale, weight / scale);
      row8.bytes[row * row8.stride + channel] = ZERO_POINT + step;
      const left = weight - scale * step;
      for (let at = 0; at < tokens; at++) {
        error[at] = (error[at] ?? 0) + left * (byChannel[start + at] ?? 0);
      }
    }
  }
  return row8;
}

/** The whole step next to `exact` that is nearer to `wanted`. */
function upOrDown(wanted: number, exact: number): number {
  const down = Math.floor(exact);
  return Math.max(-127, Math.min(127, Math.max(down, Math.min(down + 1, Math.round(wanted)))));
}

/** The inputs as [K,T], with each channel's sum of squares. */
function channelsOf({ values, channels }: Activations): {
  byChannel: Float32Array;
  squares: Float64Array;
  tokens: number;
} {
  const tokens = values.length / channels;
  const byChannel = new Float32Array(values.length);
  const squares = new Float64Array(channels);
  for (const [at, value] of values.entries()) {
    const [token, channel] = [Math.floor(at / channels), at % channels];
    byChannel[channel * tokens + token] = value;
    squares[channel] = (squares[channel] ?? 0) + value ** 2;
  }
  return { byChannel, squares, tokens };
}
