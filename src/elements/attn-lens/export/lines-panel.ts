// One head in a figure, as lines. Pure: measures and colours are given.

import type { TokenView } from '../../shared/token-views.js';
import { namedKey, strongest } from '../focus/focus-links.js';
import { type Line, lineLook, MAX_ROW } from '../lines/lines.geometry.js';
import { axisLabel, shorten } from '../matrix/matrix.drawing.js';
import type { Shape } from './figure-shapes.js';
import {
  AXIS,
  type Drawn,
  type FigurePanel,
  GAP,
  LABEL,
  MAX_SIDE,
  type PanelPlace,
  type PanelStyle,
} from './panel-parts.js';

export function drawLines(
  panel: FigurePanel,
  lines: readonly Line[],
  { colours, words, measure }: PanelStyle,
  place: PanelPlace,
): Drawn {
  const { queries, keys, links } = panel;
  const rows = Math.max(queries.length, keys.length);
  const row = Math.min(MAX_ROW, Math.max(6, MAX_SIDE / rows));
  const widest = Math.max(
    ...[...queries, ...keys].map((token) => measure(axisLabel(token), LABEL, true)),
  );
  const word = Math.min(0.3 * place.room, widest) + 2 * GAP;
  const top = place.top + AXIS + GAP;
  const [left, right] = [place.left + word, place.left + place.room - word];
  const shapes: Shape[] = [];
  const line = (query: number, key: number, weight: number, stroke: string, faint = 1) => {
    const { width, opacity } = lineLook(weight);
    shapes.push({
      kind: 'stroke',
      x: left,
      y: top + (query + 0.5) * row,
      toX: right,
      toY: top + (key + 0.5) * row,
      bent: true,
      stroke,
      width,
      opacity: faint * opacity,
    });
  };
  const { query, key, cell } = links;
  const looking = query !== null || key !== null;
  for (const one of [...lines].sort((a, b) => a.weight - b.weight)) {
    line(one.query, one.key, one.weight, colours.text, looking ? 0.16 : 1);
  }
  for (const { index, weight } of strongest(links.readBy, queries.length).reverse()) {
    if (key !== null) line(index, key, weight, colours.query);
  }
  for (const { index, weight } of strongest(links.reads, keys.length).reverse()) {
    if (query !== null && (!cell || cell.key === index)) line(query, index, weight, colours.key);
  }
  const named = namedKey(links);
  const step = Math.ceil((LABEL + 1) / row);
  const column = (
    tokens: readonly TokenView[],
    marked: number | null,
    at: { readonly x: number; readonly anchor: 'start' | 'end' },
    colour: string,
  ) => {
    for (const token of tokens) {
      const bold = token.index === marked;
      if (!bold && token.index % step !== 0) continue;
      shapes.push({
        kind: 'label',
        ...at,
        y: top + (token.index + 0.5) * row + LABEL / 3,
        text: shorten(axisLabel(token), word - 2 * GAP, (text) => measure(text, LABEL, bold)),
        size: LABEL,
        bold,
        fill: bold ? colour : colours.muted,
      });
    }
  };
  column(queries, query, { x: left - GAP, anchor: 'end' }, colours.query);
  column(keys, named, { x: right + GAP, anchor: 'start' }, colours.key);
  const head = { kind: 'label', y: place.top + AXIS - 2, size: AXIS } as const;
  const end = top + rows * row;
  shapes.push(
    { ...head, x: left - GAP, text: words.queryAxis, fill: colours.query },
    { ...head, x: right + GAP, text: words.keyAxis, anchor: 'end', fill: colours.key },
    {
      ...head,
      x: place.left,
      y: end + AXIS + GAP,
      text: panel.scale.join(' · '),
      fill: colours.muted,
    },
  );
  return { shapes, end: end + AXIS + 12 };
}
