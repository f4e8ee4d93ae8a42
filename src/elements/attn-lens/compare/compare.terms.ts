// The words around the second head. They come with it, and are part of the lens's table.

import { defineWords, type PartialTable, type Translation } from '../../shared/localize.js';

const ENGLISH = {
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

export type CompareTerms = Translation<typeof ENGLISH>;

export const { words } = defineWords('attn-lens', ENGLISH, {
  de: async (): Promise<PartialTable<CompareTerms>> =>
    (await import('./compare.terms.de.js')).german,
});
