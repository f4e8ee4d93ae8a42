// What finders say of themselves, in the language of the place. In English that stands with their definitions.

import type { Finder } from '../../runtime/heads/index.js';
import type { Trace } from '../../runtime/trace/index.js';
import { english, type FinderWords } from './finder-words.en.js';
import { defineWords } from './localize.js';
import { rankOnText } from './rankings.js';

const { finders, missing: reasons } = defineWords('finders', english, {
  de: async () => (await import('./finder-words.de.js')).german,
});

export function finderWords(finder: Finder): FinderWords {
  const { label, headName, summary, formula, caveat, source, missing } = finder;
  return { label, headName, summary, formula, caveat, source, missing, ...finders[finder.id] };
}

/** Why a score means nothing on a text: it may be the text, but also how it is looked at. */
export function missingWords(finder: Finder, trace: Trace, ignoreFirst: boolean): string {
  if (ignoreFirst && finder.respectsIgnoreFirst && rankOnText(trace, finder, false)) {
    return reasons.first;
  }
  const asksForPlaces = trace.tokens.length > 1 && !finder.crossAttention;
  return trace.crossAttention && asksForPlaces ? reasons.places : finderWords(finder).missing;
}
