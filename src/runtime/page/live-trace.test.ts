import { expect, test } from 'vitest';
import type { Plan } from '../api.js';
import { testManifest } from '../testing/manifest.js';
import type { RunProgress } from '../wire/protocol.js';
import { RunningTrace } from './live-trace.js';

const PLAN: Plan = { device: 'wasm', ortBuild: 'wasm', layout: 'row8' };
const INPUT: RunProgress = {
  kind: 'input',
  plan: PLAN,
  text: 'a',
  tokens: [{ id: 64, text: 'a' }],
  truncated: undefined,
};
const LAYER: RunProgress = { kind: 'layer', attention: Float32Array.of(1), qkv: undefined };
const FIGURES = { maxError: 0.0308, meanTotalVariation: 0.003, flips: 0 };

function precisionOf(manifest = testManifest()): string | undefined {
  const running = new RunningTrace(manifest, []);
  running.take(INPUT);
  running.take(LAYER);
  return running.finish({ next: [] }).provenance.precision;
}

test('says how far the heads are off, where that was measured', () => {
  const manifest = testManifest({
    fidelity: { against: 'checkpoint', texts: 1, tokens: 9, ...FIGURES, layers: [FIGURES] },
  });
  expect(precisionOf(manifest)).toBe('8-bit weights: heads within .04 of the original');
});

test('says how it is rounded, where nothing was measured', () => {
  expect(precisionOf()).toMatch(/weights in 8 bits/);
});

test('is the trace of the layers that are there, and of all in the end', () => {
  const { architecture } = testManifest();
  const manifest = testManifest({ architecture: { ...architecture, layers: 3 } });
  const running = new RunningTrace(manifest, []);
  expect(running.take(INPUT)).toBeUndefined();
  expect(running.take({ kind: 'waiting' })).toBeUndefined();
  const first = running.take(LAYER);
  expect(first).toMatchObject({ model: { layers: 1 }, awaitedLayers: 2, text: 'a' });
  expect(first?.next).toBeUndefined();
  expect(() => first?.attention(1, 0)).toThrow('has no head 1.0');
  expect(running.take(LAYER)).toMatchObject({ model: { layers: 2 }, awaitedLayers: 1 });
  // The first stays what it was.
  expect(first?.model.layers).toBe(1);
  const all = running.take(LAYER);
  expect(all).toMatchObject({ model: { layers: 3 }, awaitedLayers: 0 });
  expect(all?.next).toBeUndefined();
  const over = running.finish({ next: [] });
  expect(over).toMatchObject({ model: { layers: 3 }, awaitedLayers: 0, next: [] });
});
