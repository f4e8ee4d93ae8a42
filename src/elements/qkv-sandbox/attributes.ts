// The attributes of <qkv-sandbox>. What each means is said at the property of the class.

import type { Attributes, Parts } from '../shared/attributes.js';
import { LARGEST_DIMENSION } from './scene.js';

export const attributes = {
  tokens: {},
  scale: { type: Number, min: 0.001, max: 1000, step: 'any' },
  causal: { type: Boolean },
  scene: {},
  goal: {},
  hide: {},
  lock: {},
  dimension: { type: Number, min: 2, max: LARGEST_DIMENSION, by: 'reader' },
  seed: { type: Number, useDefault: true, default: 1, by: 'reader' },
  for: { local: true },
  src: { local: true },
  address: { local: true },
  label: {},
} as const satisfies Attributes;

/** The names that `hide` and `lock` take. `lock` takes those of single objects too, as `k2`. */
export const parts = {
  hide: 'plane numbers dial plot presets dimension tools gpt2 history files hint',
  lock: 'q k v scale tokens names causal plane numbers dial presets tools dimension gpt2 history',
} as const satisfies Parts;
