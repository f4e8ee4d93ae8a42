// A phrase is a list of words and of tokens it mentions, so that it can be drawn with the tokens in their colours and spoken as
// plain text.

import type { TokenView } from '../../shared/token-views.js';

/** A token in a sentence: as the one that looks (query) or as what is looked at (key). */
export interface Mention {
  readonly role: 'query' | 'key';
  readonly token: TokenView;
}

/** A number in a sentence, never broken from its unit. */
export interface Amount {
  readonly amount: string;
}

export type Phrase = readonly (string | Mention | Amount)[];
