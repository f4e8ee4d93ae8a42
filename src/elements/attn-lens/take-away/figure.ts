// The picture of a lens: title, tokens, sentence, matrix with labels, ramp, source. Pure: measures and colours are given.

import { rampOffset } from '../../shared/ramp.js';
import { type TokenView, textDirection } from '../../shared/token-views.js';
import { type HeadWeights, isMasked, type Reading, strongest, weightAt } from '../reading.js';
import type { Figure, Shape } from './shapes.js';

export interface FigureColours {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  readonly soft: string;
  readonly query: string;
  readonly key: string;
  /** 256 colours from weight 0 to weight 1, 4 bytes each. */
  readonly ramp: Uint8ClampedArray;
  readonly font: string;
}

export interface FigureInput {
  readonly title: string;
  /** Whose numbers these are and which head it is. */
  readonly subtitle: string;
  readonly sentence: string;
  readonly source: string;
  /** Axes, scale, and what the masked half is called. */
  readonly axes: string;
  readonly scale: string;
  readonly future: string;
  readonly head: HeadWeights;
  readonly queries: readonly TokenView[];
  readonly keys: readonly TokenView[];
  readonly reading: Reading;
  readonly colours: FigureColours;
  /** Width of a text in CSS pixels. */
  readonly measure: (text: string, size: number, bold: boolean) => number;
}

const WIDTH = 760;
const PADDING = 24;
const ROOM = WIDTH - 2 * PADDING;
const CHIP = { height: 28, gap: 5, inset: 8, size: 14 } as const;
const MAX_GUTTER = 110;
const MAX_CELL = 34;
const LABEL = 11;
/** A box per cell up to this many tokens a side; above, pixels. */
const MOST_BOXES = 64;

/** Fits a matrix of one cell per weight and the texts around it into a column of a fixed width. */
export function composeFigure(input: FigureInput): Figure {
  const { colours, title, subtitle, sentence, source } = input;
  const shapes: Shape[] = [];
  let y = PADDING;
  const text = (said: string, size: number, fill: string, bold = false) => {
    for (const line of wrap(said, ROOM, (part) => input.measure(part, size, bold))) {
      y += 1.35 * size;
      shapes.push({ kind: 'label', x: PADDING, y, text: line, size, fill, bold });
    }
  };
  text(title, 18, colours.text, true);
  text(subtitle, 13, colours.muted);
  y += 14;
  const sides = input.keys === input.queries ? [input.queries] : [input.queries, input.keys];
  for (const side of sides) {
    const chips = drawChips(input, side, side === input.keys, y);
    shapes.push(...chips.shapes);
    y = chips.end + 10;
  }
  text(sentence, 14, colours.text);
  y += 18;
  const matrix = drawMatrix(input, y);
  shapes.push(...matrix.shapes);
  y = matrix.end + 12;
  shapes.push(...drawRamp(input, y));
  y += 14;
  text(input.axes, 12, colours.muted);
  text(source, 12, colours.muted);
  return {
    width: WIDTH,
    height: Math.ceil(y + PADDING),
    background: colours.surface,
    font: colours.font,
    title: [title, subtitle, sentence].filter(Boolean).join('. '),
    shapes,
  };
}

/** The name of a token where there is little room. */
function label({ split, text, leadingSpaces }: TokenView): string {
  return split ? `${split.text} ${text}` : `${'·'.repeat(leadingSpaces)}${text}`;
}

function drawChips(
  { reading, colours, measure, keys, queries }: FigureInput,
  tokens: readonly TokenView[],
  areKeys: boolean,
  top: number,
): { readonly shapes: Shape[]; readonly end: number } {
  const shares = (links: Reading['reads']) =>
    new Map(links.map(({ index, weight }) => [index, Math.sqrt(weight)]));
  const [read, reads] = [shares(reading.reads), shares(reading.readBy)];
  const areQueries = !areKeys || keys === queries;
  const rtl = textDirection(tokens.map(({ text }) => text).join(' ')) === 'rtl';
  const shapes: Shape[] = [];
  let [at, y] = [0, top];
  for (const token of tokens) {
    const name = shorten(label(token), ROOM - 2 * CHIP.inset, (part) =>
      measure(part, CHIP.size, false),
    );
    const width = Math.max(20, measure(name, CHIP.size, false) + 2 * CHIP.inset);
    if (at > 0 && at + width > ROOM) [at, y] = [0, y + CHIP.height + CHIP.gap];
    const x = PADDING + (rtl ? ROOM - at - width : at);
    const active =
      (areQueries && token.index === reading.query) || (areKeys && token.index === reading.key);
    const box = { kind: 'box', x, y, width, height: CHIP.height, radius: 7 } as const;
    shapes.push({
      ...box,
      fill: active ? colours.query : colours.surface,
      stroke: active ? colours.query : colours.line,
    });
    const tint = areKeys ? (read.get(token.index) ?? 0) : 0;
    if (!active && tint > 0) shapes.push({ ...box, fill: colours.key, opacity: 0.5 * tint });
    const looks = areQueries ? (reads.get(token.index) ?? 0) : 0;
    if (!active && looks > 0) {
      shapes.push({
        ...box,
        x: x + 5,
        y: y + CHIP.height - 5,
        width: width - 10,
        height: 3,
        radius: 1.5,
        fill: colours.query,
        opacity: looks,
      });
    }
    shapes.push({
      kind: 'label',
      x: x + width / 2,
      y: y + 19,
      text: name,
      size: CHIP.size,
      anchor: 'middle',
      fill: active ? colours.surface : colours.text,
    });
    at += width + CHIP.gap;
  }
  return { shapes, end: y + CHIP.height };
}

