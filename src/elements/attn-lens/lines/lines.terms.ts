// The words of the lines view. They come with it, and are part of the lens's table.

import { defineWords, type PartialTable } from '../../shared/localize.js';
import type { TokenView } from '../../shared/token-views.js';
import { percent } from '../terms/number.terms.js';
import { english, type LinesTerms } from './lines.terms.en.js';

const lineWords = defineWords('attn-lens', english, {
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
