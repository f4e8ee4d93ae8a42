// Which links the lines view draws, and where. Pure.

import { type HeadWeights, type Link, strongest } from '../focus/focus-links.js';

/** A link from a query to a key. */
export interface Line {
  readonly query: number;
  readonly key: number;
  readonly weight: number;
}

/**
 * Of each row its strongest links, as many as it takes to carry `threshold` of the row's attention: a row that rests on one
 * token is one line, and a row that spreads keeps what it spreads over.
 * @param threshold in 0..1.
 */
export function carryingLinks(head: HeadWeights, threshold: number): readonly Line[] {
  const before = kept.get(head);
  if (before?.threshold === threshold) return before.lines;
  const lines = pickLinks(head, threshold);
  kept.set(head, { threshold, lines });
  return lines;
}

/** The canvas and its legend ask the same, and a hover asks again. */
const kept = new WeakMap<HeadWeights, { readonly threshold: number; readonly lines: Line[] }>();

function pickLinks({ shape, weights }: HeadWeights, threshold: number): Line[] {
  const { queries, keys, causal } = shape;
  const lines: Line[] = [];
  for (let query = 0; query < queries; query++) {
    const row: Link[] = [];
    let sum = 0;
    for (let key = 0; key < (causal ? query + 1 : keys); key++) {
      const weight = weights[query * keys + key] ?? 0;
      sum += weight;
      row.push({ index: key, weight });
    }
    let carried = 0;
    for (const { index, weight } of strongest(row, keys)) {
      // Rounding must not let a whole row fall a billionth short of its own sum.
      if (carried >= threshold * sum - 1e-6) break;
      carried += weight;
      lines.push({ query, key: index, weight });
    }
  }
  return lines;
}

/** Where the tokens stand, in CSS pixels: queries in one column, keys in the other, as high as each other. */
export interface LinesLayout {
  readonly row: number;
  readonly rows: number;
  /** The columns of words, and between them the links. */
  readonly word: number;
  readonly width: number;
  readonly height: number;
}

/** In CSS pixels. */
export const MAX_ROW = 24;
const MIN_READABLE_ROW = 18;
/** A canvas higher than this is not drawn by all browsers at twice its pixels. */
const MAX_HEIGHT = 8000;
const MAX_WIDTH = 560;

/** @param words the widest word in CSS pixels. */
export function layOutLines(
  available: number,
  rows: number,
  words: number,
  textScale = 1,
): LinesLayout {
  const width = Math.max(160, Math.min(MAX_WIDTH, available));
  const readable = (rows > 24 ? MIN_READABLE_ROW : MAX_ROW) * textScale;
  const row = Math.min(readable, MAX_HEIGHT / rows);
  const word = Math.ceil(Math.min(0.34 * width, words + 14));
  return { row, rows, word, width: Math.floor(width), height: Math.ceil(row * rows) };
}

/** How thick, in CSS pixels, and how opaque the line of a weight is. */
export function lineLook(weight: number): { readonly width: number; readonly opacity: number } {
  return { width: 0.5 + 3.5 * Math.sqrt(weight), opacity: 0.08 + 0.92 * weight };
}
