// Why scores are not shown. They come with the stages, and are part of the lens's table.

import { defineWords, type PartialTable, type Translation } from '../../shared/localize.js';

const ENGLISH = {
  words: {
    noScores: (why: string) => `The scores cannot be had. ${why}`,
    noAverageStage: 'An average has no scores of its own: its weights are shown.',
  },
} as const;

export type StagesTerms = Translation<typeof ENGLISH>;

export const { words } = defineWords('attn-lens', ENGLISH, {
  de: async (): Promise<PartialTable<StagesTerms>> => (await import('./stages.terms.de.js')).german,
});
