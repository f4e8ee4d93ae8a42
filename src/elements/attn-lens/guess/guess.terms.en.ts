// The words of the question and of what came of the guess, in English.

import type { Translation } from '../../shared/localize.js';
import type { TokenView } from '../../shared/token-views.js';
import { article } from '../attn-lens.terms.en.js';
import { percent } from '../terms/number.terms.js';
import type { Mention, Phrase } from '../terms/phrase.js';

const query = (token: TokenView): Mention => ({ role: 'query', token });
const key = (token: TokenView): Mention => ({ role: 'key', token });

export const english = {
  words: { askAnother: 'Another token' },
  phrases: {
    /** @param head as in `5.1`, or an average. */
    ask: (token: TokenView, head: string): Phrase => [
      'Which token does ',
      article(token),
      query(token),
      ` read most in ${head}? Choose it: what the head does is shown then.`,
    ],
    right: (guessed: TokenView, weight: number): Phrase => [
      'Right: ',
      article(guessed),
      key(guessed),
      ' gets ',
      { amount: percent(weight) },
      '.',
    ],
    wrong: (guessed: TokenView, weight: number): Phrase => [
      'Not quite: ',
      article(guessed),
      key(guessed),
      ' gets ',
      { amount: percent(weight) },
      '.',
    ],
  },
} as const;

export type GuessTerms = Translation<typeof english>;
