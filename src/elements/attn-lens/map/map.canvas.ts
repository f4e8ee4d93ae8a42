// The map of all heads: its canvas, the cells over it, and when to draw which of them again.

import { awaitedLayers } from '../../shared/awaited-layers.js';
import type { Cell } from '../../shared/cell-grid.js';
import type { Palette } from '../../shared/palette.js';
import { describeHead, words } from '../attn-lens.terms.js';
import { GridCanvas } from '../canvas/grid-canvas.js';
import type { Finding, Trait } from '../finder/finding.js';
import type { HeadWeights } from '../focus/focus-links.js';
import { type HeadChoice, hasSameWeights, type Subject, sameHead } from '../head/subject.js';
import { headTrait } from './head-traits.js';
import { columnsOf, drawMap, layOutMap } from './map.drawing.js';

/** Every head of any GPT-2 is in the DOM: the largest has 48 layers of 25. */
const WINDOW = 49;

export interface MapState {
  /** Another one means that other weights are to be drawn. */
  readonly subject: Subject;
  readonly chosen: HeadChoice;
  /** What the reader has looked for, whose heads are marked. */
  readonly finding: Finding | null;
  readonly palette: Palette;
  /** CSS pixels there are. */
  readonly width: number;
}

export class MapCanvas {
  readonly #canvas: GridCanvas;
  readonly #onMore: () => void;
  /** What is still to be drawn. */
  #rest: Iterator<undefined> | null = null;
  #state: MapState | null = null;
  #columns = 0;
  /** Of every cell, as they were drawn. */
  #traits: (Trait | null)[] = [];

  constructor(
    root: HTMLElement,
    handlers: {
      onPreview: (choice: HeadChoice | null) => void;
      onPick: (choice: HeadChoice) => void;
      /** More is to be drawn when it is next shown, which should be soon. */
      onMore: () => void;
    },
  ) {
    this.#onMore = handlers.onMore;
    this.#canvas = new GridCanvas(root, {
      onPreview: (cell) => handlers.onPreview(cell && this.#choice(cell)),
      onPick: (cell) => handlers.onPick(this.#choice(cell)),
      describe: (cell) => {
        const choice = this.#choice(cell);
        const finding = this.#state?.finding;
        const known = this.#traits[cell.row * this.#columns + cell.column];
        return describeHead(choice, finding ? finding.traitOf(choice) : known);
      },
      isSelected: (cell) => sameHead(this.#choice(cell), this.#state?.chosen ?? null),
      isMarked: ({ row, column }) =>
        this.#state?.finding?.found.some(({ layer, head }) => layer === row && head === column) ??
        false,
      window: WINDOW,
    });
  }

  show(state: MapState): void {
    const before = this.#state;
    this.#state = state;
    const { subject, chosen, finding, palette, width } = state;
    const { layers, heads } = subject.trace.model;
    const columns = columnsOf(heads);
    this.#columns = columns;
    const sameWeights = before?.subject === subject;
    const sameLook = before?.palette === palette && before.width === width;
    if (!sameWeights || !sameLook) {
      // Rows that are there stay as they are.
      if (!sameLook || !hasSameWeights(before.subject, subject)) this.#traits = [];
      const all = layers + awaitedLayers(subject.trace);
      const layout = layOutMap(width, all, heads, palette.textScale);
      const box = { ...layout, plotWidth: layout.cell * columns, plotHeight: layout.cell * layers };
      this.#canvas.draw(box, palette.density, (context) => {
        const from = this.#traits.length;
        const cells = this.#everyCell(subject, from);
        this.#rest = drawMap(context, cells, layout, palette, words.averageShort, from);
      });
    }
    const isDrawing = this.#rest !== null;
    if (this.#rest?.next().done) this.#rest = null;
    if (this.#rest) this.#onMore();
    if (!isDrawing && sameWeights && before.finding === finding && sameHead(before.chosen, chosen))
      return;
    const column = chosen.average ? heads : chosen.head;
    this.#canvas.cells.update(layers, columns, { row: chosen.layer, column });
  }

  /** What heads are known for is seen on the way: a head of a long text is not decoded twice. @param from the first cell. */
  *#everyCell({ trace, weights }: Subject, from: number): Generator<HeadWeights> {
    const { layers, heads } = trace.model;
    const columns = columnsOf(heads);
    for (let at = from; at < layers * columns; at++) {
      const head = at % columns;
      const choice = { layer: (at - head) / columns, head, average: head === heads };
      const drawn = weights(choice);
      this.#traits.push(headTrait(trace, choice, drawn));
      yield drawn;
    }
  }

  #choice({ row, column }: Cell): HeadChoice {
    const heads = this.#state?.subject.trace.model.heads ?? 1;
    const average = column === heads;
    // Behind an average stays the head that was chosen.
    return { layer: row, head: average ? (this.#state?.chosen.head ?? 0) : column, average };
  }
}
