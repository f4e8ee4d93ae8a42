// The words of the question and of what came of the guess. They come with it, and are part of the lens's table.

import { defineWords, type PartialTable } from '../../shared/localize.js';
import { english, type GuessTerms } from './guess.terms.en.js';

export const { words, phrases } = defineWords('attn-lens', english, {
  de: async (): Promise<PartialTable<GuessTerms>> => (await import('./guess.terms.de.js')).german,
});
