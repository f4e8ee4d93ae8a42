// What a head is known for without being looked for: it rests on the first token, or reads the one before, whichever it does more.
// Which head is most decisive is a matter of rank, and said when a reader asks.

import { PASSES, previousScore, sinkScore } from '../../runtime/heads/index.js';
import type { Trace } from '../../runtime/trace/index.js';
import { scoreText } from '../shared/score-text.js';
import type { Trait } from './lens-finder.js';
import { decimal, words } from './phrases.js';
import type { HeadWeights } from './reading.js';
import type { Head } from './subject.js';

export interface Known {
  readonly as: 'previous' | 'sink';
  /** In 0..1. */
  readonly score: number;
}

/** @param drawn its weights, without the first token where that is left out. */
export function knownFor(trace: Trace, { layer, head }: Head, drawn: HeadWeights): Known | null {
  const { shape, crossAttention } = trace;
  const sink = sinkScore(trace.attention(layer, head), shape) ?? 0;
  const { weights, firstLeftOut = false } = drawn;
  const previous = crossAttention ? 0 : (previousScore(weights, shape, firstLeftOut) ?? 0);
  const score = Math.max(sink, previous);
  return score < PASSES ? null : { as: sink > previous ? 'sink' : 'previous', score };
}

export function sayKnown(known: Known | null | undefined): Trait | null {
  return known ? { name: words.known[known.as], value: decimal(scoreText(known.score)) } : null;
}
