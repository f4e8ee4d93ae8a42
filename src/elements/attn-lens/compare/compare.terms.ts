// The words around the second head. They come with it, and are part of the lens's table.

import { defineWords, type PartialTable } from '../../shared/localize.js';
import { type CompareTerms, english } from './compare.terms.en.js';

export const { words } = defineWords('attn-lens', english, {
  de: async (): Promise<PartialTable<CompareTerms>> =>
    (await import('./compare.terms.de.js')).german,
});
