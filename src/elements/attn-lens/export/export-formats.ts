// What a reader can export: files of the lens as it is on screen, a link to it, code that makes it elsewhere. Loaded when
// it is first asked for.

import { ownBase } from '../../../runtime/index.js';
import {
  encodeTrace,
  type Trace,
  type TraceFile,
  writeJson,
} from '../../../runtime/trace/index.js';
import type { Palette } from '../../shared/palette.js';
import { readColour } from '../../shared/read-colour.js';
import { chosenState, givenState, type ShareState } from '../address/share-state.js';
import { words as lensWords, spoken } from '../attn-lens.terms.js';
import { readCompareTarget, writeCompareTarget } from '../compare/compare-target.js';
import type { HeadChoice } from '../head/subject.js';
import { carryingLinks } from '../lines/lines.geometry.js';
import { words as linesWords } from '../lines/lines.terms.js';
import type { StageMatrix } from '../stages/stage-matrix.js';
import { composeSentence } from '../summary/sentence.js';
import { percent, score } from '../terms/number.terms.js';
import type { Phrase } from '../terms/phrase.js';
import { type EmbedInput, frameAddress, frameCode, scriptCode } from './embed-code.js';
import { words } from './export.terms.js';
import { composeFigure } from './figure.js';
import type { Figure } from './figure-shapes.js';
import type { HeadSnapshot, LensSnapshot } from './lens-snapshot.js';
import { matrixCsv } from './matrix-csv.js';
import { encodeImage, paintPng } from './paint-png.js';
import type { FigureColours, FigurePanel } from './panel-parts.js';
import { writeSvg } from './write-svg.js';

export { requireSnapshot, takeSnapshot } from './lens-snapshot.js';

const traceOf = ({ heads: [{ shown }] }: LensSnapshot): Trace => shown.subject.trace;

/** `5.1`, or that it is the average of a layer. */
const nameOf = (choice: HeadChoice) =>
  choice.average
    ? spoken.average(choice.layer)
    : lensWords.headNamed(`${choice.layer}.${choice.head}`);

const plain = (phrase: Phrase) =>
  phrase
    .map((part) => {
      if (typeof part === 'string') return part;
      if ('amount' in part) return part.amount;
      return `${lensWords.openingQuote}${part.token.name}${lensWords.closingQuote}`;
    })
    .join('');

function sentenceOf({ shown, links }: HeadSnapshot): string {
  if (links.query === null && links.key === null) return '';
  const { queries, keys } = shown.subject;
  return plain(composeSentence({ links, head: shown.weights, queries, keys }));
}

function panelOf(head: HeadSnapshot, snapshot: LensSnapshot): FigurePanel {
  const { shown, matrix, links } = head;
  const { trace, queries, keys } = shown.subject;
  const several = snapshot.heads.length > 1;
  const lines = snapshot.lines === null ? null : carryingLinks(shown.weights, snapshot.lines);
  return {
    heading: several ? `${trace.model.name} · ${nameOf(shown)}` : null,
    matrix,
    queries,
    keys,
    links,
    sentence: several ? sentenceOf(head) : '',
    lines,
    scale: scaleOf(matrix, snapshot.lines),
  };
}

function scaleOf({ stage, from, to }: StageMatrix, lines: number | null): [string, string] {
  if (lines !== null) return [percent(lines), linesWords.threshold];
  if (stage === 'softmax') return ['0', `1, ${lensWords.scale}`];
  return [score(from), `${score(to)}, ${lensWords.stages[stage]}, ${lensWords.linear}`];
}

function figureOf(snapshot: LensSnapshot): Figure {
  const { palette, title, caption, heads } = snapshot;
  const [first, ...others] = heads;
  const { trace, ignoreFirst } = first.shown.subject;
  const { model, provenance } = trace;
  const context = document.createElement('canvas').getContext('2d');
  const measure = (text: string, size: number, bold: boolean) => {
    if (!context) return text.length * size * 0.6;
    context.font = `${bold ? 600 : 400} ${size}px ${palette.font}`;
    return context.measureText(text).width;
  };
  const several = heads.length > 1;
  return composeFigure({
    title,
    subtitle: [
      lensWords[provenance.kind],
      model.name,
      ...(several ? [] : [nameOf(first.shown)]),
      ...(ignoreFirst ? [lensWords.firstLeftOut] : []),
    ].join(' · '),
    sentence: several ? '' : sentenceOf(first),
    caption,
    source: sourcesOf(heads.map(({ shown }) => shown.subject.trace)),
    panels: [panelOf(first, snapshot), ...others.map((head) => panelOf(head, snapshot))],
    words: {
      queryAxis: words.queryAxis,
      keyAxis: words.keyAxis,
      future: lensWords.future,
    },
    colours: plainColours(palette),
    measure,
  });
}

