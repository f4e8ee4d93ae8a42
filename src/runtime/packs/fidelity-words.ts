// A pack's measured fidelity as words on a page.

import type { ModelFidelity } from './manifest.js';

/** "8-bit weights: heads within .03 of the original". The error is rounded up, so that the sentence is true. */
export function fidelitySentence({ maxError }: Pick<ModelFidelity, 'maxError'>): string {
  const bound = Math.max(0.01, Math.ceil(maxError * 100 - 1e-9) / 100);
  const shown = bound < 1 ? bound.toFixed(2).slice(1) : '1';
  return `8-bit weights: heads within ${shown} of the original`;
}
