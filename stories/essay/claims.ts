// What the essay says of models, as things that can be checked: each claim has a test that must hold and the numbers that
// the text shows. All of it is read from the shipped recordings, their vectors, and a run of the embedded tiny model.
// The numbers are kept in numbers.json, so that the page needs none of this.

import { randomScores, softmax } from '../../src/runtime/attention/index.js';
import {
  FINDERS,
  type PublishedTable,
  publishedFor,
  rankHeads,
  scoreHeads,
} from '../../src/runtime/heads/index.js';
import type { QkvVectors, Trace } from '../../src/runtime/trace/index.js';

type Matrix = readonly (readonly number[])[];

export interface Sources {
  readonly dog: Trace;
  readonly johnSmith: Trace;
  readonly dataVisualization: Trace;
  readonly artificialIntelligence: Trace;
  readonly spaceship: Trace;
  /**
   * The five as they were published, [text][layer][head][query][key]: the shipped files of causal traces have no room for weights
   * of later tokens, so that these are what tells that there are none.
   */
  readonly published: readonly Matrix[][][];
  /** Made by hand: an encoder's layout, and words that look at a picture. */
  readonly bothWays: Trace;
  readonly captionAndPicture: Trace;
  /** Queries and keys of `johnSmith`. */
  readonly johnSmithVectors: QkvVectors;
  /** The live sentence in the tiny model, and its most likely next tokens. */
  readonly wizard: Trace;
  /** models/tiny/scores.json: on the probe, [layer][head]. */
  readonly tinyScores: Readonly<Record<'previous' | 'induction', readonly (readonly number[])[]>>;
  /** GPT-2's tokens of a text. */
  readonly tokenize: (text: string) => readonly string[];
}

export interface Claim {
  readonly holds: boolean;
  /** By name, as they stand in the text. */
  readonly numbers: Readonly<Record<string, string>>;
}

/** The sentence that the reader runs live. */
export const WIZARD = 'The wizard found the book, and the wizard';

/** All claims, by the id with which the text marks them. */
export function readClaims(sources: Sources): Readonly<Record<string, Claim>> {
  const { dog, johnSmith, dataVisualization, artificialIntelligence, spaceship } = sources;
  const recordings = [dog, johnSmith, dataVisualization, artificialIntelligence, spaceship];
  const secondDog = weightsAt(dog, ' dog', 2);
  const secondSmith = weightsAt(johnSmith, ' Smith', 2);
  const secondWizard = weightsAt(sources.wizard, ' wizard', 2);

  return {
    'all-heads': claim(
      recordings.every(({ model }) => model.layers === 12 && model.heads === 12),
      {
        layers: String(dog.model.layers),
        each: String(dog.model.heads),
        heads: String(dog.model.layers * dog.model.heads),
      },
    ),
    ...thermostat(sources),
    spread: spread(),

    previous: previousToken(recordings),
    sinks: sinks(recordings),
    'top-sink': topOf(dog, 'sink', '7.2'),
    decisive: topOf(dog, 'decisive', '4.3'),
    subjects: claim(
      weightsAt(spaceship, ' approaching', 1).strongest(4, 3) === ' spaceship' &&
        weightsAt(dataVisualization, 'powers', 1).strongest(4, 3) === ' visualization' &&
        weightsAt(dog, ' was', 1).strongest(4, 3) === ' dog',
      {
        was: percent(weightsAt(dog, ' was', 1).to(4, 3, ' dog', 2)),
        approaching: percent(weightsAt(spaceship, ' approaching', 1).to(4, 3, ' spaceship')),
        powers: percent(weightsAt(dataVisualization, 'powers', 1).to(4, 3, ' visualization')),
      },
    ),
    'induction-dog': claim(secondDog.strongest(5, 5) === ' on' && secondDog.to(5, 5, ' on') > 0.8, {
      weight: percent(secondDog.to(5, 5, ' on')),
    }),
    guess: claim(nextToken(dog, ' dog', 2) === ' was' && nextToken(dog, ' dog', 1) === ' on', {}),
    'induction-smith': claim(
      secondSmith.strongest(5, 5) === ' is' && secondSmith.to(5, 5, ' is') > 0.7,
      { weight: percent(secondSmith.to(5, 5, ' is')) },
    ),
    resting: resting(dog),
    'half-asleep': claim(secondDog.strongest(5, 1) === ' on' && secondDog.to(5, 1, 'The') > 0.4, {
      on: percent(secondDog.to(5, 1, ' on')),
      first: percent(secondDog.to(5, 1, 'The')),
      average: percent(bestOf(dog, 'sink', '5.1')),
    }),
    'published-induction': publishedInduction(dog),
    'two-lives': twoLives(dog),
    duplicate: claim(
      secondDog.strongest(0, 1) === ' dog' &&
        secondDog.to(0, 1, ' dog', 1) > secondDog.to(0, 1, ' dog', 2) &&
        secondSmith.to(0, 5, ' Smith', 1) > 0.6,
      {
        dog: percent(secondDog.to(0, 1, ' dog', 1)),
        smith: percent(secondSmith.to(0, 5, ' Smith', 1)),
      },
    ),
    wizard: wizard(sources.wizard, secondWizard),

    mask: claim(sources.published.flat(2).every(looksOnlyBack), {}),
    'next-token': nextTokenHead(sources.bothWays),
    suitcase: suitcase(sources.bothWays),
    caption: caption(sources.captionAndPicture),
    pieces: pieces(sources),
    'own-score': ownScore(dataVisualization),
    didnt: claim(sources.tokenize("She didn't").join('|') === "She| didn|'t", {}),

    stacked: claim(topHead(dog, 'previous') === '4.11', {}),
    'tiny-stack': tinyStack(sources.tinyScores),
  };
}