/** Where the numbers are from, each source once. */
function sourcesOf(traces: readonly Trace[]): string {
  const sources = traces.map(({ provenance: { kind, source, licence, url } }) =>
    [
      `${lensWords.sourceOf[kind]}: ${source}`,
      ...(licence ? [licence] : []),
      ...(url ? [url] : []),
    ].join(', '),
  );
  return [...new Set(sources)].join(' · ');
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

export const toSvg = (snapshot: LensSnapshot): string => writeSvg(figureOf(snapshot), encodeImage);

export const toPng = (snapshot: LensSnapshot, density: number): Promise<Blob> =>
  paintPng(figureOf(snapshot), density);

/** Of the chosen head; of lines the weights. */
export function toCsv({ heads: [{ shown, matrix }] }: LensSnapshot): string {
  const { trace } = shown.subject;
  return matrixCsv(matrix, trace.tokens, trace.keys);
}

/** The whole trace; what it says of a file beside it holds from anywhere. */
function traceFile(trace: Trace, base: string): TraceFile {
  const file = encodeTrace(trace);
  if (!file.qkv || !URL.canParse(file.qkv.url, base)) return file;
  return { ...file, qkv: { ...file.qkv, url: new URL(file.qkv.url, base).href } };
}

const fileTexts = new WeakMap<Trace, { readonly base: string; readonly text: string }>();

/** As the text of a file. It is kept, because an open drawer needs it at every hover. */
function fileText(trace: Trace, base: string): string {
  const before = fileTexts.get(trace);
  if (before?.base === base) return before.text;
  const text = writeJson(traceFile(trace, base));
  fileTexts.set(trace, { base, text });
  return text;
}

export const toJson = (snapshot: LensSnapshot): string =>
  fileText(traceOf(snapshot), snapshot.base);

/** Models that are names, not addresses. */
const NAMED_MODELS: readonly string[] = ['tiny', 'gpt2'];

const inFull = (address: string) =>
  URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI).href : address;

/** What to set elsewhere to have the same: addresses that are relative to this page would not hold there. */
function stateOf(snapshot: LensSnapshot): ShareState {
  const { lens, choices, otherSrc, typed, heads, hubModel } = snapshot;
  // A model of the lens's own, or one that is given to it.
  const given = { ...(hubModel !== null && { model: hubModel }), ...givenState(lens) };
  const state: Record<string, string> = { ...given, ...chosenState(choices) };
  if (typed !== null) state.text = typed;
  const { model, compare } = state;
  if (model !== undefined && !NAMED_MODELS.includes(model)) state.model = inFull(model);
  if (compare !== undefined) {
    const compared = readCompareTarget(compare);
    const second = heads[1]?.shown;
    const file = (src: string, head: HeadChoice | null | undefined) =>
      head ? writeCompareTarget({ kind: 'file', src, head }, head) : src;
    if (compared.kind === 'file') state.compare = file(inFull(compared.src), compared.head);
    // The recording beside a live run is not there on another page; but it has an address.
    if (compared.kind === 'other' && otherSrc !== null) state.compare = file(otherSrc, second);
  }
  return state;
}

function embedInput(snapshot: LensSnapshot): EmbedInput {
  const { base, src, lang, title, palette } = snapshot;
  const trace = traceOf(snapshot);
  const [red, green, blue] = readColour(palette.surface);
  return {
    base: ownBase(),
    state: stateOf(snapshot),
    title,
    lang,
    theme: red + green + blue < 384 ? 'dark' : 'light',
    src,
    liveText: trace.provenance.kind === 'live' ? trace.text : null,
    file: () => fileText(trace, base),
  };
}

export const toScript = (snapshot: LensSnapshot): string => scriptCode(embedInput(snapshot));

/** `null` for a trace without an address, which no frame could find. */
export const toFrame = (snapshot: LensSnapshot): string | null =>
  frameCode(embedInput(snapshot), snapshot.height);

/** Of the page for frames; `null` for a trace without an address. */
export const toAddress = (snapshot: LensSnapshot): string | null =>
  frameAddress(embedInput(snapshot));

/** The name of a file: safe everywhere, whatever the model is called. */
export function fileName(snapshot: LensSnapshot, kind: string): string {
  const { shown, matrix } = snapshot.heads[0];
  const model =
    traceOf(snapshot)
      .model.id.replace(/[^\w-]+/g, '-')
      .slice(0, 40) || 'model';
  const head = shown.average ? `layer-${shown.layer}` : `${shown.layer}.${shown.head}`;
  const stage = matrix.stage === 'softmax' ? '' : `-${matrix.stage}`;
  return `attention-${model}${kind === 'json' ? '' : `-${head}${stage}`}.${kind}`;
}
