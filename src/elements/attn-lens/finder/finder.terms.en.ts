// The words of what a finder found, in English.

import type { Translation } from '../../shared/localize.js';

export const english = {
  spoken: {
    /** What a finder found: the heads in the first place, and their score. */
    found: (name: string, heads: readonly string[], value: string): string =>
      heads.length === 1
        ? `${heads[0]} is the ${name}: ${value}.`
        : `${heads.join(', ')} tie as ${name}: ${value}.`,
    /** Of heads that tie, how many are not named. */
    andMore: (count: number): string => `${count} more`,
    notFound: (name: string, best: string, value: string, threshold: string): string =>
      `No head is ${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name} here. The best is ${best}, with ${value}; it would take ${threshold}.`,
    scoreIs: (formula: string): string => `Score: ${formula}.`,
  },
} as const;

export type FinderTerms = Translation<typeof english>;
