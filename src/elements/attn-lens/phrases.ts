// Every word of the lens, in English; other languages are tables of the same keys beside this one. A phrase is a list of
// words and of tokens it mentions, so that it can be drawn with the tokens in their colours and spoken as plain text.

import { defineWords, type PartialTable, type Translation } from '../shared/localize.js';
import type { TokenView } from '../shared/token-views.js';

/** A token in a sentence: as the one that looks (query) or as what is looked at (key). */
export interface Mention {
  readonly role: 'query' | 'key';
  readonly token: TokenView;
}

/** A number in a sentence, never broken from its unit. */
export interface Amount {
  readonly amount: string;
}

export type Phrase = readonly (string | Mention | Amount)[];

const ORDINALS = [
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
];

function ordinal(number: number): string {
  const word = ORDINALS[number - 1];
  if (word) return word;
  const ending = { 1: 'st', 2: 'nd', 3: 'rd' }[number % 10];
  return `${number}${(number % 100 > 10 && number % 100 < 14) || !ending ? 'th' : ending}`;
}

/** A number with the decimal mark of the language. */
export function decimal(number: string): string {
  return number.replace('.', words.decimalMark);
}

/** 84 %, 3.4 %, 99.7 %: whole numbers where a tenth tells nothing. 100 % is said of nothing less. */
export function percent(weight: number): string {
  const value = 100 * weight;
  if (value > 0 && value < 0.05) return decimal('<0.1 %');
  if (value > 99.95 && value < 100) return decimal('>99.9 %');
  const digits = value >= 9.95 && value < 99.5 ? 0 : 1;
  return decimal(`${Number.isInteger(value) ? value : value.toFixed(digits)} %`);
}

const query = (token: TokenView): Mention => ({ role: 'query', token });
const key = (token: TokenView): Mention => ({ role: 'key', token });
const amount = (weight: number): Amount => ({ amount: percent(weight) });

/** "the second", where a token is one of several alike; nothing where it is the only one. */
function article({ occurrence }: TokenView, start = false): string {
  if (occurrence.of === 1) return '';
  return `${start ? 'The' : 'the'} ${ordinal(occurrence.number)} `;
}

const ENGLISH_PHRASES = {
  invite: (): Phrase => [
    'Point at a token to see what it reads and who reads it. Click to keep it.',
  ],

  reads: (token: TokenView, target: TokenView, weight: number): Phrase =>
    token === target
      ? [article(token, true), query(token), ' reads itself ', amount(weight), '.']
      : [
          article(token, true),
          query(token),
          ' reads ',
          article(target),
          key(target),
          ' ',
          amount(weight),
          '.',
        ],

  readMostBy: (reader: TokenView, weight: number): Phrase => [
    ' It is read most by ',
    article(reader),
    query(reader),
    ', ',
    amount(weight),
    '.',
  ],

  keyReadMostBy: (target: TokenView, reader: TokenView, weight: number): Phrase => [
    article(target, true),
    key(target),
    ' is read most by ',
    article(reader),
    query(reader),
    ', ',
    amount(weight),
    '.',
  ],

  readByNone: (target: TokenView): Phrase => [
    article(target, true),
    key(target),
    ' is read by no token.',
  ],

  lastToken: (): Phrase => [' It is the last token: nothing after it can read it.'],

  masked: (token: TokenView, target: TokenView): Phrase => [
    'Masked: ',
    article(target),
    key(target),
    ' comes after ',
    article(token),
    query(token),
    ', and no token can read the future.',
  ],

  emptyRow: (token: TokenView): Phrase => [
    article(token, true),
    query(token),
    ' reads only the first token, which is left out: its row is empty.',
  ],
} as const;

function describeToken({ name, occurrence }: TokenView): string {
  return occurrence.of === 1 ? name : `${ordinal(occurrence.number)} ${name}`;
}

/** What is said for the ear. */
const ENGLISH_SPOKEN = {
  /** Of a cell that is not masked; `value` is a number of per cent. */
  cell: (token: TokenView, target: TokenView, value: string): string =>
    `${describeToken(token)} reads ${describeToken(target)}: ${value} %`,
  maskedCell: (token: TokenView, target: TokenView): string =>
    `${describeToken(token)}, ${describeToken(target)}: masked, the future`,
  head: (layer: number, head: number): string => `layer ${layer}, head ${head}`,
  chip: (token: TokenView, total: number): string =>
    `${token.name}, ${token.index + 1} of ${total}`,
} as const;

