// The map: every head of the model as a thumbnail of its real pattern, all in one picture.

import type { Palette } from '../shared/palette.js';
import { type Ramp, rampOffset } from '../shared/ramp.js';
import { type HeadWeights, isMasked, weightAt } from './reading.js';

/** Where the thumbnails are, in CSS pixels from the canvas's corner. */
export interface MapLayout {
  readonly left: number;
  readonly top: number;
  readonly cell: number;
  readonly layers: number;
  readonly heads: number;
  readonly width: number;
  readonly height: number;
}

/** Share of a thumbnail's cell that is left free on each side. */
const MARGIN = 0.1;
const GUTTER = 20;
const MAX_CELL = 80;
/** CSS pixels that the thumbnails take at most together, in a row. */
const MAX_SIDE = 480;
const FONT_SIZE = 10;

/** Fits `layers` x `heads` thumbnails and their numbers into `available` CSS pixels of width. */
export function layOutMap(available: number, layers: number, heads: number): MapLayout {
  const room = Math.max(40, Math.min(MAX_SIDE, available - GUTTER));
  const exact = Math.min(MAX_CELL, room / heads, (2 * MAX_SIDE) / layers);
  const cell = exact >= 8 ? Math.floor(exact) : exact;
  return {
    left: GUTTER,
    top: GUTTER,
    cell,
    layers,
    heads,
    width: Math.ceil(GUTTER + cell * heads),
    height: Math.ceil(GUTTER + cell * layers),
  };
}

/**
 * Draws every head, given in the order layer, head.
 * @param context scaled so that its unit is a CSS pixel.
 * @param scale device pixels per CSS pixel.
 */
export function drawMap(
  context: CanvasRenderingContext2D,
  heads: Iterable<HeadWeights>,
  layout: MapLayout,
  scale: number,
  palette: Palette,
): void {
  const { left, top, cell } = layout;
  context.clearRect(0, 0, layout.width, layout.height);
  const side = Math.max(1, Math.floor(cell * (1 - 2 * MARGIN) * scale));
  let index = 0;
  for (const head of heads) {
    // putImageData counts in device pixels, whatever the context's scale.
    const x = left + ((index % layout.heads) + MARGIN) * cell;
    const y = top + (Math.floor(index / layout.heads) + MARGIN) * cell;
    const image = thumbnail(head, side, palette.ramp);
    context.putImageData(image, Math.round(x * scale), Math.round(y * scale));
    index++;
  }
  drawNumbers(context, layout, palette);
}

function drawNumbers(
  context: CanvasRenderingContext2D,
  { left, top, cell, layers, heads }: MapLayout,
  palette: Palette,
): void {
  context.font = `400 ${FONT_SIZE}px ${palette.font}`;
  context.fillStyle = palette.muted;
  const step = Math.ceil((1.6 * FONT_SIZE) / cell);
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (let layer = 0; layer < layers; layer += step) {
    context.fillText(String(layer), left - 6, top + (layer + 0.5) * cell);
  }
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  for (let head = 0; head < heads; head += step) {
    context.fillText(String(head), left + (head + 0.5) * cell, top - 6);
  }
}

/** One head, `side` pixels square. Where weights are many to a pixel the strongest one shows. */
function thumbnail(head: HeadWeights, side: number, ramp: Ramp): ImageData {
  const { queries, keys } = head.shape;
  const image = new ImageData(side, side);
  for (let y = 0; y < side; y++) {
    const rows = bin(y, side, queries);
    for (let x = 0; x < side; x++) {
      const columns = bin(x, side, keys);
      let strongest = -1;
      for (let query = rows.first; query <= rows.last; query++) {
        for (let key = columns.first; key <= columns.last; key++) {
          if (isMasked(head.shape, query, key)) break;
          strongest = Math.max(strongest, weightAt(head, query, key));
        }
      }
      if (strongest < 0) continue;
      const offset = rampOffset(strongest);
      image.data.set(ramp.subarray(offset, offset + 4), 4 * (y * side + x));
    }
  }
  return image;
}

/** Which of `count` entries pixel `at` of `side` stands for. */
function bin(at: number, side: number, count: number): { first: number; last: number } {
  const first = Math.floor((at * count) / side);
  return { first, last: Math.max(first, Math.ceil(((at + 1) * count) / side) - 1) };
}
