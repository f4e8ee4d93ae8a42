// What tokens are called that have no look of their own.

import { defineWords } from './localize.js';

const ENGLISH = {
  names: {
    '\n': 'line break',
    '\r': 'carriage return',
    '\t': 'tab',
    ' ': 'space',
    spaces: (count: number): string => `${count} spaces`,
    empty: 'empty token',
    /** One of several tokens that share a character: "2/3 of 🙂". */
    part: (part: string, character: string): string => `${part} of ${character}`,
  },
} as const;

export const { names: tokenNames } = defineWords('tokens', ENGLISH, {
  de: async () => (await import('./token-words.de.js')).german,
});
