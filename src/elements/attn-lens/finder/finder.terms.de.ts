// The words of what a finder found, in German.

import type { FinderTerms } from './finder.terms.en.js';

export const german: FinderTerms = {
  spoken: {
    found: (name: string, heads: readonly string[], value: string): string =>
      heads.length === 1
        ? `Am stärksten tut das Kopf ${heads[0]} (${name}): ${value}.`
        : `Gleichauf liegen ${heads.join(', ')} (${name}): ${value}.`,
    andMore: (count: number): string => `${count} weitere`,
    notFound: (name: string, best: string, value: string, threshold: string): string =>
      `Kein Kopf tut das hier (${name}). Der beste ist ${best} mit ${value}; nötig wären ${threshold}.`,
    scoreIs: (formula: string): string => `Wert: ${formula}.`,
  },
};
