// What is typed, on WebGPU: a run that continues an earlier one gives what a fresh one does.

import { expect, test } from 'vitest';
import type { LiveTrace } from '../api.js';
import { times } from '../attention/index.js';
import { RANDOM_PACKS } from '../testing/random-packs.js';
import { configured, resetRuntime, TIMEOUT } from './testing/real-runtime.js';

resetRuntime();

/** As letters make tokens: one more at a time, of which the last may become another. The last are deleted again. */
const TYPED = [[5], [7], [7, 1], [7, 2], [7, 2, 9], [7, 2, 9, 3], [7, 2, 9, 4, 8], [7, 2, 9, 4]];
/** And one in the middle. */
const CHANGED = [7, 6, 9, 4];

/** The largest difference of a weight, or of a next token's chance. */
function difference(one: LiveTrace, other: LiveTrace): number {
  expect(one.tokens).toEqual(other.tokens);
  const { layers, heads } = one.model;
  const inHeads = times(layers * heads, (index) => {
    const [layer, head] = [Math.floor(index / heads), index % heads];
    return far(one.attention(layer, head), other.attention(layer, head));
  });
  const chances = ({ next = [] }: LiveTrace) =>
    Float32Array.from(
      [...next].sort((a, b) => a.id - b.id),
      ({ p }) => p,
    );
  return Math.max(...inHeads, far(chances(one), chances(other)));
}

function far(one: Float32Array, other: Float32Array): number {
  expect(one).toHaveLength(other.length);
  return one.reduce((most, value, at) => Math.max(most, Math.abs(value - (other[at] ?? 0))), 0);
}

test(
  'what is typed, deleted and changed on WebGPU is within 1e-5 of fresh runs',
  async () => {
    const engine = configured({ device: 'webgpu' }).engine(`${RANDOM_PACKS}1/pack/`);
    const typing = engine.acquire();
    for (const ids of [...TYPED, CHANGED]) {
      // Every token of its vocabulary.
      const want = { next: 97 };
      const trace = await typing.run({ ids, want });
      expect(trace.plan.device).toBe('webgpu');
      const apart = engine.acquire();
      // With vectors it is another request: a trace that was run before would be given again.
      const fresh = await apart.run({ ids, want: { ...want, qkv: ['0.0', '1.0'] } });
      apart.release();
      expect(difference(trace, fresh)).toBeLessThanOrEqual(1e-5);
    }
  },
  TIMEOUT,
);
