// The words of the sandbox, in the language of the place.

import { defineWords, type PartialTable } from '../shared/localize.js';
import { english, type SandboxWords } from './qkv-sandbox.terms.en.js';

export const { words, live, presetWords } = defineWords('qkv-sandbox', english, {
  de: async (): Promise<PartialTable<SandboxWords>> =>
    (await import('./qkv-sandbox.terms.de.js')).german,
});
