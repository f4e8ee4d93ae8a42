// The matrix of one head: its picture, the cells over it, and when to draw which of them anew.

import type { Cell, CellGridOptions } from '../shared/cell-grid.js';
import type { Palette } from '../shared/palette.js';
import type { TokenView } from '../shared/token-views.js';
import { drawMatrix, labelFont, layOutMatrix, type MatrixMarks } from './matrix.drawing.js';
import { describeCell, words } from './phrases.js';
import { Picture } from './picture.js';
import { type HeadWeights, isMasked, weightAt } from './reading.js';

/** The longest side whose cells are all in the DOM; a longer text gets a window of this size around the focus. */
const WINDOW = 17;

export interface MatrixState {
  readonly head: HeadWeights;
  readonly queries: readonly TokenView[];
  readonly keys: readonly TokenView[];
  readonly marks: MatrixMarks;
  /** The pinned query. */
  readonly pinned: number | null;
  readonly palette: Palette;
  /** CSS pixels there are. */
  readonly width: number;
}

export class MatrixPicture {
  readonly #picture: Picture;
  #state: MatrixState | null = null;

  constructor(
    root: HTMLElement,
    handlers: Pick<CellGridOptions, 'onPreview' | 'onPick' | 'strokes'>,
  ) {
    this.#picture = new Picture(root, {
      ...handlers,
      describe: (cell) => this.#describe(cell),
      isSelected: ({ row }) => row === this.#state?.pinned,
      window: WINDOW,
    });
  }

  show(state: MatrixState): void {
    const before = this.#state;
    this.#state = state;
    const { head, queries, keys, palette, marks, pinned } = state;
    const layout = layOutMatrix(state.width, queries, keys, (text) =>
      this.#picture.measure(text, labelFont(palette, true)),
    );
    this.#picture.draw(layout, queries.length, keys.length, (context) => {
      drawMatrix(context, { head, queries, keys, marks, layout, palette, future: words.future });
    });
    const said = before?.head.weights === head.weights && before.queries === queries;
    if (!said || before.pinned !== pinned || before.marks.painted !== marks.painted) {
      this.#picture.cells.update(queries.length, keys.length);
    }
  }

  #describe({ row, column }: Cell): string {
    const { head, queries, keys } = this.#state ?? {};
    const [token, target] = [queries?.[row], keys?.[column]];
    if (!head || !token || !target) return '';
    const masked = isMasked(head.shape, row, column);
    const painted = this.#state?.marks.painted.some(
      ({ query, key }) => query === row && key === column,
    );
    const said = describeCell(token, target, masked ? null : weightAt(head, row, column));
    return painted ? `${said}, ${words.painted}` : said;
  }
}
