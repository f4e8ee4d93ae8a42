// What the matrix's canvas shows: the cells and the mask, which stay while the reader points elsewhere, and the labels and marks over
// them, which do not.

import type { Palette } from '../../shared/palette.js';
import type { TokenView } from '../../shared/token-views.js';
import { rasterise } from '../canvas/raster.js';
import type { StageMatrix } from '../stages/stage-matrix.js';

/** Where the cells are, in CSS pixels from the canvas's corner. */
export interface MatrixLayout {
  readonly left: number;
  readonly top: number;
  readonly cell: number;
  readonly rows: number;
  readonly columns: number;
  readonly width: number;
  readonly height: number;
}

/** What is marked in the matrix. */
export interface MatrixMarks {
  readonly query: number | null;
  /** The column in focus. */
  readonly key: number | null;
  readonly cell: { readonly query: number; readonly key: number } | null;
  /** The key to name in the key colour: the strongest of the query's row, or that of the cell. */
  readonly named: number | null;
  /** Cells that the reader painted. */
  readonly painted: readonly { readonly query: number; readonly key: number }[];
}

/** In CSS pixels, where the reader has text at its usual size. */
const FONT_SIZE = 11;
const MAX_CELL = 40;
/** CSS pixels that the cells take at most together. */
const MAX_SIDE = 480;
/** Share of the width that labels may take, and the most in pixels. */
const GUTTER_SHARE = 0.22;
const MAX_GUTTER = 84;
const LABEL_GAP = 6;
/** Cells smaller than this are drawn without gaps, and marked from outside: a line on one would hide it. */
const MIN_CELL_WITH_GAPS = 7;

/** Fits the matrix and its labels into `available` CSS pixels of width. */
export function layOutMatrix(
  available: number,
  queries: readonly TokenView[],
  keys: readonly TokenView[],
  measure: (text: string) => number,
  textScale = 1,
): MatrixLayout {
  const gutter = (tokens: readonly TokenView[]) =>
    Math.ceil(
      Math.min(
        MAX_GUTTER * textScale,
        GUTTER_SHARE * available,
        Math.max(...tokens.map((token) => measure(axisLabel(token)))),
      ),
    ) + LABEL_GAP;
  const left = gutter(queries);
  const room = Math.max(40, Math.min(MAX_SIDE, available - left - 2));
  // Whole pixels keep the cells sharp and equal; many tokens on a narrow screen do without.
  const exact = Math.min(MAX_CELL, room / keys.length, MAX_SIDE / queries.length);
  const cell = exact >= 4 ? Math.floor(exact) : exact;
  // The first row's label may be taller than the row.
  const top = Math.ceil(Math.max(1, (FONT_SIZE * textScale + 2 - cell) / 2));
  return {
    left,
    top,
    cell,
    rows: queries.length,
    columns: keys.length,
    width: Math.ceil(left + cell * keys.length + 2),
    height: Math.ceil(top + cell * queries.length + gutter(keys)),
  };
}

/** The name of a token at an axis. */
export function axisLabel({ split, text }: TokenView): string {
  return split ? `${split.text} ${text}` : text;
}

/** Which label a reader can tell apart: every one, or every k-th where cells are smaller than a line. */
function labelStep(cell: number, textScale: number): number {
  return Math.max(1, Math.ceil((FONT_SIZE * textScale + 1) / cell));
}

export function labelFont(
  { font, textScale }: Pick<Palette, 'font' | 'textScale'>,
  bold = false,
): string {
  return `${bold ? 600 : 400} ${FONT_SIZE * textScale}px ${font}`;
}

export interface MatrixDrawing {
  readonly matrix: StageMatrix;
  readonly layout: MatrixLayout;
  readonly palette: Palette;
  /** What the masked half says of itself. */
  readonly future: string;
}

/**
 * Draws what a hover does not change.
 * @param context scaled so that its unit is a CSS pixel.
 */
