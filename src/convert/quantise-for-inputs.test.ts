import { expect, test } from 'vitest';
import type { Activations } from './float/activations.js';
import { quantiseRows, type Row8 } from './quantise.js';
import { quantiseForInputs } from './quantise-for-inputs.js';
import { randomNumbers } from './testing/random-checkpoint.js';

const [ROWS, COLUMNS] = [40, 70];
const random = randomNumbers(6);
const values = Float32Array.from({ length: ROWS * COLUMNS }, () => 4 * random() - 2);

/** As in GPT-2: a few channels far larger than the others, and of about the same value at every token. */
function activations(tokens: number): Activations {
  return {
    channels: COLUMNS,
    values: Float32Array.from({ length: tokens * COLUMNS }, (_, at) => {
      const own = 2 * random() - 1;
      return at % COLUMNS < 3 ? 5 + own : own;
    }),
  };
}

function dequantise({ bytes, scales, stride }: Row8, row: number, column: number): number {
  return (scales[row] ?? 0) * ((bytes[row * stride + column] ?? 0) - 128);
}

/** Root of the mean squared error of a matrix's products. */
function productError(row8: Row8, inputs: Activations): number {
  const tokens = inputs.values.length / COLUMNS;
  let squares = 0;
  for (let token = 0; token < tokens; token++) {
    for (let row = 0; row < ROWS; row++) {
      let error = 0;
      for (let column = 0; column < COLUMNS; column++) {
        const exact = values[column * ROWS + row] ?? 0;
        const input = inputs.values[token * COLUMNS + column] ?? 0;
        error += input * (dequantise(row8, row, column) - exact);
      }
      squares += error ** 2;
    }
  }
  return Math.sqrt(squares / (tokens * ROWS));
}

const nearest = quantiseRows(values, ROWS, COLUMNS, 'input-major');

test('products with the recorded inputs come twice as near as with nearest rounding', () => {
  const inputs = activations(8);
  const row8 = quantiseForInputs(values, ROWS, COLUMNS, inputs);
  expect(productError(row8, inputs)).toBeLessThan(productError(nearest, inputs) / 2);
});

test('so do products with other inputs of the same model', () => {
  const row8 = quantiseForInputs(values, ROWS, COLUMNS, activations(8));
  const others = activations(30);
  expect(productError(row8, others)).toBeLessThan(productError(nearest, others) / 1.2);
});

test('a weight is rounded up or down and no further, in the same steps', () => {
  const row8 = quantiseForInputs(values, ROWS, COLUMNS, activations(8));
  expect(row8.scales).toEqual(nearest.scales);
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < COLUMNS; column++) {
      const error = dequantise(row8, row, column) - (values[column * ROWS + row] ?? 0);
      expect(Math.abs(error)).toBeLessThan(1.0001 * (row8.scales[row] ?? 0));
    }
  }
});

test('channels without input are rounded to nearest, a row of zeros stays one', () => {
  const still = { channels: COLUMNS, values: new Float32Array(4 * COLUMNS) };
  expect(quantiseForInputs(values, ROWS, COLUMNS, still)).toEqual(nearest);
  const zeros = quantiseForInputs(new Float32Array(2 * COLUMNS), 2, COLUMNS, activations(4));
  expect(new Set(zeros.bytes)).toEqual(new Set([128]));
});
