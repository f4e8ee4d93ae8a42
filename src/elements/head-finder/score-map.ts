// The map of all heads, coloured by score: cells that the pointer and the keyboard walk, and what the one under them says.

import type { RankedHead } from '../../runtime/heads/index.js';
import { TRACE_LIMITS } from '../../runtime/trace/index.js';
import { type Cell, CellGrid } from '../shared/cell-grid.js';
import { withLanguageOf } from '../shared/localize.js';
import { paintLegends, setOwnStyle } from '../shared/own-style.js';
import { headName } from '../shared/score-text.js';
import { sentences } from './head-finder.terms.js';

/** Every head is in the DOM: the cells are the picture, there is none behind them. */
const WINDOW = Math.max(TRACE_LIMITS.layers, TRACE_LIMITS.heads);

/** Of a cell, by its score. */
const COLOUR = 'color-mix(in oklab, var(--_ramp-to) calc(100% * var(--score)), var(--_ramp-from))';

export interface ScoredHeads {
  readonly layers: number;
  readonly heads: number;
  /** All of them. */
  readonly ranking: readonly RankedHead[];
  readonly shown: RankedHead;
}

export class ScoreMap {
  readonly #host: HTMLElement;
  readonly #onPick: (entry: RankedHead) => void;
  #plot: HTMLElement | null = null;
  #cells: CellGrid | null = null;
  #scored: ScoredHeads | null = null;
  /** The ranking again, by `layer.head`. */
  #entries: ReadonlyMap<string, RankedHead> = new Map();

  /** @param host the element, in whose language cells are named. */
  constructor(host: HTMLElement, onPick: (entry: RankedHead) => void) {
    this.#host = host;
    this.#onPick = onPick;
  }

  /** @param root with what `scoreMap` rendered in it, or without where the page leaves the map out. */
  update(root: ParentNode, scored: ScoredHeads): void {
    const plot = root.querySelector<HTMLElement>('.map .plot');
    const grid = plot?.querySelector<HTMLElement>('[role=grid]');
    if (!plot || !grid) return;
    const { layers, heads, ranking, shown } = scored;
    if (ranking !== this.#scored?.ranking) {
      this.#entries = new Map(ranking.map((entry) => [headName(entry), entry]));
    }
    this.#scored = scored;
    if (plot !== this.#plot) this.#cells = this.#makeGrid(plot, grid);
    this.#plot = plot;
    plot.style.setProperty('--ratio', `${heads} / ${layers}`);
    this.#cells?.update(layers, heads, { row: shown.layer, column: shown.head });
    for (const { layer, head, score } of ranking) {
      const cell = grid.children[layer]?.children[head] as HTMLElement | undefined;
      if (!cell) continue;
      cell.style.setProperty('--score', score.toFixed(3));
      setOwnStyle(cell, 'background', COLOUR);
    }
    paintLegends(root);
  }

  #makeGrid(plot: HTMLElement, grid: HTMLElement): CellGrid {
    return new CellGrid(plot, grid, {
      describe: (cell) => this.#describe(cell),
      isSelected: ({ row, column }) =>
        row === this.#scored?.shown.layer && column === this.#scored.shown.head,
      onPreview: (cell) => this.#preview(cell),
      onPick: (cell) => {
        const entry = this.#entry(cell);
        if (entry) this.#onPick(entry);
      },
      window: WINDOW,
    });
  }

  #entry({ row, column }: Cell): RankedHead | undefined {
    return this.#entries.get(headName({ layer: row, head: column }));
  }

  #describe(cell: Cell): string {
    return sentences.cell(cell.row, cell.column, this.#entry(cell), this.#entries.size);
  }

  /** Without an update of the element: it would describe every cell anew for a hover. */
  #preview(cell: Cell | null): void {
    const readout = this.#plot?.closest('.map')?.parentElement?.querySelector('.readout');
    if (!readout) return;
    readout.textContent = cell ? withLanguageOf(this.#host, () => this.#describe(cell)) : '';
  }
}
