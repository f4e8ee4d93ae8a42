// The map: every head of the model as a thumbnail of its real pattern, all on one canvas.

import type { Palette } from '../../shared/palette.js';
import { rasterise } from '../canvas/raster.js';
import type { HeadWeights } from '../focus/focus-links.js';
import { weightMatrix } from '../stages/stage-matrix.js';

/** Where the thumbnails are, in CSS pixels from the canvas's corner. */
export interface MapLayout {
  readonly left: number;
  readonly top: number;
  readonly cell: number;
  readonly layers: number;
  readonly heads: number;
  /** One for each head, and one for the average where there are several. */
  readonly columns: number;
  readonly width: number;
  readonly height: number;
}

/** Share of a thumbnail's cell that is left free on each side. */
const MARGIN = 0.1;
const GUTTER = 20;
const MAX_CELL = 80;
/** CSS pixels that the thumbnails take at most together, in a row. */
const MAX_SIDE = 560;
const FONT_SIZE = 10;
/** Weights that are decoded and drawn in one go: those of 144 heads on 512 tokens would hold up the page for seconds. */
const IN_ONE_GO = 2e6;

/** Fits `layers` x `heads` thumbnails and their numbers into `available` CSS pixels of width. */
export function layOutMap(
  available: number,
  layers: number,
  heads: number,
  textScale = 1,
): MapLayout {
  const gutter = Math.ceil(GUTTER * textScale);
  const room = Math.max(40, Math.min(MAX_SIDE, available - gutter));
  const columns = columnsOf(heads);
  const exact = Math.min(MAX_CELL, room / columns, (2 * MAX_SIDE) / layers);
  const cell = exact >= 8 ? Math.floor(exact) : exact;
  return {
    left: gutter,
    top: gutter,
    cell,
    layers,
    heads,
    columns,
    width: Math.ceil(gutter + cell * columns),
    height: Math.ceil(gutter + cell * layers),
  };
}

/** The columns of the map: an average of one head would be that head. */
export function columnsOf(heads: number): number {
  return heads > 1 ? heads + 1 : heads;
}

/**
 * Draws every cell, given row by row: the heads of a layer and their average. Pauses where it has drawn much.
 * @param context scaled so that its unit is a CSS pixel.
 * @param average the short name of the last column.
 * @param from the number of the first cell that is given: those before it are there.
 */
export function* drawMap(
  context: CanvasRenderingContext2D,
  heads: Iterable<HeadWeights>,
  layout: MapLayout,
  palette: Palette,
  average: string,
  from: number,
): Generator<undefined, void> {
  const { left, top, cell, columns } = layout;
  const scale = palette.density;
  if (from === 0) {
    context.clearRect(0, 0, layout.width, layout.height);
    drawNumbers(context, layout, palette, average);
  }
  const side = Math.max(1, Math.floor(cell * (1 - 2 * MARGIN) * scale));
  let index = from;
  let drawn = 0;
  for (const head of heads) {
    // putImageData counts in device pixels, whatever the context's scale.
    const x = left + ((index % columns) + MARGIN) * cell;
    const y = top + (Math.floor(index / columns) + MARGIN) * cell;
    const image = rasterise(weightMatrix(head), side, side, palette.ramp);
    context.putImageData(image, Math.round(x * scale), Math.round(y * scale));
    index++;
    drawn += head.weights.length;
    if (drawn > IN_ONE_GO) {
      drawn = 0;
      yield;
    }
  }
}

function drawNumbers(
  context: CanvasRenderingContext2D,
  { left, top, cell, layers, heads, columns }: MapLayout,
  palette: Palette,
  average: string,
): void {
  const size = FONT_SIZE * palette.textScale;
  context.font = `400 ${size}px ${palette.font}`;
  context.fillStyle = palette.muted;
  const step = Math.ceil((1.6 * size) / cell);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (let layer = 0; layer < layers; layer += step) {
    context.fillText(String(layer), left - 6, top + (layer + 0.5) * cell);
  }
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  // Where columns are narrow, the last number would run into the name of the average.
  const numbered = columns > heads && cell < 2 * size ? heads - 1 : heads;
  for (let head = 0; head < numbered; head += step) {
    context.fillText(String(head), left + (head + 0.5) * cell, top - 6);
  }
  if (columns === heads) return;
  // Over its column, where it fits there.
  const centred = context.measureText(average).width <= cell;
  if (!centred) context.textAlign = 'right';
  context.fillText(average, left + (columns - (centred ? 0.5 : 0)) * cell, top - 6);
  context.fillStyle = palette.line;
  context.fillRect(left + heads * cell, top, 1, layers * cell);
}
