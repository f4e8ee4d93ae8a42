// From a trace to a ranking: every head's score, and the heads in order with their ties.

import { ignoreFirstKey, type Trace } from '../trace/index.js';
import type { Finder } from './finder.js';
import { readTextFacts } from './text-facts.js';

/** A head, `layer.head`, and its score in 0..1. */
export interface HeadScore {
  readonly layer: number;
  readonly head: number;
  readonly score: number;
  /** Standard deviation over several texts, where there were several. */
  readonly spread?: number;
}

export interface RankedHead extends HeadScore {
  /** From 1. Heads that tie share a place. */
  readonly place: number;
  /** Whether another head shares the place. */
  readonly tied: boolean;
  /** How far its score is below the best one. */
  readonly gap: number;
}

/**
 * Scores nearer than this are a tie: two decimals do not tell them apart, and neither do recordings, whose weights are
 * rounded to a byte (at most .004 off).
 */
export const TIE = 0.005;

export interface ScoreOptions {
  /** Leaves column 0 out and scales rows up, where the finder heeds that. */
  readonly ignoreFirst?: boolean;
}

/** The score of every head, in the order layer, head; `null` where the score means nothing on this text. */
export function scoreHeads(
  trace: Trace,
  finder: Finder,
  options: ScoreOptions = {},
): HeadScore[] | null {
  const { shape } = trace;
  const text = readTextFacts(trace);
  const ignoreFirst = finder.respectsIgnoreFirst && (options.ignoreFirst ?? false);
  const scores: HeadScore[] = [];
  for (let layer = 0; layer < trace.model.layers; layer++) {
    for (let head = 0; head < trace.model.heads; head++) {
      const all = trace.attention(layer, head);
      const weights = ignoreFirst ? ignoreFirstKey(all, shape) : all;
      const score = finder.score({ weights, shape, text, ignoreFirst });
      // It depends on the text, not on the head.
      if (score === null) return null;
      // Rows of float32 sum to a hair more than 1.
      scores.push({ layer, head, score: Math.min(1, score) });
    }
  }
  return scores;
}

/** Best first; equal scores in the order layer, head. */
export function rankHeads(scores: readonly HeadScore[]): RankedHead[] {
  const sorted = [...scores].sort(
    (a, b) => b.score - a.score || a.layer - b.layer || a.head - b.head,
  );
  const best = sorted[0]?.score ?? 0;
  let first = 0;
  const places = sorted.map(({ score }, index) => {
    if ((sorted[first]?.score ?? 0) - score >= TIE) first = index;
    return first + 1;
  });
  return sorted.map((entry, index) => ({
    ...entry,
    place: places[index] ?? index + 1,
    tied: places[index] === places[index - 1] || places[index] === places[index + 1],
    gap: best - entry.score,
  }));
}
