// The heads of a trace in the order of a score. Kept with the trace: a lens and a finder beside it ask the same.

import { type Finder, type RankedHead, rankHeads, scoreHeads } from '../../runtime/heads/index.js';
import type { Trace } from '../../runtime/trace/index.js';

const kept = new WeakMap<Trace, Map<string, readonly RankedHead[] | null>>();

/** All heads, best first; `null` where the score means nothing on this text. */
export function rankOnText(
  trace: Trace,
  finder: Finder,
  ignoreFirst: boolean,
): readonly RankedHead[] | null {
  const score = () => {
    const scores = scoreHeads(trace, finder, { ignoreFirst });
    return scores && rankHeads(scores);
  };
  // Another pattern is another finder of the same name.
  if (finder.id === 'painted') return score();
  const rankings = kept.get(trace) ?? new Map<string, readonly RankedHead[] | null>();
  kept.set(trace, rankings);
  const key = `${finder.id} ${ignoreFirst && finder.heedsIgnoreFirst}`;
  if (!rankings.has(key)) rankings.set(key, score());
  return rankings.get(key) ?? null;
}
