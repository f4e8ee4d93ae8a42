// The words around the second head, in German.

import type { CompareTerms } from './compare.terms.en.js';

export const german: CompareTerms = {
  words: {
    comparedWith: 'Verglichen mit',
    stopComparing: 'Vergleich beenden',
    anotherHead: 'anderem Kopf',
    theRecording: 'der Aufzeichnung',
    theLiveRun: 'dem Live-Lauf',
    otherFile: 'anderer Aufzeichnung',
    noComparison: (why: string) => `Der andere lässt sich nicht zeigen. ${why}`,
    noOther:
      'Noch gibt es keinen Live-Lauf: Lassen Sie einen Text rechnen, dann steht der andere hier.',
    weightsInstead: 'Von diesem gibt es hier keine Werte; gezeigt werden seine Gewichte.',
  },
};
