// Every sentence of the finder, in English, but for what finders say of themselves.

import type { Finder, RankedHead } from '../../runtime/heads/index.js';
import { headName, scoreText } from '../shared/score-text.js';
import type { Basis, Finding, Lesson } from './findings.js';

const DIGITS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** "point nine nine". */
function scoreSpoken(score: number): string {
  const text = scoreText(score);
  const digits = text.replace(/\D/g, '').slice(-2);
  if (text === '1.00') return 'one';
  const spoken = [...digits].map((digit) => DIGITS[Number(digit)]).join(' ');
  return `${text.startsWith('>') ? 'above ' : ''}point ${spoken}`;
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const BASES: Readonly<Record<Basis, string>> = {
  text: 'this text',
  probe: 'probe',
  published: 'published',
};

const list = (heads: readonly RankedHead[]) => heads.map(headName).join(', ');

/** The first words of the result: who it is. */
export function verdict({ finder, ranking, passes }: Finding, shown: RankedHead): string {
  const [best] = ranking;
  if (!best) return '';
  if (!passes) {
    return `No head does this here. The best is ${headName(best)}, with ${scoreText(best.score)} of 1; it would take ${scoreText(finder.passes)}.`;
  }
  const ties = ranking.filter(({ place }) => place === shown.place);
  if (ties.length > 1 && ties.includes(shown)) {
    const others = ties.filter((entry) => entry !== shown);
    const named = others.length > 4 ? `${others.length} other heads` : list(others);
    return `${headName(shown)} ties with ${named} for place ${shown.place} as ${finder.headName}.`;
  }
  if (shown.place === 1) return `${headName(shown)} is the ${finder.headName}.`;
  return `${headName(shown)} is in place ${shown.place} as ${finder.headName}.`;
}

/** The whole result for the ear. */
export function spoken(finding: Finding, shown: RankedHead): string {
  const { finder, basis, passes } = finding;
  const score = `score ${scoreSpoken(shown.score)}`;
  const where = `layer ${shown.layer}, head ${shown.head}`;
  if (!passes) return `No head does this here. The best is ${where}, ${score}.`;
  const tie = shown.tied ? ', a tie' : '';
  const of = basis === 'text' ? '' : `, ${words.measured[basis]}`;
  const place = shown.place === 1 ? '' : `, place ${shown.place}`;
  return `${capital(finder.headName)}: ${where}, ${score}${place}${tie}${of}`;
}

export function describeScore(
  { layer, head }: { readonly layer: number; readonly head: number },
  entry: RankedHead | undefined,
  of: number,
): string {
  const name = `layer ${layer}, head ${head}`;
  return entry ? `${name}: score ${scoreText(entry.score)}, place ${entry.place} of ${of}` : name;
}

/** Why one head may be the best at two things. */
const REASONS: readonly (readonly [string, string, string])[] = [
  [
    'sink',
    'induction',
    'An induction head with nothing to match rests on the first token: one head, two kinds of text.',
  ],
  [
    'sink',
    'duplicate',
    'With no earlier copy to find it rests on the first token: one head, two kinds of text.',
  ],
  [
    'previous',
    'same-word',
    'The earlier piece of a word usually is the token before, so that one habit earns both.',
  ],
  [
    'decisive-plain',
    'previous',
    'Reading only the token before is decisive by definition: that is why the other form leaves it out.',
  ],
  [
    'decisive-plain',
    'sink',
    'Reading only the first token is decisive by definition: that is why the other form leaves it out.',
  ],
  [
    'sink',
    'same-word',
    'Here the earlier piece of a word is the first token of the text, so that one habit earns both.',
  ],
];

export function lessonText({ finder }: Finding, lesson: Lesson): string {
  const { other, entry } = lesson;
  const ids = [finder.id, other.finder.id];
  const reason = REASONS.find(([a, b]) => ids.includes(a) && ids.includes(b))?.[2];
  const why =
    reason ?? 'The two definitions overlap on this text: look at the matrix to see which fits.';
  const place = entry.place === 1 ? 'first' : `in place ${entry.place}`;
  const where = { text: 'on this text', ...words.measured }[other.basis];
  return `The same head also is ${place} under “${other.finder.label}” (${scoreText(entry.score)}, ${where}). ${why}`;
}

export const words = {
  title: 'Head finder',
  behaviours: 'Behaviours',
  invite: 'Choose a behaviour: the head that shows it most is found in this model and text.',
  loading: 'Loading the recording …',
  failed: 'This recording cannot be shown.',
  nothing: 'Nothing to search yet.',
  noLens: (id: string) => `There is no lens with the id “${id}” on this page yet.`,
  measuredOn: 'Measured on',
  bases: BASES,
  measured: { probe: 'on the probe', published: 'published' },
  ofModel: (basis: Basis, model: string, detail: string) =>
    basis === 'text'
      ? `Scores are those of ${model} on this text.`
      : `These scores belong to ${model}, not to this text: ${detail}.`,
  probeDetail: (seeds: number, length: number) =>
    `mean of ${seeds} texts of ${length} random tokens said twice, ± the standard deviation`,
  plain: 'plain form, nothing left out',
  definition: 'Score',
  leavesOut: 'Leaves out',
  source: 'Definition',
  published: 'Published',
  passing: (count: number, of: number, passes: number) =>
    count === of
      ? `All ${of} heads reach ${scoreText(passes)}.`
      : `${count} of ${of} heads reach ${scoreText(passes)}.`,
  publishedNone: (known: boolean, finder: Finder) =>
    known
      ? `We know of no published list for “${finder.label}”.`
      : 'We know of no published work on the heads of this model.',
  publishedPlace: (entry: RankedHead) =>
    `${headName(entry)} is ${entry.place === 1 ? 'first' : `in place ${entry.place}`} there too, with ${scoreText(entry.score)}:`,
  publishedName: (name: string) => `It is named ${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name} by`,
  firstLeftOut: 'The first token is left out, as in the lens.',
  runProbe: 'Measure on the probe',
  loadAndProbe: (model: string, megabytes: string) =>
    `Load ${model}, ${megabytes} MB, and measure on the probe`,
  probing: (done: number, of: number) => `Measuring: text ${done + 1} of ${of} …`,
  lookAtProbe: 'Look at the probe',
  backToText: 'Back to the text',
  repeating: 'The wizard raised his staff, and the wizard',
  tryText: (text: string) => `Or try a text in which words repeat, such as “${text}”.`,
  putIntoLens: 'Put it into the lens',
  inLens: 'It is in the text box of the lens: run it there.',
  noProbe: 'The probe needs the model itself: run a text live in a lens, and search in that.',
  paintHint:
    'Click cells of the lens’s matrix or draw over them, or walk there with the arrow keys and press Enter. Again wipes a cell off.',
  paintNeedsLens: 'Painting needs a lens.',
  wipe: 'Wipe all off',
  ranking: 'Best heads',
  gap: (gap: number) => (gap < 0.005 ? 'tie' : `−${gap.toFixed(2).replace(/^0/, '')}`),
  allScores: 'Scores of all heads',
  mapLegend: 'rows: layers · columns: heads',
  table: 'All heads as a table',
  place: 'place',
  head: 'head',
  score: 'score',
  spread: '±',
  csv: 'Download CSV',
} as const;
