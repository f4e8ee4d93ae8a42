// Every sentence of the lens, in English. A phrase is a list of words and of tokens it mentions, so that it can be
// drawn with the tokens in their colours and spoken as plain text.

import { FAMOUS, type RankedHead } from '../../runtime/heads/index.js';
import { headName, scoreText } from '../shared/score-text.js';
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

/** 84 %, 3.4 %, 99.7 %: whole numbers where a tenth tells nothing. 100 % is said of nothing less. */
export function percent(weight: number): string {
  const value = 100 * weight;
  if (value > 0 && value < 0.05) return '<0.1 %';
  if (value > 99.95 && value < 100) return '>99.9 %';
  const digits = value >= 9.95 && value < 99.5 ? 0 : 1;
  return `${Number.isInteger(value) ? value : value.toFixed(digits)} %`;
}

const query = (token: TokenView): Mention => ({ role: 'query', token });
const key = (token: TokenView): Mention => ({ role: 'key', token });
const amount = (weight: number): Amount => ({ amount: percent(weight) });

/** "the second", where a token is one of several alike; nothing where it is the only one. */
function article({ occurrence }: TokenView, start = false): string {
  if (occurrence.of === 1) return '';
  return `${start ? 'The' : 'the'} ${ordinal(occurrence.number)} `;
}

export const phrases = {
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

/** What is said of one cell of the matrix; `weight` is `null` where it is masked. */
export function describeCell(token: TokenView, target: TokenView, weight: number | null): string {
  const [looking, lookedAt] = [describeToken(token), describeToken(target)];
  if (weight === null) return `${looking}, ${lookedAt}: masked, the future`;
  const value = weight < 1 ? Math.min(99.9, 100 * weight) : 100;
  return `${looking} reads ${lookedAt}: ${value.toFixed(1)} %`;
}

function describeToken({ name, occurrence }: TokenView): string {
  return occurrence.of === 1 ? name : `${ordinal(occurrence.number)} ${name}`;
}

/** The same of a score, of a stage before softmax. */
export function describeScoreCell(
  token: TokenView,
  target: TokenView,
  value: number | null,
): string {
  if (value === null || Number.isNaN(value)) return describeCell(token, target, null);
  return spoken.scoreCell(describeToken(token), describeToken(target), score(value));
}

/** What is said of one head of the map, and of what it is known for. */
export function describeHead(
  {
    layer,
    head,
    average,
  }: { readonly layer: number; readonly head: number; readonly average: boolean },
  trait: { readonly id: string; readonly score: number } | null,
): string {
  if (average) return words.averageOf(layer);
  const name = words.behaviours[trait?.id ?? '']?.name;
  return spoken.head(layer, head) + (trait && name ? `, ${name} ${scoreText(trait.score)}` : '');
}

/** What is said of a token of the lines view: the strongest link of those drawn at it. */
export function describeLineEnd(
  looks: boolean,
  token: TokenView,
  other: TokenView | null,
  weight: number,
): string {
  const [name, far] = [describeToken(token), other && describeToken(other)];
  if (far === null) return looks ? spoken.readsNothing(name) : spoken.readByNothing(name);
  return looks
    ? spoken.readsMost(name, far, percent(weight))
    : spoken.readMostBy(name, far, percent(weight));
}

/** A score, as long as it has to be. */
export function score(value: number): string {
  return value.toFixed(Math.abs(value) < 10 ? 2 : 1);
}

/** What one of the three finders says of itself. */
interface BehaviourWords {
  /** On its button. */
  readonly label: string;
  /** What such a head is called. */
  readonly name: string;
  readonly does: string;
  /** What is said of a text on which it means nothing. */
  readonly missing: string;
}

/** Small things that are said, for the eye or for the ear. */
export const spoken = {
  head: (layer: number, head: number) => `layer ${layer}, head ${head}`,
  scoreCell: (token: string, target: string, value: string) =>
    `${token}, ${target}: score ${value}`,
  cellIs: (token: TokenView, target: TokenView, value: string) =>
    `${describeToken(token)} → ${describeToken(target)}: ${value}`,
  rowSum: (token: TokenView, sum: string) => `the row of ${describeToken(token)} sums to ${sum}`,
  found: (name: string, found: readonly RankedHead[]) => {
    const best = found.filter(({ place }) => place === 1);
    const value = best[0] ? scoreText(best[0].score) : '';
    return best.length === 1
      ? `${best.map(headName)} is the ${name}: ${value}.`
      : `${best.map(headName).join(', ')} tie as ${name}: ${value}.`;
  },
  notFound: (name: string, best: RankedHead, passes: number) =>
    `No head is ${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name} here. The best is ${headName(best)}, with ${scoreText(best.score)}; it would take ${scoreText(passes)}.`,
  scoreIs: (formula: string) => `Score: ${formula}.`,
  readsMost: (token: string, target: string, weight: string) =>
    `${token} reads ${target} most, ${weight}`,
  readMostBy: (target: string, token: string, weight: string) =>
    `${target} is read most by ${token}, ${weight}`,
  readsNothing: (token: string) => `${token}: its row is empty`,
  readByNothing: (target: string) => `${target}: no line leads here`,
} as const;

export const words = {
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
  next: 'Most likely next tokens',
  bytes: 'bytes',
  tokenAt: (position: number, id: number) => `position ${position} · id ${id}`,
  average: 'average',
  averageShort: 'avg',
  averageOf: (layer: number) => `layer ${layer}, average of its heads`,
  headViews: { matrix: 'matrix', lines: 'lines' },
  shownAs: 'Shown as',
  stage: 'Stage of attention',
  stages: { scores: 'scores', masked: 'scale and mask', softmax: 'softmax' },
  stageValues: { scores: 'q·k', masked: 'q·k / √d' },
  maskedValue: 'masked',
  linear: 'linear scale',
  pointAtCell: 'Point at a cell for its number.',
  fetchingScores: 'Fetching the scores …',
  noScores: (why: string) => `The scores cannot be had. ${why}`,
  noStage: 'This recording has no scores, so its weights are shown.',
  noAverageStage: 'An average has no scores of its own: its weights are shown.',
  partFailed: (why: string) => `This part could not be loaded. ${why}`,
  partLoading: 'Loading …',
  sum: 'sum',
  findHead: 'Find a head',
  findInvite:
    'Which head does it? Its score on this text is measured, and the best ones are marked.',
  behaviours: Object.fromEntries(
    FAMOUS.map(({ id, label, headName: name, does, missing }) => [
      id,
      { label, name, does, missing },
    ]),
  ) as Readonly<Record<string, BehaviourWords>>,
  lines: 'Tokens that look, on the left; tokens looked at, on the right',
  threshold: 'shown of every row',
  linkCount: (shown: number, all: number) => `${shown} of ${all} links`,
  compare: 'Compare',
  comparedWith: 'Compared with',
  stopComparing: 'Stop comparing',
  anotherHead: 'another head',
  theRecording: 'the recording',
  theLiveRun: 'the live run',
  otherFile: 'another recording',
  noComparison: (why: string) => `The other one cannot be shown. ${why}`,
  noLiveModel: 'There is no live model for this recording.',
} as const;
