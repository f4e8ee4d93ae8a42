// Why scores are not shown, in German.

import type { StagesTerms } from './stages.terms.en.js';

export const german: StagesTerms = {
  words: {
    noScores: (why: string) => `Die Werte sind nicht zu bekommen. ${why}`,
    noAverageStage: 'Ein Mittel hat keine eigenen Werte; gezeigt werden seine Gewichte.',
  },
};
