// The words of the question and of what came of the guess. They come with it, and are part of the lens's table.

import { defineWords, type PartialTable, type Translation } from '../../shared/localize.js';
import type { TokenView } from '../../shared/token-views.js';
import { article, type Mention, type Phrase, percent } from '../attn-lens.terms.js';

const query = (token: TokenView): Mention => ({ role: 'query', token });
const key = (token: TokenView): Mention => ({ role: 'key', token });

const ENGLISH = {
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

export type GuessTerms = Translation<typeof ENGLISH>;

export const { words, phrases } = defineWords('attn-lens', ENGLISH, {
  de: async (): Promise<PartialTable<GuessTerms>> => (await import('./guess.terms.de.js')).german,
});
