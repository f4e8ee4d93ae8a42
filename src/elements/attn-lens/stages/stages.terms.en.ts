// Why scores are not shown, in English.

import type { Translation } from '../../shared/localize.js';

export const english = {
  words: {
    noScores: (why: string) => `The scores cannot be had. ${why}`,
    noAverageStage: 'An average has no scores of its own: its weights are shown.',
  },
} as const;

export type StagesTerms = Translation<typeof english>;
