// The finder's three famous buttons inside the lens: which heads of this text do a named thing, and how well. Pure, but for
// rankings, which are kept with the trace.

import { FAMOUS, type Finder, type RankedHead } from '../../../runtime/heads/index.js';
import type { Trace } from '../../../runtime/trace/index.js';
import { finderWords } from '../../shared/finder-words.js';
import { rankOnText } from '../../shared/rankings.js';
import { scoreText } from '../../shared/score-text.js';
import type { Head, Subject } from '../head/subject.js';
import { decimal } from '../terms/number.terms.js';

/** Places that are marked in the map: more would say nothing. */
const MARKED = 5;

export interface Finding {
  readonly finder: Finder;
  readonly trace: Trace;
  readonly ignoreFirst: boolean;
  /** Best first; `null` where the score means nothing on this text. */
  readonly ranking: readonly RankedHead[] | null;
  /** The heads that may be said to do it, at most five places. */
  readonly found: readonly RankedHead[];
  /** What is then said of any head. */
  readonly traitOf: (head: Head) => Trait | null;
}

/** What a head is said to be, and its score as it is written. */
export interface Trait {
  readonly name: string;
  readonly value: string;
}

/**
 * The same object for the same subject, by which the map knows that its marks have not changed.
 * @param id as in the `finder` attribute; `null` for none of the three.
 */
export function findHeads(subject: Subject, id: string): Finding | null {
  const before = kept.get(subject);
  if (before?.finder.id === id) return before;
  const finder = FAMOUS.find((one) => one.id === id);
  if (!finder) return null;
  const finding = find(subject, finder);
  kept.set(subject, finding);
  return finding;
}

const kept = new WeakMap<Subject, Finding>();

function find({ trace, ignoreFirst }: Subject, finder: Finder): Finding {
  const ranking = rankOnText(trace, finder, ignoreFirst);
  const found = (ranking ?? []).filter(
    ({ place, score }) => place <= MARKED && score >= finder.threshold,
  );
  const { heads } = trace.model;
  const scores = new Map(ranking?.map(({ layer, head, score }) => [layer * heads + head, score]));
  const traitOf = ({ layer, head }: Head): Trait | null => {
    const score = scores.get(layer * heads + head);
    if (score === undefined) return null;
    return { name: finderWords(finder).headName, value: decimal(scoreText(score)) };
  };
  return { finder, trace, ignoreFirst, ranking, found, traitOf };
}
