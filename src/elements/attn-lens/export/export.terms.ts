// The words of the export drawer. They come with it, and are part of the lens's table.

import { defineWords, type PartialTable } from '../../shared/localize.js';
import { type ExportTerms, english } from './export.terms.en.js';

export const { words } = defineWords('attn-lens', english, {
  de: async (): Promise<PartialTable<ExportTerms>> => (await import('./export.terms.de.js')).german,
});
