// The trait of a head that the map names without being asked: attention sink or previous-token head, whichever scores higher.
// Which head is most decisive is a matter of rank, and said when a reader asks.

import { BASIC_THRESHOLD, previousScore, sinkScore } from '../../../runtime/heads/index.js';
import type { Trace } from '../../../runtime/trace/index.js';
import { scoreText } from '../../shared/score-text.js';
import { words } from '../attn-lens.terms.js';
import type { Trait } from '../finder/finding.js';
import type { HeadWeights } from '../focus/focus-links.js';
import type { HeadChoice } from '../head/subject.js';
import { decimal } from '../terms/number.terms.js';

/** @param drawn its weights, without the first token where that is left out. */
export function headTrait(
  trace: Trace,
  { layer, head, average }: HeadChoice,
  { weights, shape, firstLeftOut }: HeadWeights,
): Trait | null {
  if (average) return null;
  const sink = sinkScore(trace.attention(layer, head), shape) ?? 0;
  const previous = trace.crossAttention ? 0 : (previousScore(weights, shape, firstLeftOut) ?? 0);
  const score = Math.max(sink, previous);
  if (score < BASIC_THRESHOLD) return null;
  const name = words.traits[sink > previous ? 'sink' : 'previous'];
  return { name, value: decimal(scoreText(score)) };
}
