// What finders say of themselves, in the language of the place. In English that stands with their definitions.

import type { Finder } from '../../runtime/heads/index.js';
import { defineWords } from './localize.js';

/** The words of one finder: see `Finder`. */
export type FinderWords = Pick<
  Finder,
  'label' | 'headName' | 'does' | 'formula' | 'leavesOut' | 'source' | 'missing'
>;

const ENGLISH: { readonly finders: Readonly<Record<string, Partial<FinderWords>>> } = {
  finders: {},
};

const { finders } = defineWords('finders', ENGLISH, {
  de: async () => (await import('./finder-words.de.js')).german,
});

export function finderWords(finder: Finder): FinderWords {
  const { label, headName, does, formula, leavesOut, source, missing } = finder;
  return { label, headName, does, formula, leavesOut, source, missing, ...finders[finder.id] };
}
