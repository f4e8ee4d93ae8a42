import { expect, test } from 'vitest';
import { halfToFloat } from '../runtime/trace/qkv.js';
import { floatToHalf } from './half.js';

test('every finite half survives the way through float32', () => {
  const halves = Array.from({ length: 0x10000 }, (_, bits) => bits);
  const finite = halves.filter((bits) => (bits & 0x7c00) !== 0x7c00);
  expect(finite.filter((bits) => floatToHalf(halfToFloat(bits)) !== bits)).toEqual([]);
});

test('rounds to the nearest half, ties to even', () => {
  const place = 2 ** -10;
  expect(halfToFloat(floatToHalf(1 + 0.6 * place))).toBe(1 + place);
  expect(halfToFloat(floatToHalf(1 + 0.5 * place))).toBe(1);
  expect(halfToFloat(floatToHalf(1 + 1.5 * place))).toBe(1 + 2 * place);
  expect(halfToFloat(floatToHalf(0.4 * 2 ** -24))).toBe(0);
});

test('carries into the exponent', () => {
  expect(halfToFloat(floatToHalf(1.9999))).toBe(2);
  expect(halfToFloat(floatToHalf(2 ** -14 - 2 ** -26))).toBe(2 ** -14);
});

test('overflows to infinity and keeps NaN', () => {
  expect(floatToHalf(65_519)).toBe(0x7bff);
  expect(floatToHalf(65_520)).toBe(0x7c00);
  expect(floatToHalf(-1e30)).toBe(0xfc00);
  expect(halfToFloat(floatToHalf(Number.NaN))).toBeNaN();
});
