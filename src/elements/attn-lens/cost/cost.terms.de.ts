// The words of what a load costs, in German.

import type { CostTerms } from './cost.terms.en.js';

export const german: CostTerms = {
  words: {
    lookUp: 'Größe nachsehen',
    lookingUp: 'Die Größe wird nachgesehen …',
    onHub: (name: string) => `Das Modell ist ${name} auf Hugging Face.`,
    lookedUp: (cost: string) => `Seine Größe: ${cost}.`,
  },
};
