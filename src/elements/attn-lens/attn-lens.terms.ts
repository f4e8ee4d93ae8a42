// Every word of the lens, in the language of the place, and what is said of cells and heads.

import { defineWords, type PartialTable } from '../shared/localize.js';
import type { TokenView } from '../shared/token-views.js';
import { english, type LensTerms } from './attn-lens.terms.en.js';
import { decimal, score } from './terms/number.terms.js';

export const { words, phrases, spoken } = defineWords('attn-lens', english, {
  de: async (): Promise<PartialTable<LensTerms>> =>
    (await import('./attn-lens.terms.de.js')).german,
});

/** What is said of one cell of the matrix; `weight` is `null` where it is masked. */
export function describeCell(token: TokenView, target: TokenView, weight: number | null): string {
  if (weight === null) return spoken.maskedCell(token, target);
  const value = weight < 1 ? Math.min(99.9, 100 * weight) : 100;
  return spoken.cell(token, target, decimal(value.toFixed(1)));
}

/** The same of a score, of a stage before softmax. */
export function describeScoreCell(
  token: TokenView,
  target: TokenView,
  value: number | null,
): string {
  if (value === null) return spoken.maskedCell(token, target);
  return spoken.scoreCell(token, target, score(value));
}

/** What is said of one head of the map, and of what it is known for. */
export function describeHead(
  {
    layer,
    head,
    average,
  }: { readonly layer: number; readonly head: number; readonly average: boolean },
  trait: { readonly name: string; readonly value: string } | null | undefined,
): string {
  if (average) return spoken.average(layer);
  const name = spoken.head(layer, head);
  return trait ? `${name}, ${trait.name} ${trait.value}` : name;
}