function drawMatrix(
  { head, queries, keys, reading, colours, measure, future }: FigureInput,
  top: number,
): { readonly shapes: Shape[]; readonly end: number } {
  const width = (text: string) => measure(text, LABEL, false);
  const gutter = (tokens: readonly TokenView[]) =>
    Math.min(MAX_GUTTER, Math.max(...tokens.map((token) => width(label(token))))) + 6;
  const left = PADDING + gutter(queries);
  const cell = Math.min(MAX_CELL, (PADDING + ROOM - left) / keys.length, 640 / queries.length);
  const [right, bottom] = [left + cell * keys.length, top + cell * queries.length];
  const shapes: Shape[] = [
    { kind: 'box', x: left, y: top, width: right - left, height: bottom - top, fill: colours.soft },
  ];
  if (Math.max(queries.length, keys.length) > MOST_BOXES) {
    const image = cellPixels(head, colours);
    shapes.push({
      kind: 'pixels',
      x: left,
      y: top,
      width: right - left,
      height: bottom - top,
      image,
    });
  } else {
    shapes.push(...cellBoxes(head, colours, left, top, cell));
  }
  if (head.shape.causal && width(future) + 24 < right - left - 3 * cell) {
    const at = { x: right - 8, y: top + 18, size: LABEL, anchor: 'end' } as const;
    shapes.push({ kind: 'label', ...at, text: future, fill: colours.muted });
  }
  const [top1] = strongest(reading.reads, 1);
  const named = reading.cell?.key ?? top1?.index ?? null;
  const step = Math.ceil((LABEL + 1) / cell);
  for (const token of queries) {
    const marked = token.index === reading.query;
    if (!marked && token.index % step !== 0) continue;
    shapes.push({
      kind: 'label',
      x: left - 6,
      y: top + (token.index + 0.5) * cell + LABEL / 3,
      text: shorten(label(token), MAX_GUTTER, width),
      size: LABEL,
      anchor: 'end',
      bold: marked,
      fill: marked ? colours.query : colours.muted,
    });
  }
  for (const token of keys) {
    const marked = token.index === named;
    if (!marked && token.index % step !== 0) continue;
    shapes.push({
      kind: 'label',
      x: left + (token.index + 0.5) * cell + LABEL / 3,
      y: bottom + 6,
      text: shorten(label(token), MAX_GUTTER, width),
      size: LABEL,
      anchor: 'end',
      turned: true,
      bold: marked,
      fill: marked ? colours.key : colours.muted,
    });
  }
  if (reading.query !== null) {
    const seen = head.shape.causal ? reading.query + 1 : keys.length;
    shapes.push({
      kind: 'box',
      x: left,
      y: top + reading.query * cell,
      width: seen * cell,
      height: cell,
      fill: 'none',
      stroke: colours.query,
    });
  }
  return { shapes, end: bottom + gutter(keys) };
}

function* cellBoxes(
  head: HeadWeights,
  { ramp }: FigureColours,
  left: number,
  top: number,
  cell: number,
): Generator<Shape> {
  const gap = cell > 7 ? 1 : 0;
  for (let query = 0; query < head.shape.queries; query++) {
    for (let key = 0; key < head.shape.keys; key++) {
      if (isMasked(head.shape, query, key)) continue;
      const offset = rampOffset(weightAt(head, query, key));
      const [red, green, blue] = ramp.subarray(offset, offset + 3);
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

function cellPixels(head: HeadWeights, { ramp }: FigureColours): ImageData {
  const { queries, keys } = head.shape;
  const image = new ImageData(keys, queries);
  for (let query = 0; query < queries; query++) {
    for (let key = 0; key < keys; key++) {
      if (isMasked(head.shape, query, key)) continue;
      const offset = rampOffset(weightAt(head, query, key));
      image.data.set(ramp.subarray(offset, offset + 4), 4 * (query * keys + key));
    }
  }
  return image;
}

function drawRamp({ colours, scale }: FigureInput, y: number): Shape[] {
  const [steps, width] = [32, 96];
  const boxes = Array.from({ length: steps }, (_, step): Shape => {
    const offset = 4 * Math.round((255 * step) / (steps - 1));
    const [red, green, blue] = colours.ramp.subarray(offset, offset + 3);
    const x = PADDING + 14 + (step * width) / steps;
    return {
      kind: 'box',
      x,
      y,
      width: width / steps + 0.3,
      height: 8,
      fill: `rgb(${red},${green},${blue})`,
    };
  });
  const end = { y: y + 8, size: 12, fill: colours.muted };
  return [
    { kind: 'label', x: PADDING, text: '0', ...end },
    ...boxes,
    { kind: 'label', x: PADDING + 20 + width, text: `1, ${scale}`, ...end },
  ];
}

/** Lines of at most `room`; a word that is longer is broken. */
function wrap(text: string, room: number, measure: (text: string) => number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const joined = line ? `${line} ${word}` : word;
    if (measure(joined) <= room) {
      line = joined;
      continue;
    }
    if (line) lines.push(line);
    line = word;
    while (measure(line) > room) {
      const characters = [...line];
      let fits = characters.length - 1;
      while (fits > 1 && measure(characters.slice(0, fits).join('')) > room) fits--;
      lines.push(characters.slice(0, fits).join(''));
      line = characters.slice(fits).join('');
    }
  }
  return line ? [...lines, line] : lines;
}

function shorten(text: string, room: number, measure: (text: string) => number): string {
  if (measure(text) <= room) return text;
  const characters = [...text];
  while (characters.length > 1 && measure(`${characters.join('')}…`) > room) characters.pop();
  return `${characters.join('')}…`;
}
