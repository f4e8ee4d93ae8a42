// What a finder is: one behaviour of attention heads, and a number that says how much a head shows it.

import type { HeadShape } from '../trace/index.js';
import type { TextFacts } from './text-facts.js';

/** One head on one text. */
export interface HeadInput {
  /** A[q][k]: [Q,K], row-major, in 0..1. Rows sum to 1, but for empty ones where the first key was left out. */
  readonly weights: Float32Array;
  readonly shape: HeadShape;
  readonly text: TextFacts;
  /** Column 0 was left out and the rows scaled up; rows and targets that need it are then skipped. */
  readonly ignoreFirst: boolean;
}

/**
 * One behaviour. Everything the page says of it stands here too, so that a new one is one file and one line in
 * `registry.ts`.
 */
export interface Finder {
  /** In attributes and addresses. */
  readonly id: string;
  /** On its button: "Previous token". */
  readonly label: string;
  /** What a head that does it is called: "previous-token head". */
  readonly headName: string;
  /** What such a head does, as a sentence. */
  readonly summary: string;
  /** As it is shown. A[q][k] is the attention of query q to key k, both from 0. */
  readonly formula: string;
  /** What the definition leaves out, as a sentence. */
  readonly caveat: string;
  /** Where the definition is from. */
  readonly source: string;
  /** The least score of a head that is said to do this. A choice of ours, between the heads known to and the rest. */
  readonly threshold: number;
  /** What is said of a text on which the score means nothing. */
  readonly missing: string;
  /** Whether it is also measured on random tokens said twice. */
  readonly probe: boolean;
  /** Whether it only means something where tokens repeat: the probe then comes before published scores, and these before the text. */
  readonly needsRepeats?: boolean;
  /** Whether it also means something where the keys are other tokens than the queries. */
  readonly crossAttention?: boolean;
  /** Whether "ignore the first token" changes it. */
  readonly respectsIgnoreFirst: boolean;
  /** The same behaviour without what the definition leaves out. */
  readonly plain?: Finder;
  /** In 0..1; `null` where it means nothing: one token, no repeat, other keys than the queries. */
  score(input: HeadInput): number | null;
}

/** Mean of the rows that have a score; `null` when none has. */
export function meanOfRows(
  { shape: { queries } }: Pick<HeadInput, 'shape'>,
  first: number,
  scoreRow: (query: number) => number | null,
): number | null {
  let sum = 0;
  let rows = 0;
  for (let query = first; query < queries; query++) {
    const score = scoreRow(query);
    if (score === null) continue;
    sum += score;
    rows++;
  }
  return rows === 0 ? null : sum / rows;
}

/** What query q gives to the keys `targets` together. `null` where there are none. */
export function sumOfTargets(
  { weights, shape: { keys }, ignoreFirst }: HeadInput,
  query: number,
  targets: readonly number[],
): number | null {
  let sum = 0;
  let found = false;
  for (const key of targets) {
    if (ignoreFirst && key === 0) continue;
    sum += weights[query * keys + key] ?? 0;
    found = true;
  }
  return found ? sum : null;
}

/** How many keys query q may look at. */
export function keysInSight({ shape: { keys, causal } }: HeadInput, query: number): number {
  return causal ? query + 1 : keys;
}
