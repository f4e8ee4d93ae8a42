import { expect, test } from 'vitest';
import type { Plan } from '../api.js';
import { testManifest } from '../testing/manifest.js';
import { liveTrace } from './live-trace.js';

const PLAN: Plan = { device: 'wasm', ortBuild: 'wasm', layout: 'row8' };
const REPLY = {
  text: 'a',
  tokens: [{ id: 64, text: 'a' }],
  truncated: undefined,
  attention: [Float32Array.of(1)],
  qkv: new Map<number, Float32Array>(),
  next: [],
};
const FIGURES = { maxError: 0.0308, meanTotalVariation: 0.003, flips: 0 };

test('says how far the heads are off, where that was measured', () => {
  const manifest = testManifest({
    fidelity: { against: 'checkpoint', texts: 1, tokens: 9, ...FIGURES, layers: [FIGURES] },
  });
  expect(liveTrace(manifest, PLAN, REPLY).provenance.precision).toBe(
    '8-bit weights: heads within .04 of the original',
  );
});

test('says how it is rounded, where nothing was measured', () => {
  expect(liveTrace(testManifest(), PLAN, REPLY).provenance.precision).toMatch(/weights in 8 bits/);
});