/** One row of the recorded scores, with and without its divisor. */
function thermostat({ johnSmith, johnSmithVectors }: Sources): Record<string, Claim> {
  const size = johnSmith.model.headDim ?? Number.NaN;
  const query = johnSmith.tokens.length - 1;
  const q = johnSmithVectors.vectors('q', 5, 5).slice(query * size, (query + 1) * size);
  const k = johnSmithVectors.vectors('k', 5, 5);
  const scores = johnSmith.tokens.map((_, key) =>
    q.reduce((sum, value, at) => sum + value * (k[key * size + at] ?? 0), 0),
  );
  const recorded = johnSmith.attention(5, 5).slice(query * johnSmith.tokens.length);
  const weights = softmax(scores, Math.sqrt(size));
  const hot = softmax(scores, 1);
  const [first, is] = [0, 2];
  return {
    'real-row': claim(
      weights.every((weight, key) => near(weight, recorded[key] ?? 0)),
      {
        size: String(size),
        root: String(Math.sqrt(size)),
        is: decimal(scores[is]),
        first: decimal(scores[first]),
        weight: percent(recorded[is] ?? 0),
        'first-weight': percent(recorded[first] ?? 0),
      },
    ),
    undivided: claim((hot[is] ?? 0) > 0.99 && (weights[is] ?? 0) < 0.8, {
      weight: percent(hot[is] ?? 0),
    }),
  };
}

/** Standard deviation of q·k over many pairs of random vectors of 64 numbers. */
function spread(): Claim {
  const scores = Array.from({ length: 1000 }, (_, seed) => randomScores(seed, 4, 64).at(-1) ?? []);
  const all = scores.flat();
  const deviation = Math.sqrt(all.reduce((sum, score) => sum + score ** 2, 0) / all.length);
  return claim(Math.abs(deviation - 8) < 0.4, {});
}

function previousToken(recordings: readonly Trace[]): Claim {
  const least = Math.min(...recordings.map((trace) => bestOf(trace, 'previous', '4.11')));
  const wins = recordings.every((trace) => topHead(trace, 'previous') === '4.11');
  return claim(wins && least > 0.99, { least: atLeast(least), texts: word(recordings.length) });
}

/** How many heads put more than half of their weight on the first token, row 0 left out. */
function sinks(recordings: readonly Trace[]): Claim {
  const counts = recordings.map(
    (trace) => scoresOf(trace, 'sink').filter(({ score }) => score > 0.5).length,
  );
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const { layers, heads } = recordings[0]?.model ?? { layers: 0, heads: 0 };
  const all = layers * heads;
  return claim(least > all / 2, { least: String(least), most: String(most), heads: String(all) });
}

