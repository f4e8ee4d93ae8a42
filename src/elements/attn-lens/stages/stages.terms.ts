// Why scores are not shown. The words come with the stages, and are part of the lens's table.

import { defineWords, type PartialTable } from '../../shared/localize.js';
import { english, type StagesTerms } from './stages.terms.en.js';

export const { words } = defineWords('attn-lens', english, {
  de: async (): Promise<PartialTable<StagesTerms>> => (await import('./stages.terms.de.js')).german,
});
