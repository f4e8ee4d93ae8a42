// What the panel of the dimension slider says, in the language of the place. Beside the other words, for it is loaded with the panel that
// needs it.

import { defineWords, type PartialTable } from '../shared/localize.js';
import { type DimensionWords, english } from './dimension.terms.en.js';

export const { dimension: words } = defineWords('qkv-sandbox', english, {
  de: async (): Promise<PartialTable<DimensionWords>> =>
    (await import('./qkv-sandbox.terms.de.js')).german,
});