export function drawCells(
  context: OffscreenCanvasRenderingContext2D,
  drawing: MatrixDrawing,
): void {
  const { matrix, layout, palette } = drawing;
  const { left, top, cell, rows, columns } = layout;
  const [width, height] = [cell * columns, cell * rows];
  const image = new OffscreenCanvas(
    Math.min(columns, Math.ceil(width * palette.density)),
    Math.min(rows, Math.ceil(height * palette.density)),
  );
  const pixels = rasterise(matrix, image.width, image.height, palette.ramp);
  image.getContext('2d')?.putImageData(pixels, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(image, left, top, width, height);
  if (cell >= MIN_CELL_WITH_GAPS) {
    context.fillStyle = palette.surface;
    for (let row = 0; row <= rows; row++) context.fillRect(left, top + row * cell - 0.5, width, 1);
    for (let column = 0; column <= columns; column++) {
      context.fillRect(left + column * cell - 0.5, top, 1, height);
    }
  }
  if (matrix.firstLeftOut) drawFirstLeftOut(context, layout, palette);
  if (matrix.shape.causal) drawFuture(context, drawing);
}

/** What the labels and marks are drawn from. */
export interface OverlayDrawing extends Omit<MatrixDrawing, 'future'> {
  readonly queries: readonly TokenView[];
  readonly keys: readonly TokenView[];
  readonly marks: MatrixMarks;
}

/** Draws what follows the reader's eye: labels, the row, the column and the cell in focus. */
export function drawOverlay(context: CanvasRenderingContext2D, drawing: OverlayDrawing): void {
  drawLabels(context, drawing);
  drawMarks(context, drawing);
}

function drawFuture(
  context: OffscreenCanvasRenderingContext2D,
  { layout, palette, future }: MatrixDrawing,
): void {
  const { left, top, cell, rows, columns } = layout;
  const right = left + cell * columns;
  context.save();
  context.beginPath();
  context.moveTo(left + cell, top);
  for (let step = 1; step < rows; step++) {
    context.lineTo(left + step * cell, top + step * cell);
    context.lineTo(left + (step + 1) * cell, top + step * cell);
  }
  context.lineTo(right, top);
  context.closePath();
  context.clip();
  hatch(context, layout, palette);
  context.restore();
  context.font = labelFont(palette);
  const { width } = context.measureText(future);
  if (width + 24 > right - left - 2 * cell) return;
  context.fillStyle = palette.soft;
  context.fillRect(right - width - 14, top + 5, width + 8, FONT_SIZE * palette.textScale + 7);
  context.fillStyle = palette.muted;
  context.textAlign = 'right';
  context.textBaseline = 'top';
  context.fillText(future, right - 10, top + 8);
}

/** The first column, where it is left out: there is no number, which is not the same as one of 0. */
function drawFirstLeftOut(
  context: OffscreenCanvasRenderingContext2D,
  layout: MatrixLayout,
  palette: Palette,
): void {
  const { left, top, cell, rows } = layout;
  context.save();
  context.beginPath();
  context.rect(left, top, cell, cell * rows);
  context.clip();
  hatch(context, layout, palette);
  context.restore();
}

/** Hatches what the context is clipped to. */
function hatch(
  context: OffscreenCanvasRenderingContext2D,
  { left, top, cell, rows, columns }: MatrixLayout,
  palette: Palette,
): void {
  const [width, height] = [cell * columns, cell * rows];
  context.fillStyle = palette.soft;
  context.fillRect(left, top, width, height);
  context.strokeStyle = palette.line;
  context.lineWidth = 1;
  context.beginPath();
  for (let at = left - height; at < left + width; at += 12) {
    context.moveTo(at, top + height);
    context.lineTo(at + height, top);
  }
  context.stroke();
}

function drawLabels(
  context: CanvasRenderingContext2D,
  { layout, palette, queries, keys, marks }: OverlayDrawing,
): void {
  const { left, top, cell, rows } = layout;
  const step = labelStep(cell, palette.textScale);
  context.textBaseline = 'middle';
  const label = (token: TokenView, room: number, colour: string | null) => {
    context.font = labelFont(palette, colour !== null);
    context.fillStyle = colour ?? palette.muted;
    const measure = (text: string) => context.measureText(text).width;
    context.fillText(shorten(axisLabel(token), room, measure), 0, 0);
  };
  const shows = (index: number, marked: number | null) =>
    index === marked ||
    (index % step === 0 &&
      (marked === null || Math.abs(index - marked) * cell >= FONT_SIZE * palette.textScale));
  for (const token of queries) {
    if (!shows(token.index, marks.query)) continue;
    context.save();
    context.textAlign = 'right';
    context.translate(left - LABEL_GAP, top + (token.index + 0.5) * cell);
    label(token, left - LABEL_GAP, token.index === marks.query ? palette.query : null);
    context.restore();
  }
  for (const token of keys) {
    if (!shows(token.index, marks.named)) continue;
    context.save();
    context.textAlign = 'right';
    context.translate(left + (token.index + 0.5) * cell, top + rows * cell + LABEL_GAP);
    context.rotate(-Math.PI / 2);
    const room = layout.height - top - rows * cell - LABEL_GAP;
    label(token, room, token.index === marks.named ? palette.key : null);
    context.restore();
  }
}

/** As much of a text as fits into `room` CSS pixels. */
export function shorten(text: string, room: number, measure: (text: string) => number): string {
  if (measure(text) <= room) return text;
  const characters = [...text];
  while (characters.length > 1 && measure(`${characters.join('')}…`) > room) characters.pop();
  return `${characters.join('')}…`;
}

function drawMarks(
  context: CanvasRenderingContext2D,
  { matrix, layout, palette, marks }: OverlayDrawing,
): void {
  const { left, top, cell, rows, columns } = layout;
  const { causal } = matrix.shape;
  const around = cell < MIN_CELL_WITH_GAPS ? 1.5 : 0;
  const box = (x: number, y: number, width: number, height: number, colour: string) => {
    context.strokeStyle = colour;
    context.strokeRect(
      left + x * cell - around,
      top + y * cell - around,
      width * cell + 2 * around,
      height * cell + 2 * around,
    );
  };
  context.lineJoin = 'round';
  if (marks.key !== null) {
    const first = causal ? marks.key : 0;
    context.lineWidth = 1;
    context.setLineDash([3, 3]);
    box(marks.key, first, 1, rows - first, palette.key);
    context.setLineDash([]);
  }
  context.lineWidth = 2;
  for (const { query, key } of marks.painted) {
    if (query < rows && key < columns) box(key + 0.1, query + 0.1, 0.8, 0.8, palette.key);
  }
  if (marks.query !== null) {
    box(0, marks.query, causal ? marks.query + 1 : columns, 1, palette.query);
  }
  if (marks.cell) box(marks.cell.key, marks.cell.query, 1, 1, palette.key);
}
