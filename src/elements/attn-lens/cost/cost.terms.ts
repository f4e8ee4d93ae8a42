// The words of what a load costs. They come with what says it, and are part of the lens's table.

import { defineWords, type PartialTable } from '../../shared/localize.js';
import { type CostTerms, english } from './cost.terms.en.js';

export const { words } = defineWords('attn-lens', english, {
  de: async (): Promise<PartialTable<CostTerms>> => (await import('./cost.terms.de.js')).german,
});
