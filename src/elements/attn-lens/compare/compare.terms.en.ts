// The words around the second head, in English.

import type { Translation } from '../../shared/localize.js';

export const english = {
  words: {
    comparedWith: 'Compared with',
    stopComparing: 'Stop comparing',
    anotherHead: 'another head',
    theRecording: 'the recording',
    theLiveRun: 'the live run',
    otherFile: 'another recording',
    noComparison: (why: string) => `The other one cannot be shown. ${why}`,
    noOther: 'There is no live run yet: run a text, and the other one is shown here.',
    weightsInstead: 'Of this one there are no scores here: its weights are shown.',
  },
} as const;

export type CompareTerms = Translation<typeof english>;
