import { expect, test } from 'vitest';
import { maskOf, readHeads, toggleHeads, writeHeads } from './heads-off.js';

const size = { layers: 3, heads: 2 };

test('heads and whole layers are read, and what the model does not have is left out', () => {
  expect(readHeads('1.0 2.* 0.7 9.1 x 1.0', size)).toEqual([2, 4, 5]);
  expect(readHeads('', size)).toEqual([]);
  expect(readHeads('11.11.11 -1.0', size)).toEqual([]);
});

test('what is written is read again, a whole layer as one', () => {
  expect(writeHeads([2, 4, 5], size)).toBe('1.0 2.*');
  expect(readHeads(writeHeads([0, 1, 3], size), size)).toEqual([0, 1, 3]);
});

test('the mask has a 0 for each head that is off', () => {
  expect([...maskOf([1, 4], size)]).toEqual([1, 0, 1, 1, 0, 1]);
});

test('several heads go off together, and on together once all are off', () => {
  expect(toggleHeads([2], [2, 3])).toEqual([2, 3]);
  expect(toggleHeads([2, 3, 5], [2, 3])).toEqual([5]);
});
