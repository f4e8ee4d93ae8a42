// Every word of the finder, in English, except for what finders say of themselves.

import type { Finder, RankedHead } from '../../runtime/heads/index.js';
import { finderWords } from '../shared/finder-words.js';
import type { Translation } from '../shared/localize.js';
import { headName, scoreText } from '../shared/score-text.js';
import type { Basis } from './findings.js';

const score = (value: number) => scoreText(value);

const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** "point nine nine", also of what is a little more and not yet one. */
function scoreSpoken(value: number): string {
  const text = score(value);
  if (text === '1.00') return 'one';
  const digits = text.replace(/\D/g, '').slice(-2);
  return `point ${[...digits].map((digit) => DIGITS[Number(digit)]).join(' ')}`;
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** The score of a head that falls short, told apart from what it falls short of. */
function lessThan(threshold: number, value: number): string {
  return score(value) === score(threshold)
    ? `a little less than ${score(threshold)}`
    : score(value);
}

const measured = { probe: 'on the probe', published: 'published' } as const;

const ENGLISH_SENTENCES = {
  /** @param others how many heads have the same score as the best. */
  notFound: (best: RankedHead, others: number, threshold: number): string => {
    const tie =
      others === 0 ? '' : `, as ${others === 1 ? 'has another' : `have ${others} others`}`;
    return `No head does this here. The best is ${headName(best)}, with ${lessThan(threshold, best.score)} of 1${tie}; it would take ${score(threshold)}.`;
  },
  /** Of a head the reader chose that is none of those that do it. */
  fallsShort: (shown: RankedHead, threshold: number): string =>
    `${headName(shown)} does not do this here: place ${shown.place}, with ${lessThan(threshold, shown.score)} of 1; it would take ${score(threshold)}.`,
  /** @param others heads with the same score, as a list, or how many where that is long. */
  tie: (shown: RankedHead, others: readonly string[], name: string): string => {
    const named = others.length > 4 ? `${others.length} other heads` : others.join(', ');
    return `${headName(shown)} ties with ${named} for place ${shown.place} as ${name}.`;
  },
  found: (shown: RankedHead, name: string): string =>
    shown.place === 1
      ? `${headName(shown)} is the ${name}.`
      : `${headName(shown)} is in place ${shown.place} as ${name}.`,
  spokenNotFound: (best: RankedHead): string =>
    `No head does this here. The best is layer ${best.layer}, head ${best.head}, score ${scoreSpoken(best.score)}.`,
  spokenFallsShort: (shown: RankedHead): string =>
    `Layer ${shown.layer}, head ${shown.head} does not do this: score ${scoreSpoken(shown.score)}, place ${shown.place}.`,
  /** The whole result for the ear. */
  spoken: (shown: RankedHead, name: string, basis: Basis): string => {
    const said = `score ${scoreSpoken(shown.score)}`;
    const where = `layer ${shown.layer}, head ${shown.head}`;
    const tie = shown.tied ? ', a tie' : '';
    const of = basis === 'text' ? '' : `, ${measured[basis]}`;
    const place = shown.place === 1 ? '' : `, place ${shown.place}`;
    return `${capital(name)}: ${where}, ${said}${place}${tie}${of}`;
  },
  /** Of a cell of the map. */
  cell: (layer: number, head: number, entry: RankedHead | undefined, of: number): string => {
    const name = `layer ${layer}, head ${head}`;
    return entry ? `${name}: score ${score(entry.score)}, place ${entry.place} of ${of}` : name;
  },
  lesson: (entry: RankedHead, other: string, basis: Basis): string => {
    const place = entry.place === 1 ? 'first' : `in place ${entry.place}`;
    const where = { text: 'on this text', ...measured }[basis];
    return `The same head is also ${place} under “${other}” (${score(entry.score)}, ${where}).`;
  },
} as const;

/**
 * Why one head may be the best at two things: by their ids in the order of the alphabet. `repeats` is any finder that needs
 * repeats and has no reason of its own, and `other` is any other pair.
 */
const ENGLISH_REASONS: { readonly [pair: string]: string } = {
  'induction sink':
    'An induction head with nothing to match rests on the first token: one head, two kinds of text.',
  'duplicate sink':
    'With no earlier copy to find it rests on the first token: one head, two kinds of text.',
  'repeats sink': 'If nothing repeats, it rests on the first token: one head, two kinds of text.',
  'previous same-word':
    'The earlier piece of a word usually is the token before, so that one habit earns both.',
  'decisive-plain previous':
    'Reading only the token before is decisive by definition: that is why the other form leaves it out.',
  'decisive-plain sink':
    'Reading only the first token is decisive by definition: that is why the other form leaves it out.',
  'same-word sink':
    'Here the earlier piece of a word is the first token of the text, so that one habit earns both.',
  'decisive induction':
    'What it matches is far back and gets most of its attention, which is decisive by definition.',
  other: 'Both fit this head: its matrix shows which of them it does on this text.',
};

const ENGLISH_WORDS = {
  /** The tag of the language that this is. */
  lang: 'en',
  score,
  title: 'Head finder',
  behaviours: 'Behaviours',
  invite: 'Choose a behaviour: the head that shows it most is found in this model and text.',
  loading: 'Loading the recording …',
  failed: 'This recording cannot be shown.',
  nothing: 'Nothing to search yet.',
  noLens: (id: string) => `There is no lens with the id “${id}” on this page yet.`,
  measuredOn: 'Measured on',
  bases: { text: 'this text', probe: 'probe', published: 'published' },
  ofText: (model: string) => `Scores are those of ${model} on this text.`,
  /** What follows says where they are from. */
  ofModel: (model: string) => `These scores belong to ${model}, not to this text:`,
  probeDetail: (seeds: number, length: number) =>
    `mean of ${seeds} texts of ${length} random tokens said twice, ± the standard deviation`,
  plain: 'plain form, nothing left out',
  definition: 'Score',
  caveat: 'Leaves out',
  source: 'Definition',
  published: 'Published',
  passing: (count: number, of: number, threshold: number) =>
    count === of && of > 1
      ? `All ${of} heads reach ${score(threshold)}.`
      : `${count} of ${of} ${of > 1 ? 'heads reach' : 'head reaches'} ${score(threshold)}.`,
  publishedNone: (known: boolean, finder: Finder) =>
    known
      ? `We know of no published list for “${finderWords(finder).label}”.`
      : 'We know of no published work on the heads of this model.',
  publishedPlace: (entry: RankedHead) =>
    `${headName(entry)} is ${entry.place === 1 ? 'first' : `in place ${entry.place}`} there too, with ${score(entry.score)}:`,
  publishedName: (name: string) => `It is named ${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name} by`,
  firstLeftOut: 'The first token is left out, as in the lens.',
  runProbe: 'Measure on the probe',
  loadAndProbe: (model: string, megabytes: string) =>
    `Load ${model}, ${megabytes} MB, and measure on the probe`,
  /** Of a model on a hub: "GPT-2 small from Hugging Face", "498 MB once, 126 MB kept". */
  loadFromHub: (model: string, cost: string) => `Load ${model}, ${cost}, and measure on the probe`,
  loadingModel: (percent: number) => `Loading the model: ${percent} % …`,
  cancel: 'Cancel',
  probing: (done: number, of: number) => `Measuring: text ${done + 1} of ${of} …`,
  lookAtProbe: 'Look at the probe',
  backToText: 'Back to the text',
  repeating: 'The wizard raised his staff, and the wizard',
  tryText: (text: string) => `Try a text in which words repeat, such as “${text}”.`,
  putIntoLens: 'Put it into the lens',
  inLens: 'It is in the text box of the lens: run it there.',
  noProbe: 'The probe needs the model itself: run a text live in a lens, and search in that.',
  paintHint:
    'Click cells of the lens’s matrix or draw over them, or walk there with the arrow keys and press Enter. What is painted is wiped off in the same way.',
  paintNeedsLens: 'Painting needs a lens.',
  wipe: 'Wipe all off',
  ranking: 'Best heads',
  gap: (gap: number) => (gap < 0.005 ? 'tie' : `−${gap.toFixed(2).replace(/^0/, '')}`),
  allScores: 'Scores of all heads',
  mapLegend: 'rows: layers · columns: heads',
  table: 'All heads as a table',
  cutTable: (count: number, of: number) => `${count} of ${of} heads; the file has all.`,
  place: 'place',
  head: 'head',
  scoreColumn: 'score',
  spread: '±',
  csv: 'Download CSV',
  kinds: { recorded: 'recorded', live: 'live', constructed: 'constructed' },
  tokens: (count: number) => `${count} tokens`,
  /** Of a text that the search stays with, while the lens shows the first layers of another. */
  stays: 'until the run under way is over',
  /** The source follows. */
  publishedIn: 'published,',
  /** A score in the table. */
  exact: (value: number) => scoreText(value, 3),
} as const;

export const english = {
  words: ENGLISH_WORDS,
  sentences: ENGLISH_SENTENCES,
  reasons: ENGLISH_REASONS,
};

/** A table of the words of the finder. */
export type FinderTable = Translation<typeof english>;
