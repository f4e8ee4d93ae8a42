// A behaviour that nobody has named: the reader paints cells of the matrix, and heads are ranked by how much of their
// attention falls on them.

import { type Finder, meanOfRows, sumOfTargets } from '../finder.js';

/** One painted cell: query and key, from 0. */
export interface PaintedCell {
  readonly query: number;
  readonly key: number;
}

/**
 * Mean over the rows that have paint of the sum of A[q][k] over the painted k of that row, in 0..1: the share of a painted
 * row's attention that falls on paint. Rows count alike, however many cells of them are painted. Cells that the text
 * does not have, or that are masked, are left out.
 */
export function painted(cells: readonly PaintedCell[]): Finder {
  const rows = new Map<number, Set<number>>();
  for (const { query, key } of cells) {
    rows.set(query, (rows.get(query) ?? new Set()).add(key));
  }
  return {
    id: 'painted',
    label: 'Paint a pattern',
    headName: 'head of your pattern',
    summary: 'Its attention falls on the cells that you painted.',
    formula: 'mean over painted rows q of the sum of A[q][k] over the painted k of that row',
    caveat: 'Rows without paint. What fits one text may be chance: try the head on another.',
    source: 'defined by this library',
    threshold: 0.5,
    missing: 'Nothing is painted on this text yet.',
    probe: false,
    crossAttention: true,
    respectsIgnoreFirst: true,
    score: (input) => {
      const { keys, causal } = input.shape;
      return meanOfRows(input, 0, (query) => {
        const last = causal ? query : keys - 1;
        const targets = [...(rows.get(query) ?? [])].filter((key) => key <= last);
        return sumOfTargets(input, query, targets);
      });
    },
  };
}
