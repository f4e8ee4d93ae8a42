import { expect, test } from 'vitest';
import { quantiseRows } from './quantise.js';
import { randomNumbers } from './testing/random-checkpoint.js';

const random = randomNumbers(5);
const values = Float32Array.from({ length: 7 * 45 }, () => 4 * random() - 2);

function dequantise(
  { bytes, scales, stride }: ReturnType<typeof quantiseRows>,
  row: number,
  column: number,
) {
  return (scales[row] ?? 0) * ((bytes[row * stride + column] ?? 0) - 128);
}

test('no weight moves by more than half a step of its row', () => {
  const row8 = quantiseRows(values, 7, 45, 'output-major');
  for (let row = 0; row < 7; row++) {
    for (let column = 0; column < 45; column++) {
      const error = Math.abs(dequantise(row8, row, column) - (values[row * 45 + column] ?? 0));
      expect(error).toBeLessThanOrEqual(0.5001 * (row8.scales[row] ?? 0));
    }
  }
});

test('the largest magnitude of a row is 127 steps', () => {
  const { bytes, scales } = quantiseRows(Float32Array.of(0.5, -2, 1), 1, 3, 'output-major');
  expect(scales[0]).toBeCloseTo(2 / 127, 8);
  expect([...bytes.subarray(0, 3)]).toEqual([160, 1, 192]);
});

test('input-major values come out output-major', () => {
  const transposed = Float32Array.from(
    { length: values.length },
    (_, at) => values[(at % 7) * 45 + Math.floor(at / 7)] ?? 0,
  );
  expect(quantiseRows(transposed, 7, 45, 'input-major')).toEqual(
    quantiseRows(values, 7, 45, 'output-major'),
  );
});

test('rows are padded to a multiple of 32 with bytes that stand for 0', () => {
  const { stride, bytes } = quantiseRows(values, 7, 45, 'output-major');
  expect(stride).toBe(64);
  for (let row = 0; row < 7; row++) {
    expect(new Set(bytes.subarray(row * 64 + 45, (row + 1) * 64))).toEqual(new Set([128]));
  }
});

test('a row of zeros has scale 0, and so has one too small for a float32 step', () => {
  const { scales, bytes } = quantiseRows(Float32Array.of(0, 0, 1e-45, 0), 2, 2, 'output-major');
  expect([...scales]).toEqual([0, 0]);
  expect(new Set(bytes)).toEqual(new Set([128]));
});

test('steps stay within bytes where the scale is subnormal', () => {
  const { bytes } = quantiseRows(Float32Array.of(2e-43, -2e-43), 1, 2, 'output-major');
  expect([...bytes.subarray(0, 2)]).toEqual([255, 1]);
});
