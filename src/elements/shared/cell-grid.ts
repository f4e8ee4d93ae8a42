// The cells over a canvas: a real grid, for pointer, keyboard and speech, over a picture that has none of them. One tab
// stop; arrows walk. Only a window of a large grid is in the DOM. Knows rows and columns, nothing of attention.
//
// The cells are made by hand rather than by a template: they have no content, and a template would leave a marker node
// beside each.

import { times } from '../../runtime/attention/index.js';
import { isShortcut } from './keep-keys.js';
import { withLanguageOf } from './localize.js';
import { shadowHostOf } from './own-window.js';

export interface Cell {
  readonly row: number;
  readonly column: number;
}

export interface CellGridOptions {
  /** What is said of a cell. */
  readonly describe: (cell: Cell) => string;
  readonly isSelected: (cell: Cell) => boolean;
  /** Marked cells carry `data-found`. */
  readonly isMarked?: (cell: Cell) => boolean;
  /** The pointer or the keyboard came to a cell, or left the grid (`null`). */
  readonly onPreview: (cell: Cell | null) => void;
  /** A cell was clicked, or Enter or Space pressed on it; `continued` where a stroke of the pointer went on to it. */
  readonly onPick: (cell: Cell, continued: boolean) => void;
  /** Whether a pointer that is held down picks every cell it passes. */
  readonly strokes?: () => boolean;
  /** A picked row is marked, and with it every cell of it: more than one is then selected. */
  readonly selectsRows?: boolean;
  /** A larger grid is in the DOM as a window of this many rows and columns around the focus. */
  readonly window: number;
  /** The longest side of a grid that is put into the DOM whole, where that is more than the window. */
  readonly whole?: number;
}

const STEPS: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-5, 0],
  PageDown: [5, 0],
};

export class CellGrid {
  readonly #plot: HTMLElement;
  readonly #grid: HTMLElement;
  readonly #options: CellGridOptions;
  #rows = 0;
  #columns = 0;
  #top = 0;
  #left = 0;
  #current: Cell = { row: 0, column: 0 };
  /** Where the stroke of the pointer is. */
  #stroke: Cell | null = null;

