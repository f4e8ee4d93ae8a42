// The matrix of one head: its canvas, the cells over it, and when to draw which of them again. The cells' colours are kept as a
// bitmap: looking around paints labels and marks alone.

import type { Cell, CellGridOptions } from '../../shared/cell-grid.js';
import type { Palette } from '../../shared/palette.js';
import type { TokenView } from '../../shared/token-views.js';
import { describeCell, describeScoreCell, spoken, words } from '../attn-lens.terms.js';
import { GridCanvas } from '../canvas/grid-canvas.js';
import type { StageMatrix } from '../stages/stage-matrix.js';
import {
  drawCells,
  drawOverlay,
  labelFont,
  layOutMatrix,
  type MatrixLayout,
  type MatrixMarks,
} from './matrix.drawing.js';

/** Cells of a text this long are all in the DOM: those of every recording. Of a longer one a window around the focus is. */
const WHOLE = 17;
const WINDOW = 11;

export interface MatrixState {
  readonly matrix: StageMatrix;
  readonly queries: readonly TokenView[];
  readonly keys: readonly TokenView[];
  readonly marks: MatrixMarks;
  /** The pinned query. */
  readonly pinned: number | null;
  readonly palette: Palette;
  /** CSS pixels there are. */
  readonly width: number;
}

export class MatrixCanvas {
  readonly #canvas: GridCanvas;
  #state: MatrixState | null = null;
  #layout: MatrixLayout | null = null;
  #cells: { readonly bitmap: OffscreenCanvas; readonly from: readonly unknown[] } | null = null;

  constructor(
    root: HTMLElement,
    handlers: Pick<CellGridOptions, 'onPreview' | 'onPick' | 'strokes'>,
  ) {
    this.#canvas = new GridCanvas(root, {
      ...handlers,
      describe: (cell) => this.#describe(cell),
      isSelected: ({ row }) => row === this.#state?.pinned,
      selectsRows: true,
      whole: WHOLE,
      window: WINDOW,
    });
  }

  show(state: MatrixState): void {
    const before = this.#state;
    this.#state = state;
    const { matrix, queries, keys, palette, marks, pinned } = state;
    const layout = this.#layOut(state, before);
    const plotWidth = layout.cell * keys.length;
    const plotHeight = layout.cell * queries.length;
    this.#canvas.draw({ ...layout, plotWidth, plotHeight }, palette.density, (context) => {
      context.clearRect(0, 0, layout.width, layout.height);
      const { width, height } = layout;
      context.drawImage(this.#paintCells(state, layout), 0, 0, width, height);
      drawOverlay(context, { matrix, queries, keys, marks, layout, palette });
    });
    const said = before?.matrix.values === matrix.values && before.queries === queries;
    if (!said || before.pinned !== pinned || before.marks.painted !== marks.painted) {
      this.#canvas.cells.update(queries.length, keys.length);
    }
  }

  #layOut(
    { queries, keys, width, palette }: MatrixState,
    before: MatrixState | null,
  ): MatrixLayout {
    const kept =
      before?.queries === queries &&
      before.keys === keys &&
      before.width === width &&
      before.palette === palette;
    if (!kept || !this.#layout) {
      const font = labelFont(palette, true);
      const measure = (text: string) => this.#canvas.measure(text, font);
      this.#layout = layOutMatrix(width, queries, keys, measure, palette.textScale);
    }
    return this.#layout;
  }

  #paintCells({ matrix, palette }: MatrixState, layout: MatrixLayout): OffscreenCanvas {
    const from = [matrix.values, palette, layout, words.future];
    const kept = this.#cells;
    if (kept && from.every((value, index) => value === kept.from[index])) return kept.bitmap;
    const bitmap = this.#canvas.makeBitmap(layout, palette.density);
    const context = bitmap.getContext('2d');
    if (context) drawCells(context, { matrix, palette, layout, future: words.future });
    this.#cells = { bitmap, from };
    return bitmap;
  }

  #describe({ row, column }: Cell): string {
    const { matrix, queries, keys, marks } = this.#state ?? {};
    const [token, target] = [queries?.[row], keys?.[column]];
    if (!matrix || !token || !target) return '';
    const { shape, values, stage, firstLeftOut } = matrix;
    const masked = shape.causal && column > row;
    const value = masked ? null : (values[row * shape.keys + column] ?? 0);
    const said =
      firstLeftOut && column === 0 && !masked
        ? spoken.leftOutCell(token, target)
        : stage === 'softmax'
          ? describeCell(token, target, value)
          : describeScoreCell(token, target, value);
    const painted = marks?.painted.some(({ query, key }) => query === row && key === column);
    return painted ? `${said}, ${words.painted}` : said;
  }
}
