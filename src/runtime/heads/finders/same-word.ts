import { type Finder, meanOfRows, sumOfTargets } from '../finder.js';

/** Mean over tokens q that continue a word of the sum of A[q][k] over the earlier pieces k of that word, in 0..1. */
export const sameWord: Finder = {
  id: 'same-word',
  label: 'Same word',
  headName: 'same-word head',
  summary: 'A piece in the middle or at the end of a word reads the earlier pieces of its word.',
  formula: 'mean of A[q][k] where q continues a word, summed over its earlier pieces k',
  caveat:
    'That the earlier piece is also the previous token: a previous-token head scores high here too.',
  source: 'defined by this library',
  threshold: 0.4,
  missing: 'Every word of this text is a single token.',
  probe: false,
  respectsIgnoreFirst: true,
  score: (input) =>
    meanOfRows(input, 1, (query) =>
      sumOfTargets(input, query, input.text.earlierPieces[query] ?? []),
    ),
};
