// The heads of a trace in the order of a score. Kept with the trace: a lens and a finder beside it ask the same.

import { type Finder, type RankedHead, rankHeads, scoreHeads } from '../../runtime/heads/index.js';
import type { Trace } from '../../runtime/trace/index.js';

type Rankings = Map<boolean, readonly RankedHead[] | null>;

/** By finder rather than by its id: every painted pattern is another finder of the same name. */
const kept = new WeakMap<Trace, WeakMap<Finder, Rankings>>();

/** All heads, best first; `null` where the score means nothing on this text. */
export function rankOnText(
  trace: Trace,
  finder: Finder,
  ignoreFirst: boolean,
): readonly RankedHead[] | null {
  const ofTrace = kept.get(trace) ?? new WeakMap<Finder, Rankings>();
  kept.set(trace, ofTrace);
  const rankings: Rankings = ofTrace.get(finder) ?? new Map();
  ofTrace.set(finder, rankings);
  if (!rankings.has(ignoreFirst)) {
    const scores = scoreHeads(trace, finder, { ignoreFirst });
    rankings.set(ignoreFirst, scores && rankHeads(scores));
  }
  return rankings.get(ignoreFirst) ?? null;
}
