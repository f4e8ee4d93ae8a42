// What the reader points at, and the links that the head draws to and from it. Pure; knows nothing of the screen.

import { times } from '../../../runtime/attention/index.js';
import type { HeadShape } from '../../../runtime/trace/index.js';

/**
 * - `token`: a token of the text, which reads others and, unless the keys are other tokens, is read.
 * - `key`: one of the other keys of a cross-attention trace, which is only read.
 * - `cell`: one query and one key.
 */
export type Focus =
  | { readonly kind: 'token'; readonly token: number }
  | { readonly kind: 'key'; readonly key: number }
  | { readonly kind: 'cell'; readonly query: number; readonly key: number };

/** One head's weights [Q,K], row-major, and their shape. Rows may be empty where the first key is ignored. */
export interface HeadWeights {
  readonly shape: HeadShape;
  readonly weights: Float32Array;
  /** Whether the first key is left out: it has no weight, rather than one of 0. */
  readonly firstLeftOut?: boolean;
}

/** The weight between the token in focus and another one, at `index`. */
export interface Link {
  readonly index: number;
  readonly weight: number;
}

/** What a head says about the focus. */
export interface FocusLinks {
  /** The token that reads, if the focus has one. */
  readonly query: number | null;
  /** The token that is read, if the focus is a token or key rather than a cell. */
  readonly key: number | null;
  readonly cell: { readonly query: number; readonly key: number } | null;
  /** What `query` reads: every key it may look at, in the order of the text. */
  readonly reads: readonly Link[];
  /** Who reads `key`: every query that may look at it, in the order of the text. */
  readonly readBy: readonly Link[];
}

/** How many links each way are given as numbers. */
export const STRONGEST = 5;

const NOTHING: FocusLinks = { query: null, key: null, cell: null, reads: [], readBy: [] };

/** For a query whose answer the reader has yet to guess. */
export function hiddenLinks(query: number | null): FocusLinks {
  return { ...NOTHING, query };
}

/** The same place in this text, by position; nothing where it has none: two texts are compared by position. */
export function clampFocus(focus: Focus | null, { queries, keys }: HeadShape): Focus | null {
  const inside =
    focus?.kind === 'cell'
      ? focus.query < queries && focus.key < keys
      : focus?.kind === 'token'
        ? focus.token < queries
        : focus !== null && focus.key < keys;
  return inside ? focus : null;
}

/** @param crossAttention whether the keys are other tokens than the queries. */
export function linksOf(
  focus: Focus | null,
  head: HeadWeights,
  crossAttention: boolean,
): FocusLinks {
  switch (focus?.kind) {
    case 'token': {
      const { token } = focus;
      const links = { ...NOTHING, query: token, reads: readsOf(head, token) };
      return crossAttention ? links : { ...links, key: token, readBy: readersOf(head, token) };
    }
    case 'key':
      return { ...NOTHING, key: focus.key, readBy: readersOf(head, focus.key) };
    case 'cell':
      return { ...NOTHING, query: focus.query, cell: focus, reads: readsOf(head, focus.query) };
    default:
      return NOTHING;
  }
}

export function weightAt({ shape, weights }: HeadWeights, query: number, key: number): number {
  return weights[query * shape.keys + key] ?? 0;
}

export function isMasked({ causal }: HeadShape, query: number, key: number): boolean {
  return causal && key > query;
}

/** Whether the key is the first one, which is left out. */
export function isLeftOut({ firstLeftOut = false }: HeadWeights, key: number): boolean {
  return firstLeftOut && key === 0;
}

/** The `count` strongest links, strongest first, without those that carry nothing. Ties keep the order of the text. */
export function strongest(links: readonly Link[], count: number): Link[] {
  return links
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .slice(0, count);
}

function readsOf(head: HeadWeights, query: number): Link[] {
  const { keys, causal } = head.shape;
  const first = isLeftOut(head, 0) ? 1 : 0;
  const end = causal ? query + 1 : keys;
  return times(end - first, (offset) => ({
    index: first + offset,
    weight: weightAt(head, query, first + offset),
  }));
}

function readersOf(head: HeadWeights, key: number): Link[] {
  if (isLeftOut(head, key)) return [];
  const { queries, causal } = head.shape;
  const first = causal ? key : 0;
  return times(queries - first, (offset) => ({
    index: first + offset,
    weight: weightAt(head, first + offset, key),
  }));
}

/** The key to name in its colour: that of the cell in focus, or the strongest of the row. */
export function namedKey({ cell, reads, key, query }: FocusLinks): number | null {
  const [top] = strongest(reads, 1);
  return cell?.key ?? top?.index ?? (query === null ? key : null);
}
