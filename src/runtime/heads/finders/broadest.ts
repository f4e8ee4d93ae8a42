import { type Finder, type HeadInput, keysInSight, meanOfRows } from '../finder.js';

/** Entropy of row q in nats. */
function entropy({ weights, shape: { keys } }: HeadInput, query: number, inSight: number): number {
  let sum = 0;
  for (let key = 0; key < inSight; key++) {
    const weight = weights[query * keys + key] ?? 0;
    if (weight > 0) sum -= weight * Math.log(weight);
  }
  return sum;
}

/**
 * Mean over rows q >= 1 of H(A[q]) / ln n, in 0..1, where H is the entropy in nats and n the number of keys in sight: q + 1
 * in a causal text. With the first token left out n is one less; rows where n is 1 have nothing to spread over.
 */
export const broadest: Finder = {
  id: 'broadest',
  label: 'Broadest',
  headName: 'broad head',
  summary: 'Every token spreads its attention evenly over everything it can see.',
  formula: 'mean of H(A[q]) / ln(q+1) over q ≥ 1, with the entropy H',
  caveat:
    'What it spreads over: an average of everything before may be of use, or a sign of no work.',
  source: 'Clark et al. 2019, What Does BERT Look At? (entropy of attention heads)',
  threshold: 0.8,
  missing: 'A text of one token leaves nothing to spread over.',
  probe: false,
  crossAttention: true,
  respectsIgnoreFirst: true,
  score: (input) =>
    meanOfRows(input, 1, (query) => {
      const inSight = keysInSight(input, query);
      const choices = input.ignoreFirst ? inSight - 1 : inSight;
      return choices < 2 ? null : entropy(input, query, inSight) / Math.log(choices);
    }),
};
