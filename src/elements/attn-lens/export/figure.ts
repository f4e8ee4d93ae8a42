// The figure that a lens exports: title, tokens, sentence, one head or two with their labels, caption, source. Pure: measures and
// colours are given.

import { type TokenView, textDirection } from '../../shared/token-views.js';
import type { FocusLinks } from '../focus/focus-links.js';
import { shorten } from '../matrix/matrix.drawing.js';
import { drawPanel } from './figure-panel.js';
import type { Figure, Shape } from './figure-shapes.js';
import type { FigurePanel, PanelStyle } from './panel-parts.js';

export interface FigureInput extends PanelStyle {
  readonly title: string;
  /** Whose numbers these are and which head it is. */
  readonly subtitle: string;
  readonly sentence: string;
  /** The page's own, below the figure. */
  readonly caption: string;
  readonly source: string;
  /** The chosen head, and the one beside it. */
  readonly panels: readonly [FigurePanel, ...FigurePanel[]];
}

const WIDTH = 760;
const PADDING = 24;
const ROOM = WIDTH - 2 * PADDING;
const BETWEEN = 28;
const CHIP = { height: 28, gap: 5, inset: 8, size: 14 } as const;

/** Fits heads with one cell per weight and the texts around them into a column of a fixed width. */
export function composeFigure(input: FigureInput): Figure {
  const { colours, title, subtitle, sentence, caption, source, panels } = input;
  const shapes: Shape[] = [];
  const say = (
    said: string,
    at: { readonly x: number; readonly y: number; readonly room: number },
    { size, fill, bold = false }: { size: number; fill: string; bold?: boolean },
  ): number => {
    let { y } = at;
    for (const line of wrap(said, at.room, (part) => input.measure(part, size, bold))) {
      y += 1.35 * size;
      shapes.push({ kind: 'label', x: at.x, y, text: line, size, fill, bold });
    }
    return y;
  };
  const all = (y: number) => ({ x: PADDING, y, room: ROOM });
  let y = say(title, all(PADDING), { size: 18, fill: colours.text, bold: true });
  y = say(subtitle, all(y), { size: 13, fill: colours.muted }) + 14;
  const [first] = panels;
  const sides = first.keys === first.queries ? [first.queries] : [first.queries, first.keys];
  for (const side of sides) {
    const chips = drawChips(input, side, side === first.keys, y);
    shapes.push(...chips.shapes);
    y = chips.end + 10;
  }
  y = say(sentence, all(y), { size: 14, fill: colours.text }) + 18;
  const room = (ROOM - BETWEEN * (panels.length - 1)) / panels.length;
  const places = panels.map((panel, index) => ({
    panel,
    x: PADDING + index * (room + BETWEEN),
    room,
  }));
  const style = { size: 13, fill: colours.text };
  const top = Math.max(
    ...places.map(({ panel, x, room }) =>
      say(panel.heading ?? '', { x, y, room }, { ...style, bold: true }),
    ),
  );
  const ends = places.map(({ panel, x, room }) => {
    const drawn = drawPanel(panel, input, { left: x, top: top + (top > y ? 10 : 0), room });
    shapes.push(...drawn.shapes);
    return say(panel.sentence, { x, y: drawn.end, room }, style);
  });
  y = Math.max(...ends) + 10;
  if (caption) y = say(caption, all(y), { size: 13, fill: colours.text }) + 4;
  y = say(source, all(y), { size: 12, fill: colours.muted });
  return {
    width: WIDTH,
    height: Math.ceil(y + PADDING),
    background: colours.surface,
    font: colours.font,
    title: [title, subtitle, sentence, caption].filter(Boolean).join('. '),
    shapes,
  };
}

function chipLabel({ split, text, leadingSpaces }: TokenView): string {
  return split ? `${split.text} ${text}` : `${'·'.repeat(leadingSpaces)}${text}`;
}

function drawChips(
  { colours, measure, panels }: FigureInput,
  tokens: readonly TokenView[],
  areKeys: boolean,
  top: number,
): { readonly shapes: Shape[]; readonly end: number } {
  const [{ links, keys, queries }] = panels;
  const shares = (links: FocusLinks['reads']) =>
    new Map(links.map(({ index, weight }) => [index, Math.sqrt(weight)]));
  const [read, reads] = [shares(links.reads), shares(links.readBy)];
  const areQueries = !areKeys || keys === queries;
  const rtl = textDirection(tokens.map(({ text }) => text).join(' ')) === 'rtl';
  const shapes: Shape[] = [];
  let [at, y] = [0, top];
  for (const token of tokens) {
    const name = shorten(chipLabel(token), ROOM - 2 * CHIP.inset, (part) =>
      measure(part, CHIP.size, false),
    );
    const width = Math.max(20, measure(name, CHIP.size, false) + 2 * CHIP.inset);
    if (at > 0 && at + width > ROOM) [at, y] = [0, y + CHIP.height + CHIP.gap];
    const x = PADDING + (rtl ? ROOM - at - width : at);
    const active =
      (areQueries && token.index === links.query) || (areKeys && token.index === links.key);
    const box = { kind: 'box', x, y, width, height: CHIP.height, radius: 7 } as const;
    shapes.push({
      ...box,
      fill: active ? colours.query : colours.surface,
      stroke: active ? colours.query : colours.line,
    });
    const tint = areKeys ? (read.get(token.index) ?? 0) : 0;
    if (!active && tint > 0) shapes.push({ ...box, fill: colours.key, opacity: 0.5 * tint });
    const shade = areQueries ? (reads.get(token.index) ?? 0) : 0;
    if (!active && shade > 0) {
      shapes.push({
        ...box,
        x: x + 5,
        y: y + CHIP.height - 5,
        width: width - 10,
        height: 3,
        radius: 1.5,
        fill: colours.query,
        opacity: shade,
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
