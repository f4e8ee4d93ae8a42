// What is said of real numbers, in the language of the place. Beside the other words, for it is loaded with the panel that
// needs it.

import { defineWords, type PartialTable } from '../shared/localize.js';
import { english, type Gpt2Words } from './gpt2.terms.en.js';

export const { gpt2: words } = defineWords('qkv-sandbox', english, {
  de: async (): Promise<PartialTable<Gpt2Words>> =>
    (await import('./qkv-sandbox.terms.de.js')).german,
});