/** What 5.5 does at the tokens that repeat nothing. */
function resting(dog: Trace): Claim {
  const size = dog.tokens.length;
  const matrix = dog.attention(5, 5);
  const repeats = dog.tokens.map(
    (token, at) => dog.tokens.findIndex(({ id }) => id === token.id) < at,
  );
  const rows = repeats.flatMap((repeat, query) => (repeat || query === 0 ? [] : [query]));
  const onFirst = rows.map((query) => matrix[query * size] ?? 0);
  const mean = onFirst.reduce((sum, weight) => sum + weight, 0) / rows.length;
  return claim(mean > 0.5, { mean: percent(mean) });
}

function publishedInduction(dog: Trace): Claim {
  const table = publishedFor(dog.model)?.tables.find(({ finder }) => finder === 'induction');
  const best = published(table).slice(0, 6);
  const [last, next] = [best[4]?.score ?? 0, best[5]?.score ?? 1];
  const names = best
    .slice(0, 5)
    .map(({ name }) => name)
    .sort(byHead);
  return claim(names.join(' ') === '5.1 5.5 6.9 7.2 7.10' && last > 0.8 && next < 0.55, {
    least: atLeast(last),
    sixth: percent(next),
  });
}

/** Four of the published induction heads are sinks where nothing repeats. */
function twoLives(dog: Trace): Claim {
  const scores = ['5.1', '6.9', '7.2', '7.10'].map((name) => bestOf(dog, 'sink', name));
  const other = bestOf(dog, 'sink', '5.5');
  const least = Math.min(...scores);
  return claim(least > 0.9 && other < least, { least: atLeast(least) });
}

function published(table: PublishedTable | undefined) {
  const all = (table?.scores ?? []).flatMap((row, layer) =>
    row.map((score, head) => ({ name: `${layer}.${head}`, score })),
  );
  return all.sort((a, b) => b.score - a.score);
}

/** What the tiny model does with the live sentence. */
function wizard(trace: Trace, second: Row): Claim {
  const { layers } = trace.model;
  const heads = Array.from({ length: trace.model.heads }, (_, head) => head);
  const weights = heads.map((head) => second.to(1, head, ' found'));
  const holds =
    heads.every((head) => second.strongest(1, head) === ' found') &&
    second.strongest(0, 0) === ' the' &&
    second.to(0, 0, ' the', 2) > 0.9;
  return claim(holds, {
    least: percent(Math.min(...weights)),
    most: percent(Math.max(...weights)),
    previous: percent(second.to(0, 0, ' the', 2)),
    layers: String(layers),
    heads: String(heads.length),
  });
}

function looksOnlyBack(matrix: Matrix): boolean {
  const later = matrix.flatMap((row, query) => row.slice(query + 1));
  return matrix.length > 1 && later.every((weight) => weight === 0) && near(matrix[0]?.[0] ?? 0, 1);
}

/** The constructed encoder's head 0.0: every token looks most at the one after it, which no causal head can. */
function nextTokenHead(trace: Trace): Claim {
  const size = trace.tokens.length;
  const matrix = trace.attention(0, 0);
  const ahead = trace.tokens.slice(0, -1).every((_, query) => {
    const row = matrix.subarray(query * size, (query + 1) * size);
    return row.indexOf(Math.max(...row)) === query + 1;
  });
  return claim(ahead && !trace.causal, {});
}

function suitcase(trace: Trace): Claim {
  const rest = weightsAt(trace, '##case', 1);
  return claim(rest.strongest(1, 3) === 'suit', { weight: percent(rest.to(1, 3, 'suit')) });
}

function caption(trace: Trace): Claim {
  const [dog, moon] = [weightsAt(trace, ' dog', 1), weightsAt(trace, ' moon', 1)];
  return claim(
    dog.to(0, 0, 'bottom') + dog.to(0, 0, 'bottom left') > 0.9 &&
      moon.strongest(0, 0) === 'top right',
    {},
  );
}

function pieces({ dataVisualization, artificialIntelligence }: Sources): Claim {
  const spelt = (trace: Trace) => trace.tokens.map(spelling).join('|');
  const powers = weightsAt(dataVisualization, 'powers', 1);
  const users = weightsAt(dataVisualization, ' users', 1);
  const holds =
    spelt(dataVisualization).includes(' em|powers') &&
    spelt(artificialIntelligence).startsWith('Art|ificial|') &&
    powers.strongest(0, 4) === ' em' &&
    users.to(0, 4, 'powers') < 0.1;
  return claim(holds, {
    powers: percent(powers.to(0, 4, ' em')),
    users: percent(users.to(0, 4, 'powers')),
  });
}

