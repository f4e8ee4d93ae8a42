// The words of the sandbox, in English. Those of real numbers and of the dimension panel are with them. Numbers keep the point
// in every language: they stand in formulas, where a comma sets them apart.

import type { Translation } from '../shared/localize.js';

const ENGLISH_WORDS = {
  /** The tag of the language that this is. */
  lang: 'en',
  title: 'Q·K·V sandbox',
  plane: 'The plane: query, keys and values',
  point: 'point in two dimensions',
  weightsOf: (weights: string) => `weights ${weights}`,
  takeFromGpt2: 'Take it from GPT-2 …',
  undo: 'Undo',
  redo: 'Redo',
  reset: 'Reset',
  start: 'Start',
  token: 'token',
  score: 'q·k',
  bar: 'weight as a bar',
  weight: 'weight',
  masked: 'masked',
  nameOf: (number: number) => `Name of token ${number}`,
  softmax: 'softmax( q·k / scale )',
  others: (count: number) => (count === 1 ? '1 other key' : `${count} other keys`),
  otherTerm: 'others',
  scale: 'Scale',
  scaleRight: (scale: string, dimension: number) =>
    dimension === 2
      ? `scale ${scale} = √2, the right one for two dimensions`
      : `scale ${scale} = √${dimension}, the right one for ${dimension} dimensions`,
  scaleOff: (scale: string, dimension: number, sharper: boolean) =>
    `scale ${scale}, ${sharper ? 'sharper' : 'flatter'} than √${dimension}`,
  sharp: 'sharp: one-hot',
  flat: 'flat: average',
  plot: 'weights (solid) and gradient norm (dotted) against the scale',
  gradientNow: (gradient: string, peak: string) => `gradient ${gradient}, at most ${peak}`,
  presets: 'Scenes to start from',
  dimension: 'Dimension 2 → 512',
  tokens: 'tokens',
  fewer: 'One token less',
  more: 'One token more',
  causal: 'causal mask',
  looks: 'q is of token',
  hint: 'Drag q, the keys or the diamonds. With the keyboard: Tab to one, arrows to move it (Shift: far), Alt+arrows to turn and stretch it.',
  save: 'Save as',
  goal: 'Goal',
  reached: 'reached',
  failed: 'This does not work.',
  queryName: 'query q',
  keyNamed: (name: string) => `key ${name}`,
  keyOf: (name: string) => `key of ${name}`,
  valueNamed: (name: string) => `value ${name}`,
  valueOf: (name: string) => `value of ${name}`,
} as const;

/** Said of a scene that is not a preset. The marks stand for the strongest key and its value. */
const ENGLISH_LIVE = {
  strongest: ['q·k is the largest for ', ', so ', ' has the most say in out.'],
  strongestKeyOnly: ['q·k is the largest for ', ', which gets the most weight.', ''],
  even: 'All keys that count have the same q·k, so all get the same weight, whatever the scale.',
} as const;

/** The scenes to start from, and what each shows. */
const ENGLISH_PRESETS = {
  aim: {
    name: 'Aim at k2',
    sentence:
      'q points along k2, so q·k2 is the largest, v2 has the most say, and out is pulled toward it.',
  },
  equal: {
    name: 'Two equal keys',
    sentence:
      'Equal keys get equal weights wherever q points: out takes as much of v1 as of v2, and attention cannot tell the two apart.',
  },
  opposite: {
    name: 'Opposite key',
    sentence:
      'k3 points away from q, so q·k3 is negative and its weight small, but never zero: a softmax gives something to everyone.',
  },
  alike: {
    name: 'All alike',
    sentence:
      'All keys are the same, so all weights are: out is the plain average of the values, and moving q changes nothing.',
  },
  saturated: {
    name: 'Saturated',
    sentence:
      'The scale is far too small: k1 takes all, and the gradient is gone, so no small change of q or k changes out.',
  },
  far: {
    name: 'A value far out',
    sentence:
      'v3 lies far out: with the least weight of all it still pulls out its way, for a weight is not yet an influence.',
  },
} as const;

export const english = { words: ENGLISH_WORDS, live: ENGLISH_LIVE, presetWords: ENGLISH_PRESETS };

/** A table of the words of the sandbox. */
export type SandboxWords = Translation<typeof english>;
