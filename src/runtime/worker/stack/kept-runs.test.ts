import { expect, test } from 'vitest';
import { type KeptRun, KeptRuns } from './kept-runs.js';

/** A run of so many layers, each with 16 bytes for each token. */
function keptRun(ids: readonly number[], layers = 2, edits: readonly string[] = ['', '']): KeptRun {
  const numbers = () => new Float32Array(ids.length);
  const layer = () => ({
    keys: numbers(),
    values: numbers(),
    attention: numbers(),
    residual: numbers(),
  });
  return { ids, edits, layers: Array.from({ length: layers }, layer) };
}

const PLAIN = ['', ''];

test('the earlier run that leaves least to compute is taken', () => {
  const kept = new KeptRuns();
  const [short, long] = [keptRun([1, 2]), keptRun([1, 2, 3, 9])];
  kept.add(1, long);
  kept.add(1, short);
  expect(kept.find(1, [1, 2, 3, 4, 5], PLAIN)).toEqual({ run: long, tokens: 3, layers: 2 });
  expect(kept.find(1, [9], PLAIN)).toBeUndefined();
  expect(kept.find(2, [1, 2], PLAIN)).toBeUndefined();
});

test('of a run with other edits only the layers before them are taken', () => {
  const kept = new KeptRuns();
  const plain = keptRun([1, 2]);
  kept.add(1, plain);
  expect(kept.find(1, [1, 2], ['', 'head off'])).toEqual({ run: plain, tokens: 2, layers: 1 });
  expect(kept.find(1, [1, 2], ['head off', ''])).toBeUndefined();
  const edited = keptRun([1, 2], 2, ['', 'head off']);
  kept.add(1, edited);
  expect(kept.find(1, [1, 2], ['', 'head off'])).toMatchObject({ run: edited, layers: 2 });
});

test('of a run that was stopped the layers that it came to are taken', () => {
  const kept = new KeptRuns();
  kept.add(1, keptRun([1, 2], 1));
  expect(kept.find(1, [1, 2], PLAIN)).toMatchObject({ tokens: 2, layers: 1 });
  kept.add(1, keptRun([5], 0));
  expect(kept.find(1, [5], PLAIN)).toBeUndefined();
});

test('the last three of an owner are kept, each once', () => {
  const kept = new KeptRuns();
  for (const id of [1, 2, 3, 3, 3, 4]) kept.add(7, keptRun([id]));
  const found = [1, 2, 3, 4].map((id) => kept.find(7, [id], PLAIN) !== undefined);
  expect(found).toEqual([false, true, true, true]);
});

test('all together stay within the bytes there are, the oldest go first', () => {
  const kept = new KeptRuns(100);
  // 32 bytes for each token.
  for (const owner of [1, 2, 3, 4]) kept.add(owner, keptRun([owner]));
  expect(kept.bytes).toBe(96);
  expect(kept.find(1, [1], PLAIN)).toBeUndefined();
  kept.add(5, keptRun([1, 2, 3, 4]));
  expect(kept.bytes).toBe(96);
  kept.forget(4);
  expect(kept.bytes).toBe(64);
});
