// One head in a figure: as a matrix with its axes, its mask and its ramp, or as lines. Pure: measures and colours are given.

import { times } from '../../../runtime/attention/index.js';
import type { TokenView } from '../../shared/token-views.js';
import { rasterise } from '../canvas/raster.js';
import { namedKey } from '../focus/focus-links.js';
import { axisLabel, shorten } from '../matrix/matrix.drawing.js';
import type { Shape } from './figure-shapes.js';
import { drawLines } from './lines-panel.js';
import {
  AXIS,
  type Drawn,
  type FigureColours,
  type FigurePanel,
  GAP,
  LABEL,
  MAX_SIDE,
  type PanelPlace,
  type PanelStyle,
} from './panel-parts.js';

const MAX_GUTTER = 110;
const MAX_CELL = 34;
/** A box per cell up to this many tokens a side; above, pixels. */
const MOST_BOXES = 64;
const HATCH = 12;

export function drawPanel(panel: FigurePanel, style: PanelStyle, place: PanelPlace): Drawn {
  return panel.lines
    ? drawLines(panel, panel.lines, style, place)
    : drawMatrix(panel, style, place);
}

function drawMatrix(panel: FigurePanel, style: PanelStyle, place: PanelPlace): Drawn {
  const { matrix, queries, keys } = panel;
  const { colours, words, measure } = style;
  const width = (text: string) => measure(text, LABEL, false);
  const gutter = (tokens: readonly TokenView[]) =>
    Math.min(
      Math.min(MAX_GUTTER, 0.3 * place.room),
      Math.max(...tokens.map((token) => width(axisLabel(token)))),
    ) + GAP;
  const [side, foot] = [gutter(queries), gutter(keys)];
  const left = place.left + AXIS + GAP + side;
  const cell = Math.min(
    MAX_CELL,
    (place.left + place.room - left) / keys.length,
    MAX_SIDE / queries.length,
  );
  const { top } = place;
  const [right, bottom] = [left + cell * keys.length, top + cell * queries.length];
  const shapes: Shape[] = [
    { kind: 'box', x: left, y: top, width: right - left, height: bottom - top, fill: colours.soft },
  ];
  if (matrix.shape.causal) shapes.push(...hatch(queries.length, left, top, cell, colours.line));
  const image = rasterise(matrix, keys.length, queries.length, colours.ramp);
  if (Math.max(queries.length, keys.length) > MOST_BOXES) {
    const box = { x: left, y: top, width: right - left, height: bottom - top };
    shapes.push({ kind: 'pixels', ...box, image });
  } else {
    shapes.push(...cellBoxes(image, matrix.firstLeftOut ? 1 : 0, left, top, cell));
  }
  if (matrix.shape.causal) {
    const room = width(words.future) + 12;
    if (room + 12 < right - left - 3 * cell) {
      const y = top + 6;
      shapes.push(
        { kind: 'box', x: right - room - 4, y, width: room, height: 18, fill: colours.soft },
        {
          kind: 'label',
          x: right - 10,
          y: y + 13,
          text: words.future,
          size: LABEL,
          anchor: 'end',
          fill: colours.muted,
        },
      );
    }
  }
  shapes.push(
    ...matrixLabels(panel, style, { left, top, cell, side: side - GAP, foot: foot - GAP }),
  );
  shapes.push(...matrixMarks(panel, colours, { left, top, cell }));
  const end = bottom + foot;
  shapes.push(
    {
      kind: 'label',
      x: place.left + AXIS - 2,
      y: (top + bottom) / 2,
      text: words.queryAxis,
      size: AXIS,
      anchor: 'middle',
      turned: true,
      fill: colours.query,
    },
    {
      kind: 'label',
      x: (left + right) / 2,
      y: end + AXIS + 2,
      text: words.keyAxis,
      size: AXIS,
      anchor: 'middle',
      fill: colours.key,
    },
  );
  const ramp = drawRamp(panel.scale, colours, measure, place.left, end + AXIS + 16);
  return { shapes: [...shapes, ...ramp], end: end + AXIS + 26 };
}

/** Lines over the masked half, each from its upper right end to the steps of the cells. */
function hatch(rows: number, left: number, top: number, cell: number, stroke: string): Shape[] {
  const shapes: Shape[] = [];
  const step = HATCH / cell;
  for (let at = step; at < 2 * rows; at += step) {
    // On the line x + y = at, in cells; it leaves the mask at an edge of cell k.
    const k = Math.floor(at / 2);
    const [x, y] = at - 2 * k <= 1 ? [at - k, k] : [k + 1, at - k - 1];
    const [toX, toY] = at <= rows ? [at, 0] : [rows, at - rows];
    if (toY >= y) continue;
    shapes.push({
      kind: 'stroke',
      x: left + x * cell,
      y: top + y * cell,
      toX: left + toX * cell,
      toY: top + toY * cell,
      stroke,
      width: 1,
    });
  }
  return shapes;
}

