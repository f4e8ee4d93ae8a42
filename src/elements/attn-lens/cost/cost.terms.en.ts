// The words of what a load costs, in English.

import type { Translation } from '../../shared/localize.js';

export const english = {
  words: {
    lookUp: 'Look up its size',
    lookingUp: 'Looking up its size …',
    onHub: (name: string) => `The model is ${name} on Hugging Face.`,
    lookedUp: (cost: string) => `Its size: ${cost}.`,
  },
} as const;

export type CostTerms = Translation<typeof english>;
