// The words of the lines view, in German.

import type { TokenView } from '../../shared/token-views.js';
import { by, describeToken } from '../attn-lens.terms.de.js';
import type { LinesTerms } from './lines.terms.en.js';

export const german: LinesTerms = {
  words: {
    lines: 'Links die Tokens, die hinsehen; rechts die angesehenen',
    threshold: 'jeder Zeile gezeigt',
    linkCount: (shown: number, all: number) => `${shown} von ${all} Verbindungen`,
  },
  spoken: {
    readsMost: (token: TokenView, target: TokenView, weight: string): string =>
      `${describeToken(token)} liest am stärksten ${describeToken(target)}, zu ${weight}`,
    readMostBy: (target: TokenView, token: TokenView, weight: string): string =>
      `${describeToken(target)} wird am stärksten ${by(token)}${token.name} gelesen, zu ${weight}`,
    readsNothing: (token: TokenView): string => `${describeToken(token)}: Seine Zeile ist leer`,
    readByNothing: (target: TokenView): string =>
      `${describeToken(target)}: Hierher führt keine Linie`,
  },
};
