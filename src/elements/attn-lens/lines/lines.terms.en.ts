// The words of the lines view, in English.

import type { Translation } from '../../shared/localize.js';
import type { TokenView } from '../../shared/token-views.js';
import { describeToken } from '../attn-lens.terms.en.js';

export const english = {
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

export type LinesTerms = Translation<typeof english>;
