// Traces made by hand, for layouts that no recording has: each head does one thing that can be named. Every one of them says
// on screen that it is constructed. Pure and seeded: the same picture every time.

import { Trace, type TraceToken } from '../src/runtime/trace/index.js';
import { seededRandom } from '../src/runtime/trace/testing/random-trace.js';

/** How much a query would like to look at a key, before softmax. */
type Pattern = (query: number, key: number) => number;

interface Recipe {
  readonly layout: string;
  readonly text: string;
  readonly tokens: readonly TraceToken[];
  readonly keys?: readonly TraceToken[];
  readonly causal?: boolean;
  /** What each head does, layer by layer. */
  readonly heads: readonly (readonly Pattern[])[];
}

/** The logit of what a head looks for: some .96 of the weight among fifteen keys. */
const STRONG = 6;
/** The logit of where a head rests when it finds nothing. */
const REST = 4;

function construct({ layout, text, tokens, keys = tokens, causal = false, heads }: Recipe): Trace {
  const first = heads[0] ?? [];
  const random = seededRandom(2019);
  const matrices = heads.flat().map((pattern) => {
    const matrix = new Float32Array(tokens.length * keys.length);
    for (let query = 0; query < tokens.length; query++) {
      const length = causal ? query + 1 : keys.length;
      const row = Array.from({ length }, (_, key) =>
        Math.exp(pattern(query, key) + 1.5 * random()),
      );
      const sum = row.reduce((total, value) => total + value, 0);
      matrix.set(
        row.map((value) => value / sum),
        query * keys.length,
      );
    }
    return matrix;
  });
  return new Trace(
    {
      model: { id: 'constructed', name: layout, layers: heads.length, heads: first.length },
      text,
      tokens,
      ...(keys !== tokens && { keys }),
      causal,
      provenance: {
        kind: 'constructed',
        source: 'made by hand to show the layout; no model computed these weights',
      },
    },
    (layer, head) => matrices[layer * first.length + head] ?? new Float32Array(),
  );
}

// What heads do

const broad: Pattern = () => 0;

const offset =
  (distance: number): Pattern =>
  (query, key) =>
    key === query + distance ? STRONG : 0;

/** All look at one key. */
const only =
  (target: number): Pattern =>
  (_, key) =>
    key === target ? STRONG : 0;

/** Some queries look at chosen keys; all others rest on one. */
const links =
  (targets: Readonly<Record<number, readonly number[]>>, rest: number): Pattern =>
  (query, key) => {
    const wanted = targets[query];
    if (wanted) return wanted.includes(key) ? STRONG : 0;
    return key === rest ? REST : 0;
  };

/** What a token says, whatever spaces it begins with. */
const spelling = (token: TraceToken | undefined): string =>
  token === undefined ? '' : 'text' in token ? token.text.trim() : token.bytes;

/** Looks `distance` tokens past the earlier tokens that are spelt the same. */
const pastTheSame =
  (tokens: readonly TraceToken[], distance: number): Pattern =>
  (query, key) => {
    const same = spelling(tokens[key - distance]) === spelling(tokens[query]);
    if (key - distance < query && same) return STRONG;
    return key === 0 ? REST : 0;
  };

/** Looks at the other pieces of the same word or character. `pieces` are lists of positions. */
const pieces =
  (groups: readonly (readonly number[])[], rest: number): Pattern =>
  (query, key) => {
    const others = groups.find((group) => group.includes(query));
    if (others?.includes(key) && key !== query) return STRONG;
    return key === rest ? REST : 0;
  };

/** Six heads that need no knowledge of the language. `groups` are the positions of each split word or character. */
const causalHeads = (
  tokens: readonly TraceToken[],
  groups: readonly (readonly number[])[],
): Pattern[][] => [
  [offset(-1), pastTheSame(tokens, 0), pieces(groups, 0)],
  [pastTheSame(tokens, 1), only(0), broad],
];

const listed = (texts: readonly string[], continued: readonly string[] = []): TraceToken[] =>
  texts.map((text, id) => ({ id, text, continues: continued.includes(text) }));

// The texts

/** GPT-2's own tokens: the unicorn takes three, "blueberries" two. */
export function unicorn(): Trace {
  const character: TraceToken[] = [
    { id: 12520, bytes: '20f09f' },
    { id: 99, bytes: 'a6' },
    { id: 226, bytes: '84' },
  ];
  const eats: TraceToken[] = [
    { id: 25365, text: ' eats' },
    { id: 4171, text: ' blue' },
    { id: 20853, text: 'berries' },
  ];
  const tokens: TraceToken[] = [
    { id: 3666, text: 'My' },
    ...character,
    ...eats,
    { id: 11, text: ',' },
    { id: 290, text: ' and' },
    { id: 790, text: ' every' },
    ...character,
    ...eats,
    { id: 13, text: '.' },
  ];
  return construct({
    layout: 'no model: causal layout',
    text: 'My 🦄 eats blueberries, and every 🦄 eats blueberries.',
    tokens,
    causal: true,
    heads: causalHeads(tokens, [
      [1, 2, 3],
      [5, 6],
      [10, 11, 12],
      [14, 15],
    ]),
  });
}

/** Hebrew: "The boy saw a dog. The dog chased after the boy." */
export function hebrew(): Trace {
  const texts = ['הילד', ' ראה', ' כלב', '.', ' ה', 'כלב', ' רדף', ' אחרי', ' הילד', '.'];
  const tokens = listed(texts, ['כלב']);
  return construct({
    layout: 'no model: right-to-left layout',
    text: texts.join(''),
    tokens,
    causal: true,
    heads: causalHeads(tokens, [[4, 5]]),
  });
}

/** Every token looks both ways, as in BERT. The kinds of heads are those that Clark et al. (2019) found there. */
export function bothWays(): Trace {
  const words =
    '[CLS] the trophy does not fit in the suit ##case because it is too big . [SEP]'.split(' ');
  const [separator, stop] = [16, 15];
  return construct({
    layout: "no model: BERT's layout",
    text: 'The trophy does not fit in the suitcase because it is too big.',
    tokens: listed(words, ['##case']),
    heads: [
      [offset(1), offset(-1), offset(0), broad],
      [only(0), only(separator), only(stop), pieces([[8, 9]], separator)],
      [
        // What a pronoun stands for, the noun of a word, the verb of its subject and object, the word that is denied.
        links({ 11: [2], 2: [11] }, separator),
        links({ 1: [2], 7: [8, 9], 13: [14] }, separator),
        links({ 2: [5], 8: [5], 9: [5], 11: [12] }, separator),
        links({ 4: [5], 5: [4] }, separator),
      ],
    ],
  });
}

/** The words of a caption look at the nine parts of a picture: a moon at the top right, a dog asleep at the bottom. */
export function captionAndPicture(): Trace {
  const words = ['A', ' dog', ' sleeps', ' under', ' the', ' moon'];
  const parts = ['top left', 'top', 'top right', 'left', 'middle', 'right'];
  const named = { 0: [7], 1: [6, 7], 2: [6, 7], 3: [2, 4], 4: [2], 5: [2] };
  return construct({
    layout: 'no model: words look at a picture',
    text: words.join(''),
    tokens: listed(words),
    keys: listed([...parts, 'bottom left', 'bottom', 'bottom right']),
    heads: [
      [links(named, 4), offset(0)],
      [only(0), broad],
    ],
  });
}
