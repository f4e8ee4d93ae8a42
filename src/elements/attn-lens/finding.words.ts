// The words of what a finder found. They come with it, and are part of the lens's table.

import type { RankedHead } from '../../runtime/heads/index.js';
import { defineWords, type PartialTable, type Translation } from '../shared/localize.js';
import { headName, scoreText } from '../shared/score-text.js';
import { decimal } from './phrases.js';

const ENGLISH = {
  spoken: {
    /** What a finder found: the heads in the first place, and their score. */
    found: (name: string, heads: readonly string[], value: string): string =>
      heads.length === 1
        ? `${heads[0]} is the ${name}: ${value}.`
        : `${heads.join(', ')} tie as ${name}: ${value}.`,
    notFound: (name: string, best: string, value: string, passes: string): string =>
      `No head is ${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name} here. The best is ${best}, with ${value}; it would take ${passes}.`,
    scoreIs: (formula: string): string => `Score: ${formula}.`,
  },
} as const;

export type FindingWords = Translation<typeof ENGLISH>;

export const { spoken } = defineWords('attn-lens', ENGLISH, {
  de: async (): Promise<PartialTable<FindingWords>> =>
    (await import('./finding.words.de.js')).german,
});

/** What a finder found, or that it found none: heads best first. */
export function describeFinding(
  name: string,
  {
    found,
    best,
    passes,
  }: { readonly found: readonly RankedHead[]; readonly best: RankedHead; readonly passes: number },
): string {
  const value = decimal(scoreText(best.score));
  if (found.length === 0) {
    return spoken.notFound(name, headName(best), value, decimal(scoreText(passes)));
  }
  return spoken.found(name, found.filter(({ place }) => place === 1).map(headName), value);
}
