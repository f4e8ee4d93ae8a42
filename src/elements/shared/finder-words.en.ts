// What finders say of themselves stands with their definitions, in English; here is what is said of all of them.

import type { Finder } from '../../runtime/heads/index.js';

/** The words of one finder: see `Finder`. */
export type FinderWords = Pick<
  Finder,
  'label' | 'headName' | 'summary' | 'formula' | 'caveat' | 'source' | 'missing'
>;

export const english: {
  readonly finders: Readonly<Record<string, Partial<FinderWords>>>;
  readonly missing: { readonly first: string; readonly places: string };
} = {
  finders: {},
  missing: {
    first: 'The first token is left out, and with it all that this would measure.',
    places:
      'This text looks at other tokens than its own: none of them is before or after another.',
  },
};
