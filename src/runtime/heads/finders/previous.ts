import { BASIC_THRESHOLD, previousScore } from '../basic-scores.js';
import type { Finder } from '../finder.js';

/** Mean over rows q >= 1 of A[q][q-1], in 0..1. Known on GPT-2 small: 4.11 on every recorded text, above .99. */
export const previous: Finder = {
  id: 'previous',
  label: 'Previous token',
  headName: 'previous-token head',
  summary: 'Every token reads the one just before it, whatever it is.',
  formula: 'mean of A[q][q−1] over q ≥ 1',
  caveat:
    'How evenly it does so: a head that does it on most tokens and not on some scores high too.',
  source: 'Elhage et al. 2021, A Mathematical Framework for Transformer Circuits',
  threshold: BASIC_THRESHOLD,
  missing: 'A text of one token has no token before another.',
  probe: true,
  respectsIgnoreFirst: true,
  score: ({ weights, shape, text, ignoreFirst }) =>
    text.crossAttention ? null : previousScore(weights, shape, ignoreFirst),
};
