// What a reader can take along: files of the lens as it is on screen, a link to it, code that makes it elsewhere. Loaded when
// it is first asked for.

import { ownBase } from '../../../runtime/delivery.js';
import { encodeTrace, type Trace, type TraceFile } from '../../../runtime/trace/index.js';
import type { Palette } from '../../shared/palette.js';
import { readColour } from '../../shared/read-colour.js';
import type { LensState } from '../lens-state.js';
import { words } from '../phrases.js';
import type { Reading } from '../reading.js';
import { composeSentence } from '../sentence.js';
import type { ShownHead } from '../subject.js';
import { type EmbedInput, frameAddress, frameCode, scriptCode } from './embed-code.js';
import { composeFigure, type FigureColours } from './figure.js';
import { matrixCsv } from './matrix-csv.js';
import { encodeImage, paintPng } from './paint-png.js';
import type { Figure } from './shapes.js';
import { writeSvg } from './write-svg.js';

/** The lens as it is on screen. */
export interface OnScreen {
  readonly title: string;
  readonly shown: ShownHead;
  readonly reading: Reading;
  readonly palette: Palette;
  /** Addresses in the trace are relative to it. */
  readonly base: string;
  /** The address of the trace on screen, in full; `null` where it has none. */
  readonly src: string | null;
  readonly state: LensState;
  readonly lang: string;
  /** In CSS pixels. */
  readonly height: number;
}

const headName = ({ layer, head }: ShownHead) => `${layer}.${head}`;

function plainSentence({ shown, reading }: OnScreen): string {
  const { queries, keys } = shown.subject;
  return composeSentence({ reading, head: shown.weights, queries, keys })
    .map((part) => {
      if (typeof part === 'string') return part;
      if ('amount' in part) return part.amount;
      return `${words.openingQuote}${part.token.name}${words.closingQuote}`;
    })
    .join('');
}

function figureOf(screen: OnScreen): Figure {
  const { shown, reading, palette, title } = screen;
  const { trace, queries, keys, ignoreFirst } = shown.subject;
  const { model, provenance } = trace;
  const context = document.createElement('canvas').getContext('2d');
  const measure = (text: string, size: number, bold: boolean) => {
    if (!context) return text.length * size * 0.6;
    context.font = `${bold ? 600 : 400} ${size}px ${palette.font}`;
    return context.measureText(text).width;
  };
  const looksAtNothing = reading.query === null && reading.key === null;
  return composeFigure({
    title,
    subtitle: [
      words[provenance.kind],
      model.name,
      words.headNamed(headName(shown)),
      ...(ignoreFirst ? [words.firstLeftOut] : []),
    ].join(' · '),
    sentence: looksAtNothing ? '' : plainSentence(screen),
    source: [
      `${words.sourceOf[provenance.kind]}: ${provenance.source}`,
      ...(provenance.licence ? [provenance.licence] : []),
      ...(provenance.url ? [provenance.url] : []),
    ].join(', '),
    axes: `${words.rows} · ${words.columns}`,
    scale: words.scale,
    future: words.future,
    head: shown.weights,
    queries,
    keys,
    reading,
    colours: plainColours(palette),
    measure,
  });
}

/** As every viewer of SVG reads them: some know no newer notation than `rgb()`. */
function plainColours(palette: Palette): FigureColours {
  const plain = (colour: string) => `rgb(${readColour(colour).slice(0, 3).join(',')})`;
  const { text, muted, line, surface, soft, query, key, ramp, font } = palette;
  return {
    text: plain(text),
    muted: plain(muted),
    line: plain(line),
    surface: plain(surface),
    soft: plain(soft),
    query: plain(query),
    key: plain(key),
    ramp,
    font,
  };
}

export const toSvg = (screen: OnScreen): string => writeSvg(figureOf(screen), encodeImage);

export const toPng = (screen: OnScreen, density: number): Promise<Blob> =>
  paintPng(figureOf(screen), density);

export function toCsv({ shown }: OnScreen): string {
  const { trace } = shown.subject;
  return matrixCsv(shown.weights, trace.tokens, trace.keys);
}

/** The whole trace; what it says of a file beside it holds from anywhere. */
export function traceFile(trace: Trace, base: string): TraceFile {
  const file = encodeTrace(trace);
  if (!file.qkv || !URL.canParse(file.qkv.url, base)) return file;
  return { ...file, qkv: { ...file.qkv, url: new URL(file.qkv.url, base).href } };
}

export const toJson = ({ shown, base }: OnScreen): string =>
  JSON.stringify(traceFile(shown.subject.trace, base));

function embedInput({ shown, base, src, state, lang, title, palette }: OnScreen): EmbedInput {
  const [red, green, blue] = readColour(palette.surface);
  const theme = red + green + blue < 384 ? 'dark' : 'light';
  return {
    base: ownBase(),
    state,
    title,
    lang,
    theme,
    src,
    file: () => traceFile(shown.subject.trace, base),
  };
}

export const toScript = (screen: OnScreen): string => scriptCode(embedInput(screen));

/** `null` for a trace without an address, which no frame could find. */
export const toFrame = (screen: OnScreen): string | null =>
  frameCode(embedInput(screen), screen.height);

/** Of the page for frames; `null` for a trace without an address. */
export const toAddress = (screen: OnScreen): string | null => frameAddress(embedInput(screen));

/** The name of a file: safe everywhere, whatever the model is called. */
export function fileName({ shown }: OnScreen, kind: string): string {
  const model = shown.subject.trace.model.id.replace(/[^\w-]+/g, '-').slice(0, 40) || 'model';
  const head = kind === 'json' ? '' : `-${headName(shown)}`;
  return `attention-${model}${head}.${kind}`;
}

export function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
