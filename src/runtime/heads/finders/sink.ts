import { BASIC_THRESHOLD, sinkScore } from '../basic-scores.js';
import type { Finder } from '../finder.js';

/**
 * Mean over rows q >= 1 of A[q][0], in 0..1. Known on GPT-2 small: 5.1, 7.2, 6.9, 9.9, 9.11, 7.10 or 11.9 is first, above
 * .97. Leaving the first token out would leave nothing of it, so that does not change it.
 */
export const sink: Finder = {
  id: 'sink',
  label: 'Attention sink',
  headName: 'attention sink',
  summary:
    'Every token rests its attention on the first one, which says that the head has nothing to do.',
  formula: 'mean of A[q][0] over q ≥ 1',
  caveat:
    'Why it rests: the same head may work on another text. On short texts most heads of GPT-2 rest.',
  source: 'Xiao et al. 2024, Efficient Streaming Language Models with Attention Sinks',
  threshold: BASIC_THRESHOLD,
  missing: 'A text of one token has nothing else to look at.',
  probe: false,
  crossAttention: true,
  respectsIgnoreFirst: false,
  score: ({ weights, shape }) => sinkScore(weights, shape),
};