  /**
   * @param plot the box of the picture's cells.
   * @param grid an empty element in it, with role `grid` and a name.
   */
  constructor(plot: HTMLElement, grid: HTMLElement, options: CellGridOptions) {
    this.#plot = plot;
    this.#grid = grid;
    this.#options = options;
    if (options.selectsRows) grid.ariaMultiSelectable = 'true';
    plot.addEventListener('pointerdown', (event) => this.#handlePointerdown(event));
    plot.addEventListener('pointermove', (event) => this.#handlePointermove(event));
    plot.addEventListener('pointerleave', () => options.onPreview(null));
    for (const end of ['pointerup', 'pointercancel']) {
      plot.addEventListener(end, () => {
        this.#stroke = null;
      });
    }
    plot.addEventListener('click', (event) => this.#handleClick(event));
    grid.addEventListener('keydown', (event) => this.#handleKeydown(event));
    grid.addEventListener('focusin', (event) => this.#handleFocusin(event));
    grid.addEventListener('focusout', () => options.onPreview(null));
  }

  /**
   * Sets the size and the cell that the tab key reaches, and says every cell anew. The keyboard stays at its cell, and more rows are
   * added to those that are there.
   */
  update(rows: number, columns: number, current?: Cell): void {
    const resized = rows !== this.#rows || columns !== this.#columns;
    const grown = rows > this.#rows && columns === this.#columns;
    this.#rows = rows;
    this.#columns = columns;
    if (current && !this.#grid.querySelector(':focus-visible')) this.#current = current;
    this.#current = this.#clamp(this.#current);
    const moved = this.#moveWindow();
    if (moved || resized) this.#build(grown && !moved);
    this.#describe();
  }

  get #size(): number {
    const { window, whole = window } = this.#options;
    return Math.max(this.#rows, this.#columns) <= whole ? whole : window;
  }

  get #height(): number {
    return Math.min(this.#rows, this.#size);
  }

  get #width(): number {
    return Math.min(this.#columns, this.#size);
  }

  /** Brings the current cell into the window; true when the window had to move. */
  #moveWindow(): boolean {
    const into = (start: number, size: number, count: number, at: number) => {
      const inside = at >= start && at < start + size && start + size <= count;
      return inside ? start : Math.max(0, Math.min(count - size, at - Math.floor(size / 2)));
    };
    const top = into(this.#top, this.#height, this.#rows, this.#current.row);
    const left = into(this.#left, this.#width, this.#columns, this.#current.column);
    const moved = top !== this.#top || left !== this.#left;
    this.#top = top;
    this.#left = left;
    return moved;
  }

  #build(keeps = false): void {
    const grid = this.#grid;
    if (!keeps) grid.replaceChildren();
    const built = grid.childElementCount;
    grid.ariaRowCount = String(this.#rows);
    grid.ariaColCount = String(this.#columns);
    grid.style.setProperty('--top', String(this.#top / this.#rows));
    grid.style.setProperty('--left', String(this.#left / this.#columns));
    grid.style.setProperty('--height', String(this.#height / this.#rows));
    grid.style.setProperty('--width', String(this.#width / this.#columns));
    grid.append(
      ...times(this.#height - built, (index) => {
        const row = document.createElement('div');
        row.role = 'row';
        row.ariaRowIndex = String(this.#top + built + index + 1);
        row.append(...times(this.#width, (column) => this.#makeCell(column)));
        return row;
      }),
    );
  }

  #makeCell(index: number): HTMLElement {
    const cell = document.createElement('div');
    cell.role = 'gridcell';
    cell.ariaColIndex = String(this.#left + index + 1);
    return cell;
  }

  #describe(): void {
    withLanguageOf(shadowHostOf(this.#grid) ?? this.#grid, () => {
      for (const [cell, element] of this.#cells()) {
        element.ariaLabel = this.#options.describe(cell);
        element.ariaSelected = String(this.#options.isSelected(cell));
        element.toggleAttribute('data-found', this.#options.isMarked?.(cell) ?? false);
        const current = cell.row === this.#current.row && cell.column === this.#current.column;
        element.tabIndex = current ? 0 : -1;
      }
    });
  }

  *#cells(): Generator<[Cell, HTMLElement]> {
    let row = this.#top;
    for (const { children } of this.#grid.children) {
      let column = this.#left;
      for (const element of children) yield [{ row, column: column++ }, element as HTMLElement];
      row++;
    }
  }

  #cellAt(event: MouseEvent): Cell {
    const box = this.#plot.getBoundingClientRect();
    return this.#clamp({
      row: Math.floor(((event.clientY - box.top) / box.height) * this.#rows),
      column: Math.floor(((event.clientX - box.left) / box.width) * this.#columns),
    });
  }

  #clamp({ row, column }: Cell): Cell {
    return {
      row: Math.max(0, Math.min(this.#rows - 1, row)),
      column: Math.max(0, Math.min(this.#columns - 1, column)),
    };
  }

  #focus(cell: Cell): void {
    this.#current = this.#clamp(cell);
    if (this.#moveWindow()) this.#build();
    this.#describe();
    const row = this.#grid.children[this.#current.row - this.#top];
    (row?.children[this.#current.column - this.#left] as HTMLElement | undefined)?.focus();
  }

  #handlePointerdown(event: PointerEvent): void {
    if (event.button !== 0 || !event.isPrimary || !this.#options.strokes?.()) return;
    this.#stroke = this.#cellAt(event);
    this.#plot.setPointerCapture(event.pointerId);
    this.#options.onPick(this.#stroke, false);
  }

  #handlePointermove(event: PointerEvent): void {
    const cell = this.#cellAt(event);
    this.#options.onPreview(cell);
    if (!this.#stroke) return;
    for (const passed of cellsBetween(this.#stroke, cell)) this.#options.onPick(passed, true);
    this.#stroke = cell;
  }

  #handleClick(event: MouseEvent): void {
    // A stroke has picked its first cell when the pointer went down; a click without a pointer has a detail of 0.
    if (event.detail > 0 && this.#options.strokes?.()) return;
    const cell = this.#cellAt(event);
    // A finger rests on nothing: what it has tapped is looked at until the focus goes elsewhere.
    if ((event as PointerEvent).pointerType === 'touch') {
      this.#focus(cell);
      this.#options.onPreview(cell);
    }
    this.#options.onPick(cell, false);
  }

  #handleFocusin(event: FocusEvent): void {
    // A click focuses too, but the pointer already speaks for itself.
    if (!(event.target as HTMLElement).matches(':focus-visible')) return;
    for (const [cell, element] of this.#cells()) {
      if (element !== event.target) continue;
      this.#current = cell;
      this.#options.onPreview(cell);
      return;
    }
  }

  #handleKeydown(event: KeyboardEvent): void {
    const { row, column } = this.#current;
    const step = STEPS[event.key];
    const isCorner = event.ctrlKey && /^(Home|End)$/.test(event.key);
    if (isShortcut(event) && !isCorner) return;
    if (event.key === 'Enter' || event.key === ' ') {
      this.#options.onPick(this.#current, false);
    } else if (step) {
      this.#focus({ row: row + step[0], column: column + step[1] });
    } else if (event.key === 'Home') {
      this.#focus({ row: event.ctrlKey ? 0 : row, column: 0 });
    } else if (event.key === 'End') {
      this.#focus({ row: event.ctrlKey ? this.#rows - 1 : row, column: this.#columns - 1 });
    } else {
      return;
    }
    event.preventDefault();
  }
}

/** The cells on the way from one to another, without the first: a fast pointer is seen at a few of them only. */
function* cellsBetween(from: Cell, to: Cell): Generator<Cell> {
  const [rows, columns] = [to.row - from.row, to.column - from.column];
  const steps = Math.max(Math.abs(rows), Math.abs(columns));
  for (let step = 1; step <= steps; step++) {
    yield {
      row: from.row + Math.round((rows * step) / steps),
      column: from.column + Math.round((columns * step) / steps),
    };
  }
}
