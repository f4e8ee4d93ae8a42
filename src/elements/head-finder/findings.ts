// What a finder found: on the text at hand, on the probe, or in published work. Pure.

import {
  FINDERS,
  type Finder,
  type HeadScore,
  type ProbeResult,
  type Published,
  type PublishedTable,
  publishedFor,
  publishedScores,
  type RankedHead,
  rankHeads,
} from '../../runtime/heads/index.js';
import type { Trace } from '../../runtime/trace/index.js';
import { rankOnText } from '../shared/rankings.js';

/** On what a score was measured. `probe` and `published` belong to the model, not to the text. */
export type Basis = 'text' | 'probe' | 'published';

export interface Finding {
  readonly finder: Finder;
  readonly basis: Basis;
  /** All heads, best first. */
  readonly ranking: readonly RankedHead[];
  /** Whether the best one is good enough to be said to do this. */
  readonly passes: boolean;
  readonly table: PublishedTable | null;
}

export interface Evidence {
  readonly trace: Trace;
  readonly ignoreFirst: boolean;
  readonly probe: ProbeResult | null;
}

/** Heads this far up count as doing a thing when two behaviours are compared. */
const TOP = 5;

/** Whether a head may be said to do it. */
export function isPassed({ threshold }: Finder, { score }: HeadScore): boolean {
  return score >= threshold;
}

/** What `finder` finds on one basis; `null` where there is none. */
export function findOn(finder: Finder, basis: Basis, evidence: Evidence): Finding | null {
  const published =
    basis === 'published' ? tablesFor(publishedFor(evidence.trace.model), finder)[0] : null;
  const table = published ?? null;
  const ranking = rankOn(finder, basis, table, evidence);
  const best = ranking?.[0];
  return best ? { finder, basis, ranking, passes: isPassed(finder, best), table } : null;
}

function rankOn(
  finder: Finder,
  basis: Basis,
  table: PublishedTable | null,
  { trace, ignoreFirst, probe }: Evidence,
): readonly RankedHead[] | null {
  if (basis === 'text') return rankOnText(trace, finder, ignoreFirst);
  if (basis === 'published') return table && rankPublished(table);
  const scores = probe?.scores.get(finder.id);
  return scores ? rankOnce(scores, () => rankHeads(scores)) : null;
}

/** Rankings of what does not change: they are asked for with every update. */
const kept = new WeakMap<object, readonly RankedHead[]>();

function rankOnce(of: object, rank: () => readonly RankedHead[]): readonly RankedHead[] {
  const ranking = kept.get(of) ?? rank();
  kept.set(of, ranking);
  return ranking;
}

const rankPublished = (table: PublishedTable) =>
  rankOnce(table, () => rankHeads(publishedScores(table)));

/**
 * The bases there are, best first. For what repeats, the probe comes before published scores and these before the text: on
 * prose the score finds other heads than on the repeats that it is meant for.
 */
export function basesFor(finder: Finder, evidence: Evidence): Basis[] {
  const order: readonly Basis[] = finder.needsRepeats
    ? ['probe', 'published', 'text']
    : ['text', 'probe', 'published'];
  return order.filter((basis) => findOn(finder, basis, evidence) !== null);
}

function tablesFor(published: Published | null, { id }: Finder): readonly PublishedTable[] {
  return published?.tables.filter(({ finder }) => finder === id) ?? [];
}

/** Where published work puts a head, for the same behaviour. */
interface Agreement {
  readonly source: string;
  readonly url: string;
  readonly measured: string;
  readonly entry: RankedHead;
}

export interface PublishedWords {
  /** Whether anything is known of the model at all. */
  readonly known: boolean;
  readonly scores: readonly Agreement[];
  /** Papers that give the head a name, of this behaviour or of another. */
  readonly names: readonly {
    readonly name: string;
    readonly source: string;
    readonly url: string;
  }[];
}

/** But for the table that is on show already. */
export function publishedOn(
  { finder, table: shown }: Finding,
  { trace }: Evidence,
  { layer, head }: { readonly layer: number; readonly head: number },
): PublishedWords {
  const published = publishedFor(trace.model);
  const scores = tablesFor(published, finder).flatMap((table) => {
    if (table === shown) return [];
    const entry = rankPublished(table).find((one) => one.layer === layer && one.head === head);
    return entry ? [{ source: table.source, url: table.url, measured: table.measured, entry }] : [];
  });
  const names = published?.lists.filter(({ heads }) => heads.includes(`${layer}.${head}`)) ?? [];
  return { known: published !== null, scores, names };
}

/** Another behaviour that the same head is among the best at. */
export interface Lesson {
  readonly other: Finding;
  readonly entry: RankedHead;
}

/** The other buttons that a head wins as well: where it is among the best five and good enough, here and there. */
export function lessonsOf(
  finding: Finding,
  shown: RankedHead,
  evidence: Evidence,
): readonly Lesson[] {
  if (!isAmongBest(finding, shown)) return [];
  return FINDERS.flatMap((finder) => {
    const { id } = finding.finder;
    if (finder.id === id || finder.plain?.id === id) return [];
    const [basis] = basesFor(finder, evidence);
    const other = basis && findOn(finder, basis, evidence);
    const entry = other?.ranking.find(
      ({ layer, head }) => layer === shown.layer && head === shown.head,
    );
    return other && entry && isAmongBest(other, entry) ? [{ other, entry }] : [];
  });
}

function isAmongBest({ finder }: Finding, entry: RankedHead): boolean {
  return entry.place <= TOP && isPassed(finder, entry);
}
