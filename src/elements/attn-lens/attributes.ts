// The attributes of <attn-lens>. What each means is said at the property of the class.

import type { Attributes, Parts } from '../shared/attributes.js';

export const attributes = {
  src: { local: true },
  layer: { type: Number, default: 0, reflect: true, useDefault: true, by: 'reader' },
  head: { type: Number, default: 0, reflect: true, useDefault: true, by: 'reader' },
  average: { type: Boolean, reflect: true, by: 'reader' },
  token: { type: Number, reflect: true, by: 'reader' },
  ignoreFirst: { attribute: 'ignore-first', type: Boolean, reflect: true, by: 'reader' },
  view: {
    values: ['matrix', 'lines'],
    default: 'matrix',
    reflect: true,
    useDefault: true,
    by: 'reader',
  },
  stage: {
    values: ['scores', 'masked', 'softmax'],
    default: 'softmax',
    reflect: true,
    useDefault: true,
    by: 'reader',
  },
  threshold: {
    type: Number,
    default: 0.9,
    min: 0.1,
    max: 1,
    step: 'any',
    reflect: true,
    useDefault: true,
    by: 'reader',
  },
  // The ids of `FAMOUS` in `runtime/heads`, which is loaded when a reader comes near the buttons.
  finder: { values: ['previous', 'sink', 'decisive'], reflect: true, by: 'reader' },
  compare: { reflect: true, by: 'reader' },
  ablate: { reflect: true, by: 'reader' },
  text: { by: 'reader', local: true },
  model: {},
  maxTokens: { attribute: 'max-tokens', type: Number, min: 1 },
  run: { values: ['interaction', 'visible', 'manual'] },
  address: { local: true },
  hide: { reflect: true },
  lock: { reflect: true },
  predict: { type: Boolean, reflect: true },
  label: {},
} as const satisfies Attributes;

/** The names that `hide` and `lock` take. */
export const parts = {
  hide: 'header title badge ignore-first views tokens sentence details strips numbers picker view stage threshold compare matrix readout map legend finder next cut ablate live take-away source',
  lock: 'layer head token ignore-first views view stage threshold compare finder text run ablate',
} as const satisfies Parts;
