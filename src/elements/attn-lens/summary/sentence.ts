// What is said of the focus: one or two short sentences.

import type { TokenView } from '../../shared/token-views.js';
import { phrases } from '../attn-lens.terms.js';
import {
  type FocusLinks,
  type HeadWeights,
  isLeftOut,
  isMasked,
  strongest,
  weightAt,
} from '../focus/focus-links.js';
import type { Phrase } from '../terms/phrase.js';

export interface SentenceInput {
  readonly links: FocusLinks;
  readonly head: HeadWeights;
  readonly queries: readonly TokenView[];
  /** The same list as `queries` where the text reads itself. */
  readonly keys: readonly TokenView[];
}

export function composeSentence(input: SentenceInput): Phrase {
  const { cell, query, key } = input.links;
  if (cell) return sayCell(input, cell);
  if (query === null && key === null) return phrases.invite();
  return [...sayReads(input), ...sayReadBy(input)];
}

function sayCell(
  { head, queries, keys }: SentenceInput,
  cell: { readonly query: number; readonly key: number },
): Phrase {
  const [token, target] = [queries[cell.query], keys[cell.key]];
  if (!token || !target) return [];
  if (isMasked(head.shape, cell.query, cell.key)) return phrases.masked(token, target);
  if (isLeftOut(head, cell.key)) return phrases.leftOut(target);
  return phrases.reads(token, target, weightAt(head, cell.query, cell.key));
}

function sayReads({ links, queries, keys }: SentenceInput): Phrase {
  const token = links.query === null ? undefined : queries[links.query];
  if (!token) return [];
  const [top] = strongest(links.reads, 1);
  const target = top && keys[top.index];
  return target ? phrases.reads(token, target, top.weight) : phrases.emptyRow(token);
}

function sayReadBy({ links, head, queries, keys }: SentenceInput): Phrase {
  const { query, key } = links;
  const target = key === null ? undefined : keys[key];
  if (!target) return [];
  if (isLeftOut(head, target.index)) return query === null ? phrases.leftOut(target) : [];
  const [top] = strongest(otherReaders(links), 1);
  const reader = top && queries[top.index];
  if (query === null) {
    return reader ? phrases.keyReadMostBy(target, reader, top.weight) : phrases.readByNone(target);
  }
  if (reader) return phrases.readMostBy(reader, top.weight);
  return head.shape.causal && key === queries.length - 1 ? phrases.lastToken() : [];
}

/** Who reads the key in focus, itself left out: that it reads itself is said with what it reads. */
export function otherReaders({ query, key, readBy }: FocusLinks): FocusLinks['readBy'] {
  return query === key ? readBy.filter(({ index }) => index !== key) : readBy;
}
