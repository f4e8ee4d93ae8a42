// The attributes of <head-finder>. What each means is said at the property of the class.

import { FINDERS } from '../../runtime/heads/index.js';
import type { Attributes, Parts } from '../shared/attributes.js';

const BEHAVIOURS: readonly string[] = [...FINDERS.map(({ id }) => id), 'painted'];

export const attributes = {
  for: { local: true },
  src: { local: true },
  behaviour: { values: BEHAVIOURS, reflect: true, by: 'reader' },
  pattern: { reflect: true, by: 'reader' },
  top: { type: Number, useDefault: true, default: 5 },
  hide: { reflect: true },
  label: {},
} as const satisfies Attributes;

/** The names that `hide` takes. */
export const parts = {
  hide: `header title badge behaviours bases plain verdict basis lesson probe paint ranking definition published map readout table csv source ${BEHAVIOURS.join(' ')}`,
} as const satisfies Parts;
