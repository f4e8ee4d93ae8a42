// The words of the drawer in which heads are switched off. They come with it, and are part of the lens's table.

import { defineWords, type PartialTable } from '../../shared/localize.js';
import { type AblationTerms, english } from './ablation.terms.en.js';

export const { words, phrases, spoken } = defineWords('attn-lens', english, {
  de: async (): Promise<PartialTable<AblationTerms>> =>
    (await import('./ablation.terms.de.js')).german,
});
