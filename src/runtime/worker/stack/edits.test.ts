import { Tensor } from 'onnxruntime-web/wasm';
import { expect, test } from 'vitest';
import { areUniform, editFeeds, editResidual, editsKey, headScales, unedited } from './edits.js';
import { MASKED } from './rows.js';

const values = (numbers: readonly number[], ...dims: readonly number[]) => ({
  values: Float32Array.from(numbers),
  dims,
});
const ROWS = { known: 0, tokens: 3, rows: 3, width: 4 };
const feed = (name: string, edits: Parameters<typeof editFeeds>[1]) => {
  const tensor = editFeeds({ Tensor }, edits, ROWS)[name] as Tensor;
  return { values: [...(tensor.data as Float32Array)], dims: tensor.dims };
};

test('without edits every point is multiplied by one and nothing is added', () => {
  const feeds = unedited({ Tensor }) as Record<string, Tensor>;
  for (const [name, { data, dims }] of Object.entries(feeds)) {
    expect(dims.every((length) => length === 1)).toBe(true);
    expect(data[0], name).toBe(name.endsWith('.keep') ? 1 : 0);
  }
});

test('a head that is on needs no edit', () => {
  expect(headScales(Float32Array.of(1, 1))).toBeUndefined();
  expect(headScales(Float32Array.of(1, 0.5))?.heads?.keep?.dims).toEqual([1, 2, 1, 1]);
});

test('edits of attention are of the tokens; padding keeps and gets nothing', () => {
  const keep = values([1, 0, 1], 1, 1, 1, 3);
  expect(feed('attention.keep', { attention: { keep } })).toEqual({
    values: [1, 0, 1, 0],
    dims: [1, 1, 1, 4],
  });
  const add = values([0.1, 0.2], 1, 2, 1, 1);
  const all = feed('attention.add', { attention: { add } });
  expect(all.dims).toEqual([1, 2, 1, 4]);
  expect(all.values.map((value) => value.toFixed(1)).join(' ')).toBe(
    '0.1 0.1 0.1 0.0 0.2 0.2 0.2 0.0',
  );
});

test('what is kept of a row is scaled to what the added weights leave of 1', () => {
  const keep = values([0, 0.5, 1], 1, 1, 1, 3);
  const add = values([0, 0.25, 0], 1, 1, 1, 3);
  const attention = { keep, add };
  // Nothing is kept of the first token's row, which has the first key alone.
  expect(feed('attention.keep', { attention, rescale: true })).toEqual({
    values: [0, 0.75, 0.75],
    dims: [1, 1, 3, 1],
  });
  const mask = feed('mask', { attention, rescale: true });
  expect(mask.dims).toEqual([1, 1, 3, 4]);
  const last = mask.values.slice(8);
  expect(last[1]).toBeCloseTo(Math.log(0.5));
  expect([last[0], last[2], last[3]]).toEqual([Math.fround(MASKED), 0, Math.fround(MASKED)]);
});

test('a head of its own has a mask of its own', () => {
  const keep = values([1, 1, 1, 0, 1, 1], 1, 2, 1, 3);
  const { dims, values: mask } = feed('mask', { attention: { keep }, rescale: true });
  expect(dims).toEqual([1, 2, 3, 4]);
  expect([mask[4], mask[16]]).toEqual([0, Math.fround(MASKED)]);
});

test('the residual stream is multiplied and added to where it passes', () => {
  const residual = Float32Array.of(1, 2, 3, 4);
  expect(editResidual(residual, 2, undefined)).toBe(residual);
  const edit = { keep: values([1, 0], 1, 2, 1), add: values([10, 20], 1, 1, 2) };
  expect([...editResidual(residual, 2, edit)]).toEqual([11, 22, 10, 20]);
});

test('edits are told apart by all that they change, and uniform where no token is singled out', () => {
  const one = { 'residual.mid': { keep: values([1, 0], 1, 2, 1) } };
  const other = { 'residual.mid': { keep: values([0, 1], 1, 2, 1) } };
  expect(editsKey(one)).not.toBe(editsKey(other));
  expect(editsKey(undefined)).toBe('');
  expect(areUniform(one)).toBe(false);
  expect(areUniform({ 'residual.mid': { keep: values([1, 2], 1, 1, 2) } })).toBe(true);
  expect(areUniform(headScales(Float32Array.of(1, 0)))).toBe(true);
  expect(areUniform({ attention: { keep: values([1, 0, 1], 1, 1, 1, 3) } })).toBe(false);
});
