// The finder's three famous buttons inside the lens: which heads of this text do a named thing, and how well. Pure, but for
// rankings, which are kept with the trace.

import { FAMOUS, type Finder, type RankedHead } from '../../runtime/heads/index.js';
import type { Trace } from '../../runtime/trace/index.js';
import { finderWords } from '../shared/finder-words.js';
import { rankOnText } from '../shared/rankings.js';
import { scoreText } from '../shared/score-text.js';
import { decimal } from './phrases.js';
import type { Head } from './subject.js';

/** Places that are marked in the map: more would say nothing. */
const MARKED = 5;

export interface LensFinding {
  readonly finder: Finder;
  readonly trace: Trace;
  readonly ignoreFirst: boolean;
  /** Best first; `null` where the score means nothing on this text. */
  readonly ranking: readonly RankedHead[] | null;
  /** The heads that may be said to do it, at most five places. */
  readonly found: readonly RankedHead[];
}

/** @param id as in the `finder` attribute; `null` for none of the three. */
export function findInLens(
  trace: Trace,
  id: string | null,
  ignoreFirst: boolean,
): LensFinding | null {
  const finder = FAMOUS.find((one) => one.id === id);
  if (!finder) return null;
  const ranking = rankOnText(trace, finder, ignoreFirst);
  const found = (ranking ?? []).filter(
    ({ place, score }) => place <= MARKED && score >= finder.passes,
  );
  return { finder, trace, ignoreFirst, ranking, found };
}

/** What a head is said to be, and its score as it is written. */
export interface Trait {
  readonly name: string;
  readonly value: string;
}

/**
 * Says of each head what it does: by the finder that the reader has chosen, and without one the thing it does most, where it
 * does any. The most decisive heads are a matter of rank and only said when asked for.
 */
export function traitsOf(
  trace: Trace,
  finding: LensFinding | null,
  ignoreFirst: boolean,
): (head: Head) => Trait | null {
  const finders = finding ? [finding.finder] : FAMOUS.filter(({ id }) => id !== 'decisive');
  const scores = new Map<number, { readonly finder: Finder; readonly score: number }>();
  for (const finder of finders) {
    for (const { layer, head, score } of rankOnText(trace, finder, ignoreFirst) ?? []) {
      const at = layer * trace.model.heads + head;
      const before = scores.get(at);
      if (!finding && score < finder.passes) continue;
      if (!before || before.score < score) scores.set(at, { finder, score });
    }
  }
  return ({ layer, head }) => {
    const found = scores.get(layer * trace.model.heads + head);
    if (!found) return null;
    return { name: finderWords(found.finder).headName, value: decimal(scoreText(found.score)) };
  };
}
