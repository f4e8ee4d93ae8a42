// The words of the lines view. They come with it, and are part of the lens's table.

import { defineWords, type PartialTable, type Translation } from '../../shared/localize.js';
import type { TokenView } from '../../shared/token-views.js';
import { describeToken, percent } from '../attn-lens.terms.js';

const ENGLISH = {
  words: {
    lines: 'Tokens that look, on the left; tokens looked at, on the right',
    threshold: 'shown of every row',
    linkCount: (shown: number, all: number) => `${shown} of ${all} links`,
  },
  spoken: {
    readsMost: (token: TokenView, target: TokenView, weight: string): string =>
      `${describeToken(token)} reads ${describeToken(target)} most, ${weight}`,
    readMostBy: (target: TokenView, token: TokenView, weight: string): string =>
      `${describeToken(target)} is read most by ${describeToken(token)}, ${weight}`,
    readsNothing: (token: TokenView): string => `${describeToken(token)}: its row is empty`,
    readByNothing: (target: TokenView): string => `${describeToken(target)}: no line leads here`,
  },
} as const;

export type LinesTerms = Translation<typeof ENGLISH>;

const lineWords = defineWords('attn-lens', ENGLISH, {
  de: async (): Promise<PartialTable<LinesTerms>> => (await import('./lines.terms.de.js')).german,
});

export const { words } = lineWords;
const { spoken } = lineWords;

/** What is said of a token of the lines view: the strongest link of those drawn at it. */
export function describeLineEnd(
  isQuery: boolean,
  token: TokenView,
  other: TokenView | null,
  weight: number,
): string {
  if (!other) return isQuery ? spoken.readsNothing(token) : spoken.readByNothing(token);
  return isQuery
    ? spoken.readsMost(token, other, percent(weight))
    : spoken.readMostBy(token, other, percent(weight));
}
