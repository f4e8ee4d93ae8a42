// Scenes that each show one thing; `presetWords` has their names and what each shows.

import type { presetWords } from './qkv-sandbox.terms.js';
import { makeScene, type Point, type Scene, START_TOKENS } from './scene.js';

export interface Preset {
  readonly id: keyof typeof presetWords;
  readonly scene: Scene;
}

/** The start's first three tokens, some of their vectors replaced. */
function tokens(keys: readonly (Point | null)[] = [], values: readonly (Point | null)[] = []) {
  return START_TOKENS.slice(0, 3).map((token, index) => ({
    ...token,
    key: keys[index] ?? token.key,
    value: values[index] ?? token.value,
  }));
}

const preset = (id: Preset['id'], parts: Partial<Scene>): Preset => ({
  id,
  scene: { ...makeScene(parts), preset: id },
});

export const PRESETS: readonly Preset[] = [
  preset('aim', { query: [-0.28, 1.4] }),
  preset('equal', { tokens: tokens([null, [0.85, 0.28]]) }),
  preset('opposite', { tokens: tokens([null, null, [-1.2, -0.6]]) }),
  preset('alike', {
    tokens: tokens([
      [0.6, 0.5],
      [0.6, 0.5],
      [0.6, 0.5],
    ]),
  }),
  preset('saturated', { scale: 0.08 }),
  preset('far', {
    query: [1, 0.5],
    tokens: tokens(
      [],
      [
        [0.35, -0.15],
        [0.1, 0.35],
        [-1.45, -1.45],
      ],
    ),
  }),
];
