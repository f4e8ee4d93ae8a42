// The words of the finder in the language of the place, and the sentences that are made of them.

import type { RankedHead } from '../../runtime/heads/index.js';
import { finderWords } from '../shared/finder-words.js';
import { defineWords, type PartialTable } from '../shared/localize.js';
import { headName } from '../shared/score-text.js';
import { type Finding, isPassed, type Lesson } from './findings.js';
import { english, type FinderTable } from './head-finder.terms.en.js';

const tables = defineWords('head-finder', english, {
  de: async (): Promise<PartialTable<FinderTable>> =>
    (await import('./head-finder.terms.de.js')).german,
});

export const { words, sentences } = tables;

/** The first words of the result: who it is. */
export function verdict({ finder, ranking, passes }: Finding, shown: RankedHead): string {
  const ties = ranking.filter(({ place }) => place === shown.place);
  if (!passes && shown === ranking[0]) {
    return sentences.notFound(shown, ties.length - 1, finder.threshold);
  }
  if (!isPassed(finder, shown)) return sentences.fallsShort(shown, finder.threshold);
  const { headName: name } = finderWords(finder);
  return ties.length > 1
    ? sentences.tie(shown, ties.filter((entry) => entry !== shown).map(headName), name)
    : sentences.found(shown, name);
}

/** The whole result for the ear. */
export function spoken({ finder, basis, ranking, passes }: Finding, shown: RankedHead): string {
  if (!passes && shown === ranking[0]) return sentences.spokenNotFound(shown);
  if (!isPassed(finder, shown)) return sentences.spokenFallsShort(shown);
  return sentences.spoken(shown, finderWords(finder).headName, basis);
}

/** That a head is among the best at something else too, and why. */
export function lessonText({ finder }: Finding, { other, entry }: Lesson): string {
  const said = sentences.lesson(entry, finderWords(other.finder).label, other.basis);
  const pair = [finder, other.finder];
  const reason =
    reasonFor(pair.map(({ id }) => id)) ??
    reasonFor(pair.map(({ id, needsRepeats }) => (needsRepeats ? 'repeats' : id)));
  return `${said} ${reason ?? tables.reasons.other}`;
}

function reasonFor(pair: readonly string[]): string | undefined {
  return tables.reasons[[...pair].sort().join(' ')];
}
