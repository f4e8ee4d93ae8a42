// The words of the drawer in which heads are switched off, in German.

import type { TokenView } from '../../shared/token-views.js';
import type { Mention, Phrase } from '../terms/phrase.js';
import type { AblationTerms } from './ablation.terms.en.js';

const key = (token: TokenView): Mention => ({ role: 'key', token });

export const german: AblationTerms = {
  words: {
    switchOff: 'Abschalten',
    thisHead: (head: string) => `diesen Kopf, ${head}`,
    itsLayer: (layer: number) => `seine Schicht, ${layer}`,
    allOthers: 'alle außer diesem Kopf',
    everyHead: 'jeden Kopf',
    foundHeads: (count: number) =>
      count === 1 ? 'den gefundenen Kopf' : `die ${count} gefundenen Köpfe`,
    allOn: 'alle wieder an',
    switches: 'Schalter aller Köpfe',
    switchesHint: 'Zeilen: Schichten · Spalten: Köpfe · markiert: aus',
    outcomeAwaited: 'Das nächste Token folgt der letzten Schicht.',
    nothingOff:
      'Alle Köpfe sind an. Schalten Sie einen ab, um zu sehen, was aus dem nächsten Token wird.',
    headsNamed: (heads: readonly string[]) =>
      heads.map((head) => (head.endsWith('.*') ? `Schicht ${head.slice(0, -2)}` : head)).join(', '),
    headsCounted: (count: number) => `diese ${count} Köpfe`,
    beforeAndAfter: 'Das nächste Token, vorher und nachher',
    before: 'alle Köpfe an',
    after: 'ohne sie',
    barsTo: (most: string) => `Balken: 0 bis ${most}`,
  },
  phrases: {
    without: (
      heads: string,
      token: TokenView,
      before: string,
      after: string,
      change: number,
    ): Phrase =>
      before === after
        ? [`Ohne ${heads} bleibt `, key(token), ' bei ', { amount: before }, '.']
        : [
            `Ohne ${heads} ${change < 0 ? 'fällt' : 'steigt'} `,
            key(token),
            ' von ',
            { amount: before },
            ' auf ',
            { amount: after },
            '.',
          ],
    nowMostLikely: (token: TokenView, after: string): Phrase => [
      ' Am wahrscheinlichsten ist nun ',
      key(token),
      ' mit ',
      { amount: after },
      '.',
    ],
  },
  spoken: {
    switch: (layer: number, head: number, off: boolean): string =>
      `Schicht ${layer}, Kopf ${head}: ${off ? 'aus' : 'an'}`,
  },
};
