// Cells that the reader paints on the matrix. Knows which are painted, not what they are for.

export interface PaintedCell {
  readonly query: number;
  readonly key: number;
}

/** A stroke paints or wipes off, whichever its first cell did. */
export class PaintStroke {
  #paints = true;

  /**
   * The painted cells after a pick; `null` where it changes nothing.
   * @param continued whether the cell belongs to the stroke of the one before.
   */
  pick(
    painted: readonly PaintedCell[],
    cell: PaintedCell,
    continued: boolean,
  ): readonly PaintedCell[] | null {
    const others = painted.filter(({ query, key }) => query !== cell.query || key !== cell.key);
    const wasPainted = others.length < painted.length;
    if (!continued) this.#paints = !wasPainted;
    if (wasPainted === this.#paints) return null;
    return wasPainted ? others : [...others, cell];
  }
}
