// The words of the question and of what came of the guess, in German.

import type { TokenView } from '../../shared/token-views.js';
import { article } from '../attn-lens.terms.de.js';
import { percent } from '../terms/number.terms.js';
import type { Mention, Phrase } from '../terms/phrase.js';
import type { GuessTerms } from './guess.terms.en.js';

const query = (token: TokenView): Mention => ({ role: 'query', token });
const key = (token: TokenView): Mention => ({ role: 'key', token });

export const german: GuessTerms = {
  words: { askAnother: 'Ein anderes Token' },
  phrases: {
    ask: (token: TokenView, head: string): Phrase => [
      'Welches Token liest ',
      article(token),
      query(token),
      ` in ${head} am meisten? Wählen Sie es: Was der Kopf tut, wird dann gezeigt.`,
    ],
    right: (guessed: TokenView, weight: number): Phrase => [
      'Richtig: ',
      article(guessed),
      key(guessed),
      ' bekommt ',
      { amount: percent(weight) },
      '.',
    ],
    wrong: (guessed: TokenView, weight: number): Phrase => [
      'Nicht ganz: ',
      article(guessed),
      key(guessed),
      ' bekommt ',
      { amount: percent(weight) },
      '.',
    ],
  },
};
