import { expect, test } from 'vitest';
import type { LiveTrace } from '../api.js';
import type { OwnerlessCall } from './run-call.js';
import { TraceCache } from './trace-cache.js';

const call = (text: string, more: Partial<OwnerlessCall> = {}): OwnerlessCall => ({
  text,
  maxTokens: 128,
  qkvLayers: [],
  next: 20,
  ...more,
});
const trace = (text: string) => ({ text }) as LiveTrace;

test('gives the trace of the same text, mask and wishes, and of no others', () => {
  const cache = new TraceCache();
  const headMask = Float32Array.of(1, 0);
  cache.set(call('a', { headMask }), trace('masked'), 1);
  cache.set(call('a', { qkvLayers: [1] }), trace('with vectors'), 1);
  expect(cache.get(call('a'))).toBeUndefined();
  expect(cache.get(call('a', { headMask: Float32Array.of(0, 1) }))).toBeUndefined();
  expect(cache.get(call('a', { headMask: Float32Array.of(1, 0) }))?.text).toBe('masked');
  expect(cache.get(call('a', { qkvLayers: [1] }))?.text).toBe('with vectors');
  expect(cache.get(call('a', { maxTokens: 5 }))).toBeUndefined();
});

test('a mask that switches nothing off is none', () => {
  const cache = new TraceCache();
  cache.set(call('a'), trace('plain'), 1);
  expect(cache.get(call('a', { headMask: Float32Array.of(1, 1) }))?.text).toBe('plain');
});

test('ids and a text that is written like them are different', () => {
  const cache = new TraceCache();
  const { text: _, ...rest } = call('');
  cache.set({ ...rest, ids: [1, 2] }, trace('ids'), 1);
  expect(cache.get(call('[1,2]'))).toBeUndefined();
  expect(cache.get({ ...rest, ids: [1, 2] })?.text).toBe('ids');
});

test('beyond its bytes it lets go of the one that was used longest ago', () => {
  const cache = new TraceCache(10_000);
  for (const text of ['a', 'b']) cache.set(call(text), trace(text), 4_900);
  cache.get(call('a'));
  cache.set(call('c'), trace('c'), 4_900);
  expect(['a', 'b', 'c'].map((text) => cache.get(call(text))?.text)).toEqual(['a', undefined, 'c']);
  cache.set(call('large'), trace('large'), 10_000);
  expect(cache.get(call('large'))).toBeUndefined();
  expect(cache.get(call('a'))?.text).toBe('a');
});

test('what a request itself takes counts', () => {
  const cache = new TraceCache(10_000);
  cache.set(call('a'.repeat(5_000)), trace('long'), 1);
  expect(cache.get(call('a'.repeat(5_000)))).toBeUndefined();
});
