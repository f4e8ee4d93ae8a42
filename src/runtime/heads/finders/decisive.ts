import { type Finder, type HeadInput, keysInSight, meanOfRows } from '../finder.js';

/** The largest weight of query q among the keys first..last, or `null` where there are none. */
function largest(
  { weights, shape: { keys } }: HeadInput,
  query: number,
  first: number,
  last: number,
): number | null {
  let max: number | null = null;
  for (let key = first; key <= last; key++) {
    max = Math.max(max ?? 0, weights[query * keys + key] ?? 0);
  }
  return max;
}

/**
 * Mean over rows q >= 1 of max over k of A[q][k], in 0..1. On every recorded text of GPT-2 small this is 4.11, the
 * previous-token head, again. With the first token left out, rows q >= 2 and k >= 1: in row 1 one key would remain.
 */
const plain: Finder = {
  id: 'decisive-plain',
  label: 'Most decisive, plain',
  headName: 'decisive head (plain)',
  summary: 'Every token puts most of its attention on a single token, wherever that is.',
  formula: 'mean of max A[q][k] over q ≥ 1, all k',
  caveat: 'Nothing, and so it finds sinks and previous-token heads, which are always decisive.',
  source: 'Voita et al. 2019, Analyzing Multi-Head Self-Attention (a head’s confidence)',
  threshold: 0.5,
  missing: 'A text of one token leaves nothing to decide.',
  probe: false,
  crossAttention: true,
  respectsIgnoreFirst: true,
  score: (input) => {
    const first = input.ignoreFirst ? 1 : 0;
    return meanOfRows(input, 1 + first, (query) =>
      largest(input, query, first, keysInSight(input, query) - 1),
    );
  },
};

/**
 * Mean over rows q >= 3 of max over 1 <= k <= q-2 of A[q][k], in 0..1: the plain score without token 0, the token itself
 * and its neighbour, after Voita et al. 2019. Known on GPT-2 small, dog text: 4.3 .402, 2.9 .293, 11.8 .284. The first
 * token is out already, and the rest not scaled up.
 */
export const decisive: Finder = {
  id: 'decisive',
  label: 'Most decisive',
  headName: 'decisive head',
  summary:
    'Every token picks out one particular token further back, and gives it much of its attention.',
  formula: 'mean of max A[q][k] over q ≥ 3, 1 ≤ k ≤ q−2',
  caveat:
    'The first token, the token itself and its neighbour: with them the previous-token head would win again.',
  source: 'after Voita et al. 2019, Analyzing Multi-Head Self-Attention (a head’s confidence)',
  threshold: 0.2,
  missing: 'A text of fewer than four tokens has no token that is neither first nor near.',
  probe: false,
  respectsIgnoreFirst: false,
  plain,
  score: (input) =>
    input.text.crossAttention
      ? null
      : meanOfRows(input, 3, (query) => largest(input, query, 1, query - 2)),
};
