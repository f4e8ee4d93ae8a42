// A canvas with a grid of cells over it, as the matrix and the map both are.

import { CellGrid, type CellGridOptions } from '../../shared/cell-grid.js';
import { windowOf } from '../../shared/own-window.js';

/** The box of the cells and of the whole canvas, in CSS pixels. */
export interface CanvasLayout {
  readonly left: number;
  readonly top: number;
  readonly plotWidth: number;
  readonly plotHeight: number;
  readonly width: number;
  readonly height: number;
}

export class GridCanvas {
  readonly cells: CellGrid;
  readonly #canvas: HTMLCanvasElement;
  readonly #plot: HTMLElement;

  /** @param root holds a `canvas`, and over it a `.plot` with a `[role=grid]` in it. */
  constructor(root: HTMLElement, options: CellGridOptions) {
    const find = <E extends HTMLElement>(selector: string) => root.querySelector(selector) as E;
    this.#canvas = find('canvas');
    this.#plot = find('.plot');
    this.cells = new CellGrid(this.#plot, find('[role=grid]'), options);
  }

  /**
   * Sizes the canvas and draws it; the context's unit is a CSS pixel.
   * @param scale device pixels per CSS pixel.
   */
  draw(
    layout: CanvasLayout,
    scale: number,
    paint: (context: CanvasRenderingContext2D) => void,
  ): void {
    const canvas = this.#canvas;
    const [width, height] = [Math.round(layout.width * scale), Math.round(layout.height * scale)];
    // Setting a canvas's size clears and reallocates it, even to the same size.
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    setBox(canvas, 0, 0, layout.width, layout.height);
    setBox(this.#plot, layout.left, layout.top, layout.plotWidth, layout.plotHeight);
    const context = canvas.getContext('2d');
    if (!context) return;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    paint(context);
  }

  /** Pixels of the canvas's size, painted once and reused. When they are lost, the canvas is lost. */
  makeBitmap(
    { width, height }: Pick<CanvasLayout, 'width' | 'height'>,
    scale: number,
  ): OffscreenCanvas {
    const canvas = this.#canvas;
    // Of the window it stands in, whose fonts it is to be drawn with.
    const { OffscreenCanvas } = windowOf(canvas);
    const bitmap = new OffscreenCanvas(
      Math.max(1, Math.round(width * scale)),
      Math.max(1, Math.round(height * scale)),
    );
    bitmap.addEventListener('contextrestored', ({ type }) => canvas.dispatchEvent(new Event(type)));
    bitmap.getContext('2d')?.setTransform(scale, 0, 0, scale, 0, 0);
    return bitmap;
  }

  /** Width of `text` in CSS pixels. */
  measure(text: string, font: string): number {
    const context = this.#canvas.getContext('2d');
    if (!context) return 0;
    context.font = font;
    return context.measureText(text).width;
  }
}

function setBox(element: HTMLElement, left: number, top: number, width: number, height: number) {
  for (const [name, value] of Object.entries({ left, top, width, height })) {
    element.style.setProperty(name, `${value}px`);
  }
}
