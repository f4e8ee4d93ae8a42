// The words of the drawer in which heads are switched off, in English.

import type { Translation } from '../../shared/localize.js';
import type { TokenView } from '../../shared/token-views.js';
import type { Mention, Phrase } from '../terms/phrase.js';

const key = (token: TokenView): Mention => ({ role: 'key', token });

export const english = {
  words: {
    switchOff: 'Switch off',
    thisHead: (head: string) => `this head, ${head}`,
    itsLayer: (layer: number) => `its layer, ${layer}`,
    allOthers: 'all but this head',
    everyHead: 'every head',
    foundHeads: (count: number) => (count === 1 ? 'the head found' : `the ${count} heads found`),
    allOn: 'all on again',
    switches: 'Switches of all heads',
    switchesHint: 'rows: layers · columns: heads · marked: off',
    outcomeAwaited: 'The next token follows the last layer.',
    nothingOff: 'All heads are on. Switch one off to see what becomes of the next token.',
    headsNamed: (heads: readonly string[]): string =>
      heads.map((head) => (head.endsWith('.*') ? `layer ${head.slice(0, -2)}` : head)).join(', '),
    headsCounted: (count: number) => `these ${count} heads`,
    beforeAndAfter: 'The next token, before and after',
    before: 'all heads on',
    after: 'without them',
    barsTo: (most: string) => `bars: 0 to ${most}`,
  },
  phrases: {
    /** @param change below 0 where it fell, above where it rose. */
    without: (
      heads: string,
      token: TokenView,
      before: string,
      after: string,
      change: number,
    ): Phrase =>
      before === after
        ? [`Without ${heads}, `, key(token), ' stays at ', { amount: before }, '.']
        : [
            `Without ${heads}, `,
            key(token),
            change < 0 ? ' falls from ' : ' rises from ',
            { amount: before },
            ' to ',
            { amount: after },
            '.',
          ],
    nowMostLikely: (token: TokenView, after: string): Phrase => [
      ' Most likely is now ',
      key(token),
      ', ',
      { amount: after },
      '.',
    ],
  },
  spoken: {
    /** Of the switch of one head. */
    switch: (layer: number, head: number, off: boolean): string =>
      `layer ${layer}, head ${head}: ${off ? 'off' : 'on'}`,
  },
} as const;

export type AblationTerms = Translation<typeof english>;
