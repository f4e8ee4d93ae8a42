// A head as lines: queries on the left, keys on the right, a line for each link that counts. One canvas,
// and over it a grid of two columns for pointer, keyboard and speech; so its nodes do not grow with the text. Loaded when
// first asked for.

import type { LitElement } from 'lit';
import { adoptLate } from '../../shared/adopt-styles.js';
import type { Cell } from '../../shared/cell-grid.js';
import { shadowHostOf, windowOf } from '../../shared/own-window.js';
import type { Palette } from '../../shared/palette.js';
import type { TokenView } from '../../shared/token-views.js';
import { GridCanvas } from '../canvas/grid-canvas.js';
import {
  type Focus,
  type FocusLinks,
  type HeadWeights,
  namedKey,
  weightAt,
} from '../focus/focus-links.js';
import { axisLabel, labelFont, shorten } from '../matrix/matrix.drawing.js';
import {
  carryingLinks,
  type Line,
  type LinesLayout,
  layOutLines,
  lineLook,
} from './lines.geometry.js';
import { lines } from './lines.styles.js';
import { describeLineEnd } from './lines.terms.js';

export { linesView } from './lines.view.js';

/** Rows of the grid that are in the DOM whole, and of longer texts at a time. */
const WHOLE = 32;
const WINDOW = 17;
/**
 * Lines that are painted in one go. A head that spreads over 512 tokens has a hundred thousand, which would hold up the page
 * for seconds; the others follow, so many in a frame.
 */
const IN_ONE_GO = 600;

export interface LinesState {
  readonly weights: HeadWeights;
  readonly queries: readonly TokenView[];
  readonly keys: readonly TokenView[];
  readonly links: FocusLinks;
  /** The share of each row's attention that its lines carry, in 0..1. */
  readonly threshold: number;
  readonly palette: Palette;
  /** The pinned query. */
  readonly pinned: number | null;
  /** CSS pixels there are. */
  readonly width: number;
}

export class LinesCanvas {
  readonly #root: HTMLElement;
  readonly #canvas: GridCanvas;
  #state: LinesState | null = null;
  #lines: readonly Line[] = [];
  #layout: LinesLayout | null = null;
  #bitmap: OffscreenCanvas | null = null;
  /** Of the bitmap: what is still to be painted. */
  #rest: Iterator<undefined> | null = null;

  constructor(
    root: HTMLElement,
    handlers: { onPreview: (focus: Focus | null) => void; onPick: (focus: Focus) => void },
  ) {
    this.#root = root;
    adoptLate(shadowHostOf(root) as LitElement, lines);
    this.#canvas = new GridCanvas(root, {
      onPreview: (cell) => handlers.onPreview(cell && this.#focus(cell)),
      onPick: (cell) => {
        const focus = this.#focus(cell);
        if (focus) handlers.onPick(focus);
      },
      describe: (cell) => this.#describe(cell),
      isSelected: ({ row, column }) =>
        row === (column === 0 ? this.#state?.links.query : this.#state?.links.key),
      whole: WHOLE,
      window: WINDOW,
    });
  }

