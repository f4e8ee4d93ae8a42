// Why scores are not shown, in German.

import type { StageWords } from './stages.terms.js';

export const german: StageWords = {
  words: {
    noScores: (why: string) => `Die Werte sind nicht zu bekommen. ${why}`,
    noAverageStage: 'Ein Mittel hat keine eigenen Werte; gezeigt werden seine Gewichte.',
  },
};
