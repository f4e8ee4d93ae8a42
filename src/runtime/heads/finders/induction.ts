import { type Finder, meanOfRows, sumOfTargets } from '../finder.js';

/**
 * Prefix matching: mean over tokens q that occurred before of A[q][k+1], summed over all earlier k with the same token, in
 * 0..1 (Olsson et al. 2022). Meant for random tokens said twice, where it finds 5.1, 5.5, 6.9, 7.10 and 7.2 of GPT-2
 * small, all above .83; on prose it often finds others.
 */
export const induction: Finder = {
  id: 'induction',
  label: 'Induction',
  headName: 'induction head',
  summary: 'It looks for an earlier copy of the current token, and reads what came after it.',
  formula: 'mean of A[q][k+1] where k < q and token k = token q, summed over all such k',
  caveat: 'Whether the head also makes the model repeat what it has read (copying).',
  source: 'Olsson et al. 2022, In-context Learning and Induction Heads (prefix matching)',
  threshold: 0.4,
  missing: 'No token occurs twice in this text, so that nothing can be matched.',
  probe: true,
  needsRepeats: true,
  respectsIgnoreFirst: true,
  score: (input) =>
    meanOfRows(input, 1, (query) => sumOfTargets(input, query, input.text.successors[query] ?? [])),
};
