// The words of what comes of a run. They come with it, and are part of the lens's table.

import { defineWords, type PartialTable } from '../../shared/localize.js';
import { english, type OutcomeTerms } from './outcome.terms.en.js';

export const { words } = defineWords('attn-lens', english, {
  de: async (): Promise<PartialTable<OutcomeTerms>> =>
    (await import('./outcome.terms.de.js')).german,
});
