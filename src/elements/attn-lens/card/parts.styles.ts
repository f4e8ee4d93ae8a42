// Parts that a page leaves out with `hide`. The matrix, the map and the drawers are not made at all then; these are small.

import { hideParts } from '../../shared/hide-parts.js';

const PARTS = [
  'header',
  'title',
  'badge',
  'ignore-first',
  'views',
  'tokens',
  'sentence',
  'strips',
  'numbers',
  'picker',
  'threshold',
  'readout',
  'legend',
  'next',
  'cut',
  'source',
] as const;

export const parts = hideParts(PARTS);
