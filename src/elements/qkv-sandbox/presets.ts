// Scenes that each show one thing, in one sentence.

import { makeScene, type Point, type Scene, START_TOKENS } from './scene.js';

export interface Preset {
  readonly id: string;
  readonly name: string;
  readonly sentence: string;
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

const preset = (id: string, name: string, sentence: string, parts: Partial<Scene>): Preset => ({
  id,
  name,
  sentence,
  scene: { ...makeScene(parts), preset: id },
});

export const PRESETS: readonly Preset[] = [
  preset(
    'aim',
    'Aim at k2',
    'q points along k2, so q·k2 is the largest, v2 has the most say, and out is pulled toward it.',
    { query: [-0.28, 1.4] },
  ),
  preset(
    'equal',
    'Two equal keys',
    'Equal keys get equal weights wherever q points: out takes as much of v1 as of v2, and attention cannot tell the two apart.',
    { tokens: tokens([null, [0.85, 0.28]]) },
  ),
  preset(
    'opposite',
    'Opposite key',
    'k3 points away from q, so q·k3 is negative and its weight small, but never zero: a softmax gives something to everyone.',
    { tokens: tokens([null, null, [-1.2, -0.6]]) },
  ),
  preset(
    'alike',
    'All alike',
    'All keys are the same, so all weights are: out is the plain average of the values, and moving q changes nothing.',
    {
      tokens: tokens([
        [0.6, 0.5],
        [0.6, 0.5],
        [0.6, 0.5],
      ]),
    },
  ),
  preset(
    'saturated',
    'Saturated',
    'The scale is far too small: k1 takes all, and the gradient is gone, so no small change of q or k changes out.',
    { scale: 0.08 },
  ),
  preset(
    'far',
    'A value far out',
    'v3 lies far out: with the least weight of all it still pulls out its way, for a weight is not yet an influence.',
    {
      query: [1, 0.5],
      tokens: tokens(
        [],
        [
          [0.35, -0.15],
          [0.1, 0.35],
          [-1.45, -1.45],
        ],
      ),
    },
  ),
];
