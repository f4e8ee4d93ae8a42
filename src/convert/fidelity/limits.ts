// How far a pack may be from the original before `verify` refuses it.

import type { ModelFidelity } from '../../runtime/packs/manifest.js';

export interface FidelityLimits {
  readonly maxError: number;
  readonly meanTotalVariation: number;
  readonly flips: number;
}

/**
 * For whole models. One layer of GPT-2 small on its true input stays within .04, .0045 and .002; but what one layer gets
 * wrong the next ones are given, and single weights of attention of a sharp head then move by a tenth. A pack of wrong or
 * four-bit weights is far beyond these.
 */
export const LIMITS: FidelityLimits = { maxError: 0.25, meanTotalVariation: 0.02, flips: 0.02 };

const NAMES: Readonly<Record<keyof FidelityLimits, string>> = {
  maxError: 'The largest error',
  meanTotalVariation: 'Mean total variation',
  flips: 'The share of flips',
};

/** What is beyond the limits, as sentences; none where all is well. */
export function beyondLimits(
  fidelity: FidelityLimits | ModelFidelity,
  limits: FidelityLimits = LIMITS,
): string[] {
  return (
    (Object.keys(NAMES) as (keyof FidelityLimits)[])
      // A NaN is beyond any limit.
      .filter((key) => !(fidelity[key] <= limits[key]))
      .map((key) => `${NAMES[key]} is ${fidelity[key]}; at most ${limits[key]} is allowed.`)
  );
}