/** Scores that are right for a dull reason. */
function ownScore(trace: Trace): Claim {
  return claim(topHead(trace, 'same-word') === '4.11', {
    score: percent(bestOf(trace, 'same-word', '4.11')),
  });
}

function tinyStack({ previous, induction }: Sources['tinyScores']): Claim {
  const layerOne = induction[1] ?? [];
  const others = induction.flatMap((row, layer) => (layer === 1 ? [] : row));
  return claim(
    (previous[0]?.[0] ?? 0) > 0.8 &&
      Math.max(...previous.flat().slice(1)) < 0.2 &&
      Math.min(...layerOne) > 0.8 &&
      Math.max(...others) < 0.1,
    { previous: percent(previous[0]?.[0] ?? 0), least: atLeast(Math.min(...layerOne)) },
  );
}

// Reading traces

const spelling = (token: Trace['tokens'][number]): string =>
  'text' in token ? token.text : token.bytes;

/** What one token of a trace looks at. */
interface Row {
  to(layer: number, head: number, key: string, which?: number): number;
  /** The text of the strongest key. */
  strongest(layer: number, head: number): string;
}

/** The row of the token `text`, the `which`th of that spelling, from 1. */
function weightsAt(trace: Trace, text: string, which: number): Row {
  const keys = trace.keys.map(spelling);
  const query = place(trace.tokens.map(spelling), text, which);
  const row = (layer: number, head: number) =>
    trace.attention(layer, head).subarray(query * keys.length, (query + 1) * keys.length);
  return {
    to: (layer, head, key, nth = 1) => row(layer, head)[place(keys, key, nth)] ?? 0,
    strongest: (layer, head) => {
      const weights = row(layer, head);
      return keys[weights.indexOf(Math.max(...weights))] ?? '';
    },
  };
}

/** What follows the `which`th token `text`. */
function nextToken(trace: Trace, text: string, which: number): string | undefined {
  const texts = trace.tokens.map(spelling);
  return texts[place(texts, text, which) + 1];
}

/** Where the `which`th token `wanted` stands. */
function place(texts: readonly string[], wanted: string, which: number): number {
  const found = texts.flatMap((text, at) => (text === wanted ? [at] : []))[which - 1];
  if (found === undefined) throw new Error(`There is no token "${wanted}" ${which}.`);
  return found;
}

function scoresOf(trace: Trace, id: string) {
  const finder = FINDERS.find((candidate) => candidate.id === id);
  const scores = finder && scoreHeads(trace, finder);
  if (!scores) throw new Error(`"${id}" cannot be scored on "${trace.text}".`);
  return rankHeads(scores);
}

function topHead(trace: Trace, id: string): string {
  const [best] = scoresOf(trace, id);
  return `${best?.layer}.${best?.head}`;
}

function bestOf(trace: Trace, id: string, name: string): number {
  return scoresOf(trace, id).find(({ layer, head }) => `${layer}.${head}` === name)?.score ?? 0;
}

function topOf(trace: Trace, id: string, name: string): Claim {
  return claim(topHead(trace, id) === name, { score: percent(bestOf(trace, id, name)) });
}

// Writing numbers

function claim(holds: boolean, numbers: Claim['numbers']): Claim {
  return { holds, numbers };
}

const near = (a: number, b: number): boolean => Math.abs(a - b) < 0.006;

/** As the lens writes it. */
function percent(weight: number): string {
  const value = 100 * weight;
  if (value > 99.95) return value < 100 ? '>99.9 %' : '100 %';
  return `${value.toFixed(value >= 9.95 && value < 99.5 ? 0 : 1)} %`;
}

/** Rounded down, for "at least". */
function atLeast(weight: number): string {
  const steps = weight < 0.995 ? 100 : 1000;
  return percent(Math.floor(steps * weight) / steps);
}

const decimal = (value = Number.NaN): string => value.toFixed(1).replace('-', '−');

const word = (count: number): string =>
  ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'][count] ??
  String(count);

function byHead(a: string, b: string): number {
  const [layerA = 0, headA = 0] = a.split('.').map(Number);
  const [layerB = 0, headB = 0] = b.split('.').map(Number);
  return layerA - layerB || headA - headB;
}
