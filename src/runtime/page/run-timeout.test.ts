import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { testManifest } from '../testing/manifest.js';
import type { OwnerlessCall } from './run-call.js';
import { RunTimeout } from './run-timeout.js';

const { architecture } = testManifest();
const call: OwnerlessCall = { text: 'a', maxTokens: 100, qkvLayers: [], next: 1 };

let ended: number[];

beforeEach(() => {
  vi.useFakeTimers();
  ended = [];
});

afterEach(() => {
  vi.useRealTimers();
});

function begin(watch: RunTimeout, size = architecture) {
  return watch.begin(call, size, (ms) => ended.push(ms));
}

test('a first run has a minute, and then as long as the slowest device would need', () => {
  const run = begin(new RunTimeout());
  vi.advanceTimersByTime(60_000);
  expect(ended).toEqual([]);
  vi.advanceTimersByTime(1_000);
  expect(ended).toHaveLength(1);
  run.end();

  const gpt2 = { layers: 12, heads: 12, dModel: 768, dInner: 3072, vocab: 50257, context: 1024 };
  begin(new RunTimeout(), { ...gpt2, layerNormEpsilon: 1e-5 });
  vi.advanceTimersByTime(180_000);
  expect(ended).toHaveLength(1);
  vi.advanceTimersByTime(60_000);
  expect(ended).toHaveLength(2);
});

test('a device that is slow is given twenty times what it took', () => {
  const watch = new RunTimeout();
  const first = begin(watch);
  vi.advanceTimersByTime(40_000);
  first.end({ tokens: 100 });
  begin(watch);
  vi.advanceTimersByTime(799_000);
  expect(ended).toEqual([]);
  vi.advanceTimersByTime(2_000);
  expect(ended).toHaveLength(1);
});

test('what is cancelled has a second, or as long as it should still need', () => {
  const watch = new RunTimeout();
  const first = begin(watch);
  vi.advanceTimersByTime(5_000);
  first.hurry('cancelled');
  vi.advanceTimersByTime(1_000);
  expect(ended).toHaveLength(1);

  const known = begin(watch);
  vi.advanceTimersByTime(3_000);
  known.end({ tokens: 100 });
  begin(watch).hurry('cancelled');
  vi.advanceTimersByTime(5_500);
  expect(ended).toHaveLength(1);
  vi.advanceTimersByTime(500);
  expect(ended).toHaveLength(2);
});

test('a run that ended is not watched any more', () => {
  begin(new RunTimeout()).end({ tokens: 1 });
  vi.advanceTimersByTime(1e7);
  expect(ended).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

test('what a run waits for a part of the model does not count', () => {
  const run = begin(new RunTimeout());
  run.wait(true);
  vi.advanceTimersByTime(600_000);
  expect(ended).toEqual([]);
  run.wait(false);
  vi.advanceTimersByTime(61_000);
  expect(ended).toHaveLength(1);
  run.end();
});
