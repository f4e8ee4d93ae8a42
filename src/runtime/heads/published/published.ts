// What published work says of the heads of a model.

import type { HeadId } from '../../trace/index.js';
import type { HeadScore } from '../rank.js';

/** Scores of all heads from the saved output of a public notebook. */
export interface PublishedTable {
  /** Id of the finder whose behaviour it measures. */
  readonly finder: string;
  readonly id: string;
  /** On what, and how. */
  readonly measured: string;
  readonly source: string;
  readonly url: string;
  /** Git blob of the notebook. */
  readonly blob: string;
  /** [layer][head], in 0..1. */
  readonly scores: readonly (readonly number[])[];
}

/** Heads that a paper names. */
export interface PublishedList {
  /** Id of the finder of the same behaviour, if there is one. */
  readonly finder: string | null;
  /** What the paper calls one of them: "name mover". */
  readonly name: string;
  readonly heads: readonly HeadId[];
  readonly source: string;
  readonly url: string;
}

export interface Published {
  readonly tables: readonly PublishedTable[];
  readonly lists: readonly PublishedList[];
}

/** A published table in the form of our own scores. */
export function publishedScores(table: PublishedTable): HeadScore[] {
  return table.scores.flatMap((row, layer) => row.map((score, head) => ({ layer, head, score })));
}
