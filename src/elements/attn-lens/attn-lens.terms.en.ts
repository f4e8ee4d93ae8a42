// Every word of the lens, in English.

import type { Translation } from '../shared/localize.js';
import type { TokenView } from '../shared/token-views.js';
import { percent } from './terms/number.terms.js';
import type { Amount, Mention, Phrase } from './terms/phrase.js';

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

const query = (token: TokenView): Mention => ({ role: 'query', token });
const key = (token: TokenView): Mention => ({ role: 'key', token });
const amount = (weight: number): Amount => ({ amount: percent(weight) });

/** "the second", where a token is one of several alike; nothing where it is the only one. */
export function article({ occurrence }: TokenView, start = false): string {
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

  leftOut: (target: TokenView): Phrase => [
    'The first token, ',
    key(target),
    ', is left out: what is left of each row is scaled up to ',
    amount(1),
    '.',
  ],

  emptyRow: (token: TokenView): Phrase => [
    article(token, true),
    query(token),
    ' reads only the first token, which is left out: its row is empty.',
  ],
} as const;

export function describeToken({ name, occurrence }: TokenView): string {
  return occurrence.of === 1 ? name : `${ordinal(occurrence.number)} ${name}`;
}

/** What is said for the ear, and small things for the eye. */
const ENGLISH_SPOKEN = {
  /** Of a cell that is not masked; `value` is a number of per cent. */
  cell: (token: TokenView, target: TokenView, value: string): string =>
    `${describeToken(token)} reads ${describeToken(target)}: ${value} %`,
  maskedCell: (token: TokenView, target: TokenView): string =>
    `${describeToken(token)}, ${describeToken(target)}: masked, the future`,
  leftOutCell: (token: TokenView, target: TokenView): string =>
    `${describeToken(token)} reads ${describeToken(target)}, which is left out: 0 %`,
  /** Of a cell that shows a score. */
  scoreCell: (token: TokenView, target: TokenView, value: string): string =>
    `${describeToken(token)}, ${describeToken(target)}: score ${value}`,
  head: (layer: number, head: number): string => `layer ${layer}, head ${head}`,
  average: (layer: number): string => `layer ${layer}, average of its heads`,
  chip: (token: TokenView, total: number): string =>
    `${token.name}, ${token.index + 1} of ${total}`,
  /** Under the matrix: the number of the cell in focus, and the sum of its row. Where room is short the first half gives way. */
  cellIs: (token: TokenView, target: TokenView, value: string): readonly [string, string] => [
    `${describeToken(token)} → ${describeToken(target)}`,
    `: ${value}`,
  ],
  /** @param scores whether the row shows scores, of which only the weights they become have a sum to speak of. */
  rowSum: (token: TokenView, sum: string, scores: boolean): readonly [string, string] => [
    `the row of ${describeToken(token)}`,
    ` sums to ${sum}${scores ? ' after softmax' : ''}`,
  ],
} as const;

const ENGLISH_WORDS = {
  /** The tag of the language that this is. */
  lang: 'en',
  /** Around a token in a sentence. */
  openingQuote: '“',
  closingQuote: '”',
  title: 'Attention lens',
  recorded: 'recorded',
  live: 'live',
  running: 'running',
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
    keys === null
      ? `${tokens} ${tokens === 1 ? 'token' : 'tokens'}`
      : `${tokens} ${tokens === 1 ? 'token that looks' : 'tokens that look'}, ${keys} looked at`,
  loading: 'Loading the recording …',
  failed: 'This recording cannot be shown.',
  nothing: 'Nothing to show yet.',
  /** For the page's author: what a lens needs, and why a framework may not have given it. */
  missing: (isAttribute: boolean) =>
    isAttribute
      ? 'Set trace as a property, not as an attribute.'
      : 'This lens was given no trace, src or text. See docs/embedding.md.',
  sourceOf: { recorded: 'Recording', live: 'Live run', constructed: 'Constructed' },
  ownText: 'Your own text',
  run: 'Run live',
  runLive: (model: string, megabytes: string | null) =>
    megabytes === null ? `Run live: ${model}` : `Run live: ${model}, ${megabytes}\u00a0MB`,
  thisModel: 'this model',
  alsoLoads: (megabytes: string | null) =>
    `This also loads onnxruntime-web, which runs it: ${megabytes ?? '14 to 27'}\u00a0MB.`,
  cancel: 'Cancel',
  tryAgain: 'Try again',
  headNamed: (head: string) => `head ${head}`,
  // Take away
  takeAway: 'Take away',
  ablate: 'Switch heads off',
  bytes: 'bytes',
  tokenAt: (position: number, id: number) => `position ${position} · id ${id}`,
  average: 'average',
  averageShort: 'avg',
  headViews: { matrix: 'matrix', lines: 'lines' },
  shownAs: 'Shown as',
  stage: 'Stage of attention',
  stages: { scores: 'scores', masked: 'scale and mask', softmax: 'softmax' },
  stageValues: { scores: 'q·k', masked: 'q·k / √d' },
  maskedValue: 'masked',
  leftOutValue: 'left out',
  linear: 'linear scale',
  pointAtCell: 'Point at a cell for its number.',
  noStage: 'This recording has no scores, so its weights are shown.',
  partFailed: (why: string) => `This part could not be loaded. ${why}`,
  partLoading: 'Loading …',
  sum: 'sum',
  findHead: 'Find a head',
  /** What the map says that a head is, in its finder's words. */
  traits: { previous: 'previous-token head', sink: 'attention sink' },
  /** On the buttons, by the id of the finder. */
  behaviours: {
    previous: 'Previous token',
    sink: 'Attention sink',
    decisive: 'Most decisive',
  },
  findInvite: 'Which head does it? The best ones on this text are marked.',
  compare: 'Compare',
  noLiveModel: 'There is no live model for this recording.',
} as const;

export const english = { words: ENGLISH_WORDS, phrases: ENGLISH_PHRASES, spoken: ENGLISH_SPOKEN };

/** A table of the words of the lens. */
export type LensTerms = Translation<typeof english>;
