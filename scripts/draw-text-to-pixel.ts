// The picture of docs/architecture.md: one weight's way from a text to a pixel, with the real numbers of a recording.

import type { Trace } from '../src/runtime/trace/index.js';

interface Colours {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly surface: string;
  readonly query: string;
  readonly key: string;
  /** Weight 0 and weight 1, in sRGB. */
  readonly ramp: readonly [readonly number[], readonly number[]];
}

const COLOURS: Readonly<Record<'light' | 'dark', Colours>> = {
  light: {
    text: '#1b1d22',
    muted: '#5d626d',
    line: '#c9c6be',
    surface: '#ffffff',
    query: '#1d4ed8',
    key: '#b45309',
    ramp: [
      [255, 253, 248],
      [28, 41, 94],
    ],
  },
  dark: {
    text: '#e9e7e2',
    muted: '#9aa0ac',
    line: '#3a3f4a',
    surface: '#16181d',
    query: '#8fb1ff',
    key: '#f0a94b',
    ramp: [
      [24, 27, 33],
      [255, 214, 138],
    ],
  },
};

const [LAYER, HEAD, QUERY, KEY] = [5, 5, 10, 2];
const WIDTH = 960;
const HEIGHT = 560;

/**
 * An SVG of its own: no fonts, no scripts, no files.
 * @param bytes the weights of `trace` as its file has them, `u8-sqrt`
 */
export function drawTextToPixel(trace: Trace, bytes: Uint8Array, theme: 'light' | 'dark'): string {
  const colours = COLOURS[theme];
  const size = trace.tokens.length;
  const ramp = (weight: number): string => {
    const at = Math.sqrt(weight);
    const [from, to] = colours.ramp;
    return `rgb(${from.map((channel, index) => Math.round(channel + at * ((to[index] ?? 0) - channel))).join(' ')})`;
  };
  const text = (
    x: number,
    y: number,
    content: string,
    { fill = colours.text, anchor = 'start', bold = false, small = false } = {},
  ): string =>
    `<text x="${x}" y="${y}" fill="${fill}" text-anchor="${anchor}" font-size="${small ? 12 : 14}"${bold ? ' font-weight="600"' : ''}>${escapeXml(content)}</text>`;
  const arrow = (x: number, y: number, dx: number, dy: number): string =>
    `<path d="M${x} ${y}l${dx} ${dy}" stroke="${colours.muted}" fill="none" marker-end="url(#tip)"/>`;
  const box = (
    x: number,
    y: number,
    width: number,
    title: string,
    lines: readonly string[],
  ): string =>
    `<rect x="${x}" y="${y}" width="${width}" height="${34 + 18 * lines.length}" rx="10" fill="${colours.surface}" stroke="${colours.line}"/>` +
    text(x + 14, y + 24, title, { bold: true }) +
    lines
      .map((line, at) => text(x + 14, y + 44 + 18 * at, line, { fill: colours.muted, small: true }))
      .join('');

  const chips = trace.tokens.slice(0, 12).map((token, at) => {
    const [column, row] = [at % 6, Math.floor(at / 6)];
    const colour = at === QUERY ? colours.query : at === KEY ? colours.key : colours.text;
    const [x, y] = [24 + 62 * column, 110 + 48 * row];
    return (
      text(x, y, 'text' in token ? token.text.trim() : token.bytes, {
        fill: colour,
        bold: at === QUERY || at === KEY,
      }) + text(x, y + 17, String(token.id), { fill: colours.muted, small: true })
    );
  });

  const heads = Array.from({ length: trace.model.layers * trace.model.heads }, (_, at) => {
    const [layer, head] = [Math.floor(at / trace.model.heads), at % trace.model.heads];
    const chosen = layer === LAYER && head === HEAD;
    const weight = trace.attention(layer, head)[QUERY * size + KEY] ?? 0;
    return `<rect x="${24 + 15 * head}" y="${322 + 15 * layer}" width="13" height="13" fill="${ramp(weight)}" stroke="${chosen ? colours.query : colours.line}" stroke-width="${chosen ? 2.5 : 0.5}"/>`;
  });

  const weights = trace.attention(LAYER, HEAD);
  const cells = Array.from({ length: size * size }, (_, at) => {
    const [query, key] = [Math.floor(at / size), at % size];
    if (key > query) return '';
    const chosen = query === QUERY && key === KEY;
    return `<rect x="${664 + 15 * key}" y="${246 + 15 * query}" width="14" height="14" fill="${ramp(weights[at] ?? 0)}"${chosen ? ` stroke="${colours.key}" stroke-width="2.5"` : ''}/>`;
  });

  const weight = weights[QUERY * size + KEY] ?? 0;
  const rowsBefore = (LAYER * trace.model.heads + HEAD) * ((size * (size + 1)) / 2);
  const byte = bytes[rowsBefore + (QUERY * (QUERY + 1)) / 2 + KEY] ?? 0;
  const shown = `${(100 * weight).toFixed(1)} %`;
  const colour = ramp(weight);

  const parts = [
    text(24, 36, '“The dog on the ship ran off, and the dog was …”', { bold: true }),
    text(24, 60, 'the tokenizer cuts it into tokens, each with its id', {
      fill: colours.muted,
      small: true,
    }),
    ...chips,
    arrow(420, 130, 44, 0),
    box(476, 84, 212, 'A live run', [
      'the engine, in a worker:',
      'onnxruntime-web on WebGPU',
      'or WASM, one per page',
    ]),
    box(724, 84, 212, 'A recording', [
      'attention-trace@1, JSON:',
      'parseTrace checks each field',
      'and names the first bad one',
    ]),
    text(706, 130, 'or', { anchor: 'middle', fill: colours.muted }),
    arrow(582, 176, -240, 60),
    arrow(830, 176, -430, 66),
    text(24, 262, 'Trace: tokens, and every head’s weights', { bold: true }),
    text(24, 282, `12 × 12 heads, each [query][key]; a head is decoded when`, {
      fill: colours.muted,
      small: true,
    }),
    text(24, 298, 'it is first looked at. Shown: “dog” (10) reads “on” (2)', {
      fill: colours.muted,
      small: true,
    }),
    ...heads,
    arrow(216, 405, 66, 0),
    box(294, 322, 268, `Head ${LAYER}.${HEAD}, row ${QUERY}, key ${KEY}`, [
      `byte ${byte} in the file`,
      `(${byte} / 255)², row scaled to 1: ${shown}`,
      'ignoreFirstKey, if wanted',
      `said: “second dog reads on: ${shown}”`,
      `drawn: √${weight.toFixed(3)} of the ramp`,
    ]),
    `<rect x="532" y="420" width="18" height="18" rx="3" fill="${colour}" stroke="${colours.line}"/>`,
    arrow(568, 405, 84, 0),
    text(664, 232, 'One pixel of the matrix', { bold: true }),
    ...cells,
    text(664, 530, 'one canvas; over each cell lies an empty one', {
      fill: colours.muted,
      small: true,
    }),
    text(664, 546, 'with a name, for pointer, keys and speech', {
      fill: colours.muted,
      small: true,
    }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" role="img" aria-labelledby="title"><title id="title">From text to pixel: a text becomes tokens, a trace of 144 heads, one weight of ${shown}, and one cell of the matrix.</title><defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0l8 4-8 4z" fill="${colours.muted}"/></marker></defs>${parts.join('')}</svg>\n`;
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
