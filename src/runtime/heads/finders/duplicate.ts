import { type Finder, meanOfRows, sumOfTargets } from '../finder.js';

/**
 * Mean over tokens q that occurred before of A[q][k], summed over all earlier k with the same token, in 0..1. Known on
 * GPT-2 small, random tokens said twice: 0.5 .70, 3.0 .68, 0.1 .13.
 */
export const duplicate: Finder = {
  id: 'duplicate',
  label: 'Duplicate token',
  headName: 'duplicate-token head',
  summary: 'A token that has occurred before reads its earlier copies.',
  formula: 'mean of A[q][k] where k < q and token k = token q, summed over all such k',
  caveat: 'Near copies: “The” and “ the” are different tokens.',
  source: 'Wang et al. 2022, Interpretability in the Wild (duplicate token heads)',
  threshold: 0.4,
  missing: 'No token occurs twice in this text, so that there is nothing to find again.',
  probe: true,
  needsRepeats: true,
  respectsIgnoreFirst: true,
  score: (input) =>
    meanOfRows(input, 1, (query) => sumOfTargets(input, query, input.text.duplicates[query] ?? [])),
};
