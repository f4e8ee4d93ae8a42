// The words of what a finder found. They come with it, and are part of the lens's table.

import type { RankedHead } from '../../../runtime/heads/index.js';
import { defineWords, type PartialTable } from '../../shared/localize.js';
import { headName, scoreText } from '../../shared/score-text.js';
import { decimal } from '../terms/number.terms.js';
import { english, type FinderTerms } from './finder.terms.en.js';

/** Heads that a sentence names: a model of 384 may have many that tie. */
const NAMED = 5;

export const { spoken } = defineWords('attn-lens', english, {
  de: async (): Promise<PartialTable<FinderTerms>> => (await import('./finder.terms.de.js')).german,
});

/** What a finder found, or that it found none: heads best first. */
export function describeFinding(
  name: string,
  {
    found,
    best,
    threshold,
  }: {
    readonly found: readonly RankedHead[];
    readonly best: RankedHead;
    readonly threshold: number;
  },
): string {
  if (found.length === 0) {
    // What falls short by a hair must not read as if it did not.
    const short = decimal(scoreText(Math.min(best.score, threshold - 0.0051)));
    return spoken.notFound(name, headName(best), short, decimal(scoreText(threshold)));
  }
  const value = decimal(scoreText(best.score));
  const first = found.filter(({ place }) => place === 1).map(headName);
  const unnamed = first.length - NAMED;
  const named = unnamed > 1 ? [...first.slice(0, NAMED), spoken.andMore(unnamed)] : first;
  return spoken.found(name, named, value);
}
