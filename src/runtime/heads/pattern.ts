// A painted pattern as text, for attributes and addresses: "10.2_11.3" is query 10 on key 2 and query 11 on key 3.

import type { PaintedCell } from './finders/painted.js';

/** As many cells as are read: all of a matrix of 128 tokens. */
const MOST_CELLS = 128 * 128;

export function formatPattern(cells: readonly PaintedCell[]): string {
  return cells.map(({ query, key }) => `${query}.${key}`).join('_');
}

/** What is no cell is left out; a cell counts once. */
export function parsePattern(text: string): PaintedCell[] {
  const cells = new Map<string, PaintedCell>();
  for (const [, query, key] of text.matchAll(/(?<![\d.])(\d{1,4})\.(\d{1,4})(?![\d.])/g)) {
    if (cells.size >= MOST_CELLS) break;
    const cell = { query: Number(query), key: Number(key) };
    cells.set(formatPattern([cell]), cell);
  }
  return [...cells.values()];
}