  show(state: LinesState): void {
    const before = this.#state;
    this.#state = state;
    const { weights, queries, keys, palette, width, threshold, links } = state;
    const sameHead = before?.weights === weights && before.queries === queries;
    const sameLook = sameHead && before.palette === palette && before.width === width;
    const rows = Math.max(queries.length, keys.length);
    if (!sameHead || before.threshold !== threshold)
      this.#lines = carryingLinks(weights, threshold);
    if (!sameLook || !this.#layout) {
      const font = labelFont(palette);
      const widest = [...queries, ...keys].reduce(
        (most, token) => Math.max(most, this.#canvas.measure(axisLabel(token), font)),
        0,
      );
      this.#layout = layOutLines(width, rows, widest, palette.textScale);
    }
    if (!sameLook || before.threshold !== threshold) this.#bitmap = null;
    const layout = this.#layout;
    this.#draw(state, layout);
    if (!sameHead || before.links !== links) this.#canvas.cells.update(rows, 2);
    if (state.pinned !== null && state.pinned !== before?.pinned)
      this.#reveal(state.pinned, layout);
  }

  #draw(state: LinesState, layout: LinesLayout): void {
    const { width: plotWidth, height: plotHeight } = layout;
    const { links, palette } = state;
    const box = { ...layout, left: 0, top: 0, plotWidth, plotHeight };
    this.#canvas.draw(box, palette.density, (context) => {
      context.clearRect(0, 0, layout.width, layout.height);
      this.#bitmap ??= this.#paintAll(state, layout);
      const hasFocus = links.query !== null || links.key !== null;
      context.globalAlpha = hasFocus ? 0.16 : 1;
      context.drawImage(this.#bitmap, 0, 0, layout.width, layout.height);
      context.globalAlpha = 1;
      if (hasFocus) this.#paintFocus(context, state, layout);
      this.#paintWords(context, state, layout);
    });
  }

  /** Paints some more of the lines, until there are no more or the canvas is gone. */
  #paintMore(): void {
    const [state, layout] = [this.#state, this.#layout];
    if (!state || !layout || !this.#root.isConnected) return;
    this.#paintPart();
    this.#draw(state, layout);
  }

  /** What was pinned elsewhere may be below the edge of a long text. */
  #reveal(token: number, { row }: LinesLayout): void {
    const frame = this.#root.parentElement;
    if (!frame) return;
    const [top, seen] = [token * row, frame.clientHeight];
    if (top < frame.scrollTop || top + row > frame.scrollTop + seen) {
      frame.scrollTop = top - (seen - row) / 2;
    }
  }

  /** The lines of all rows: what a hover does not change. */
  #paintAll({ palette }: LinesState, layout: LinesLayout): OffscreenCanvas {
    const bitmap = this.#canvas.makeBitmap(layout, palette.density);
    const context = bitmap.getContext('2d');
    if (!context) return bitmap;
    // Those that matter come first, and the others below them.
    context.globalCompositeOperation = 'destination-over';
    this.#rest = paintInParts(weakFirst(this.#lines).reverse(), (line) =>
      drawLine(context, line, layout, palette.text),
    );
    this.#paintPart();
    return bitmap;
  }

  #paintPart(): void {
    const rest = this.#rest;
    if (rest?.next().done) return;
    // Of the window that shows it: a page behind the window of picture-in-picture has no frames.
    windowOf(this.#root).requestAnimationFrame(() => {
      if (rest === this.#rest) this.#paintMore();
    });
  }

  /** Of the lines those of the token in focus: what it reads in the key's colour, who reads it in the query's. */
  #paintFocus(context: CanvasRenderingContext2D, state: LinesState, layout: LinesLayout): void {
    const { links, palette, weights } = state;
    const { query, key, cell } = links;
    const reads = cell
      ? [{ ...cell, weight: weightAt(weights, cell.query, cell.key) }]
      : this.#lines.filter((line) => line.query === query);
    const readers = this.#lines.filter((line) => line.key === key);
    for (const line of weakFirst(readers)) drawLine(context, line, layout, palette.query);
    for (const line of weakFirst(reads)) drawLine(context, line, layout, palette.key);
  }

  #paintWords(context: CanvasRenderingContext2D, state: LinesState, layout: LinesLayout): void {
    const { queries, keys, links, palette } = state;
    const { row, word, width } = layout;
    const step = Math.max(1, Math.ceil((12 * palette.textScale) / row));
    context.textBaseline = 'middle';
    const column = (
      tokens: readonly TokenView[],
      focused: number | null,
      side: 'query' | 'key',
    ) => {
      const colour = palette[side];
      for (const token of tokens) {
        const marked = token.index === focused;
        if (!marked && token.index % step !== 0) continue;
        context.font = labelFont(palette, marked);
        context.fillStyle = marked ? colour : palette.muted;
        context.textAlign = side === 'query' ? 'right' : 'left';
        const text = shorten(axisLabel(token), word - 8, (part) => context.measureText(part).width);
        context.fillText(
          text,
          side === 'query' ? word - 6 : width - word + 6,
          (token.index + 0.5) * row,
        );
      }
    };
    column(queries, links.query, 'query');
    column(keys, namedKey(links), 'key');
  }

  #focus({ row, column }: Cell): Focus | null {
    const { queries, keys } = this.#state ?? {};
    if (!queries || !keys) return null;
    // The shorter column ends before the grid does.
    if (row >= (column === 0 ? queries : keys).length) return null;
    return column === 0 ? { kind: 'token', token: row } : { kind: 'key', key: row };
  }

  #describe({ row, column }: Cell): string {
    const { weights, queries, keys } = this.#state ?? {};
    if (!weights || !queries || !keys) return '';
    const isQuery = column === 0;
    const token = (isQuery ? queries : keys)[row];
    if (!token) return '';
    const ends = this.#lines.filter((line) => (isQuery ? line.query : line.key) === row);
    const top = ends.reduce<Line | null>(
      (best, line) => (best && best.weight >= line.weight ? best : line),
      null,
    );
    const other = top && (isQuery ? keys[top.key] : queries[top.query]);
    return describeLineEnd(isQuery, token, other ?? null, top?.weight ?? 0);
  }
}

function* paintInParts(lines: readonly Line[], paint: (line: Line) => void): Generator<undefined> {
  let painted = 0;
  for (const line of lines) {
    if (painted > 0 && painted % IN_ONE_GO === 0) yield;
    paint(line);
    painted++;
  }
}

/** So that a strong one is not hidden. */
function weakFirst(lines: readonly Line[]): Line[] {
  return [...lines].sort((a, b) => a.weight - b.weight);
}

function drawLine(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  { query, key, weight }: Line,
  { row, word, width }: LinesLayout,
  colour: string,
): void {
  const [from, to] = [(query + 0.5) * row, (key + 0.5) * row];
  const [left, right] = [word, width - word];
  context.strokeStyle = colour;
  const { width: lineWidth, opacity } = lineLook(weight);
  context.globalAlpha = opacity;
  context.lineWidth = lineWidth;
  context.beginPath();
  context.moveTo(left, from);
  context.bezierCurveTo((left + right) / 2, from, (left + right) / 2, to, right, to);
  context.stroke();
  context.globalAlpha = 1;
}
