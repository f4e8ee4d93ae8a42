// A word as it stands in a text, looked up in the glossary.

import { GLOSSARY, type GlossaryEntry } from './glossary.js';

/**
 * The entry for a word as it stands in a text: "Heads", "dot product", "queries". `undefined` where there is none.
 */
export function findTerm(word: string): GlossaryEntry | undefined {
  const id = word
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '-');
  for (const candidate of [id, id.replace(/ies$/, 'y'), id.replace(/s$/, '')]) {
    if (Object.hasOwn(GLOSSARY, candidate)) return GLOSSARY[candidate];
  }
  return undefined;
}