/** @param first the first column that is drawn. */
function* cellBoxes(
  image: ImageData,
  first: number,
  left: number,
  top: number,
  cell: number,
): Generator<Shape> {
  const gap = cell > 7 ? 1 : 0;
  for (let query = 0; query < image.height; query++) {
    for (let key = first; key < image.width; key++) {
      const offset = 4 * (query * image.width + key);
      const [red, green, blue, opaque] = image.data.subarray(offset, offset + 4);
      if (!opaque) continue;
      yield {
        kind: 'box',
        x: left + key * cell,
        y: top + query * cell,
        width: cell - gap,
        height: cell - gap,
        fill: `rgb(${red},${green},${blue})`,
      };
    }
  }
}

interface Cells {
  readonly left: number;
  readonly top: number;
  readonly cell: number;
}

function matrixLabels(
  { queries, keys, links }: FigurePanel,
  { colours, measure }: PanelStyle,
  { left, top, cell, side, foot }: Cells & { readonly side: number; readonly foot: number },
): Shape[] {
  const named = namedKey(links);
  const step = Math.ceil((LABEL + 1) / cell);
  const bottom = top + cell * queries.length;
  const label = (
    token: TokenView,
    at: { readonly x: number; readonly y: number; readonly turned?: boolean },
    room: number,
    marked: string | null,
  ): Shape => ({
    kind: 'label',
    ...at,
    text: shorten(axisLabel(token), room, (text) => measure(text, LABEL, marked !== null)),
    size: LABEL,
    anchor: 'end',
    bold: marked !== null,
    fill: marked ?? colours.muted,
  });
  const shows = (index: number, marked: number | null) =>
    index === marked ||
    (index % step === 0 && (marked === null || Math.abs(index - marked) * cell >= LABEL));
  const middle = (index: number) => (index + 0.5) * cell + LABEL / 3;
  return [
    ...queries
      .filter(({ index }) => shows(index, links.query))
      .map((token) =>
        label(
          token,
          { x: left - GAP, y: top + middle(token.index) },
          side,
          token.index === links.query ? colours.query : null,
        ),
      ),
    ...keys
      .filter(({ index }) => shows(index, named))
      .map((token) =>
        label(
          token,
          { x: left + middle(token.index), y: bottom + GAP, turned: true },
          foot,
          token.index === named ? colours.key : null,
        ),
      ),
  ];
}

function matrixMarks(
  { matrix, links, queries, keys }: FigurePanel,
  colours: FigureColours,
  { left, top, cell }: Cells,
): Shape[] {
  const { query, key } = links;
  const { causal } = matrix.shape;
  const box = (x: number, y: number, width: number, height: number, stroke: string): Shape => ({
    kind: 'box',
    x: left + x * cell,
    y: top + y * cell,
    width: width * cell,
    height: height * cell,
    fill: 'none',
    stroke,
  });
  const first = causal ? (key ?? 0) : 0;
  return [
    ...(key !== null && query === null
      ? [box(key, first, 1, queries.length - first, colours.key)]
      : []),
    ...(query !== null ? [box(0, query, causal ? query + 1 : keys.length, 1, colours.query)] : []),
    ...(links.cell ? [box(links.cell.key, links.cell.query, 1, 1, colours.key)] : []),
  ];
}

function drawRamp(
  [low, high]: FigurePanel['scale'],
  colours: FigureColours,
  measure: PanelStyle['measure'],
  left: number,
  y: number,
): Shape[] {
  const [steps, width] = [32, 96];
  const x = left + measure(low, AXIS, false) + GAP;
  const boxes = times(steps, (step): Shape => {
    const offset = 4 * Math.round((255 * step) / (steps - 1));
    const [red, green, blue] = colours.ramp.subarray(offset, offset + 3);
    return {
      kind: 'box',
      x: x + (step * width) / steps,
      y,
      width: width / steps + 0.3,
      height: 8,
      fill: `rgb(${red},${green},${blue})`,
    };
  });
  const end = { y: y + 9, size: AXIS, fill: colours.muted };
  return [
    { kind: 'label', x: left, text: low, ...end },
    ...boxes,
    { kind: 'label', x: x + width + GAP, text: high, ...end },
  ];
}
