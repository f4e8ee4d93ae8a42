// What published work says of the heads of a model, for the models there is some of.

import type { HeadId } from '../../api.js';
import type { TraceModel } from '../../trace/index.js';
import type { HeadScore } from '../rank.js';
import { lists, tables } from './gpt2-small.js';

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

/** Published work on this model; `null` where none is known. */
export function publishedFor({ id, layers, heads }: TraceModel): Published | null {
  return id === 'gpt2' && layers === 12 && heads === 12 ? { tables, lists } : null;
}

/** A published table in the form of our own scores. */
export function publishedScores(table: PublishedTable): HeadScore[] {
  return table.scores.flatMap((row, layer) => row.map((score, head) => ({ layer, head, score })));
}