const ENGLISH_WORDS = {
  /** The tag of the language that this is. */
  lang: 'en',
  /** Of numbers: 7.1 % or 7,1 %. */
  decimalMark: '.',
  /** Around a token in a sentence. */
  openingQuote: '“',
  closingQuote: '”',
  title: 'Attention lens',
  recorded: 'recorded',
  live: 'live',
  constructed: 'constructed',
  ignoreFirst: 'ignore the first token',
  tokens: 'Tokens of the text',
  keys: 'Tokens looked at',
  looks: 'looks',
  lookedAt: 'is looked at',
  reads: 'reads',
  readBy: 'is read by',
  layer: 'Layer',
  head: 'head',
  preview: 'preview',
  matrix: 'Attention matrix',
  causalMatrix: 'Causal attention matrix',
  painted: 'painted',
  future: 'the future: masked',
  rows: 'rows: who looks',
  columns: 'columns: who is looked at',
  scale: 'square-root scale',
  firstLeftOut: 'first token left out, rows scaled up to 100 %',
  map: 'All heads',
  allHeads: (count: number) => (count === 1 ? 'The only head' : `All ${count} heads`),
  layersByHeads: (layers: number, heads: number) =>
    `${layers} ${layers === 1 ? 'layer' : 'layers'} × ${heads}`,
  mapHint: 'rows: layers · columns: heads',
  mapKeys: '← ↑ ↓ → walk, Enter keeps',
  numbers: 'All numbers of this token',
  position: 'position',
  token: 'token',
  size: (tokens: number, keys: number | null) =>
    keys === null ? `${tokens} tokens` : `${tokens} tokens that look, ${keys} looked at`,
  loading: 'Loading the recording …',
  failed: 'This recording cannot be shown.',
  nothing: 'Nothing to show yet.',
  shown: 'What is shown',
  recording: 'Recording',
  liveRun: 'Live run',
  sourceOf: { recorded: 'Recording', live: 'Live run', constructed: 'Constructed' },
  ownText: 'Your own text',
  run: 'Run live',
  runLive: (model: string, megabytes: string | null) =>
    megabytes === null ? `Run live: ${model}` : `Run live: ${model}, ${megabytes} MB`,
  thisModel: 'this model',
  alsoLoads: (megabytes: string | null) =>
    `This also loads onnxruntime-web, which runs it: ${megabytes ?? '14 to 27'} MB.`,
  runsOn: (model: string, device: string) => `${model}, on ${device}: it runs as you type.`,
  compiling: (model: string) => `Preparing ${model} …`,
  loadingModel: (model: string) => `Loading ${model}`,
  ofMegabytes: (loaded: string, total: string) => `${loaded} of ${total} MB`,
  cancel: 'Cancel',
  tryAgain: 'Try again',
  cut: (kept: number, total: number) =>
    `The text is ${total} tokens long. Its first ${kept} were run and are shown.`,
  headNamed: (head: string) => `head ${head}`,
  // Take away
  takeAway: 'Take away',
  saveAs: 'Save as',
  files: {
    png: 'Picture',
    svg: 'Picture to be edited',
    json: 'The whole trace, which a lens loads again',
    csv: 'The matrix as numbers',
  },
  saved: (name: string) => `Saved as ${name}.`,
  linkToThis: 'Link to this',
  copy: 'Copy',
  copied: 'Copied.',
  embed: 'Embed',
  embedCode: 'Embed code',
  scriptTag: 'script tag',
  frame: 'iframe',
  noFrame:
    'A frame cannot show this: its trace has no address. The script tag takes the trace along.',
  notTaken: (problem: string) => `That did not work. ${problem}`,
  next: 'Most likely next tokens',
} as const;

const ENGLISH = { words: ENGLISH_WORDS, phrases: ENGLISH_PHRASES, spoken: ENGLISH_SPOKEN };

/** A table of the words of the lens. */
export type LensWords = Translation<typeof ENGLISH>;

export const { words, phrases, spoken } = defineWords('attn-lens', ENGLISH, {
  de: async (): Promise<PartialTable<LensWords>> => (await import('./phrases.de.js')).german,
});

/** What is said of one cell of the matrix; `weight` is `null` where it is masked. */
export function describeCell(token: TokenView, target: TokenView, weight: number | null): string {
  if (weight === null) return spoken.maskedCell(token, target);
  const value = weight < 1 ? Math.min(99.9, 100 * weight) : 100;
  return spoken.cell(token, target, decimal(value.toFixed(1)));
}
