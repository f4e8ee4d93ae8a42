import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { type HeadReader, parseTrace, Trace, type TraceToken } from '../trace/index.js';
import { randomTrace, seededRandom } from '../trace/testing/random-trace.js';
import {
  FINDERS,
  type Finder,
  formatPattern,
  painted,
  parsePattern,
  publishedFor,
  publishedScores,
  rankHeads,
  scoreHeads,
  toCsv,
} from './index.js';

const NAMES = [
  'dog',
  'john-smith',
  'data-visualization',
  'artificial-intelligence',
  'spaceship',
] as const;

const recording = async (name: (typeof NAMES)[number]): Promise<Trace> => {
  const file = new URL(`../../../traces/${name}.json`, import.meta.url);
  return parseTrace(JSON.parse(await readFile(file, 'utf8')));
};

function finder(id: string): Finder {
  const found = FINDERS.flatMap((one) => (one.plain ? [one, one.plain] : [one])).find(
    (one) => one.id === id,
  );
  if (!found) throw new Error(`There is no finder ${id}.`);
  return found;
}

const ranking = (trace: Trace, one: Finder, ignoreFirst = false) =>
  rankHeads(scoreHeads(trace, one, { ignoreFirst }) ?? []);
const best = (trace: Trace, one: Finder) => ranking(trace, one)[0];
const name = ({ layer, head }: { layer: number; head: number }) => `${layer}.${head}`;

describe.each(NAMES)('on the recording %s of GPT-2 small', (text) => {
  test('4.11 is the previous-token head', async () => {
    const top = best(await recording(text), finder('previous'));
    expect(top).toMatchObject({ layer: 4, head: 11 });
    expect(top?.score).toBeGreaterThan(0.99);
  });

  test('a known sink is first', async () => {
    const top = best(await recording(text), finder('sink'));
    const known = ['5.1', '7.2', '6.9', '9.9', '9.11', '7.10', '11.9'];
    expect(known).toContain(top && name(top));
    expect(top?.score).toBeGreaterThan(0.97);
  });

  test('the plain form of "most decisive" is the previous-token head again', async () => {
    const trace = await recording(text);
    expect(best(trace, finder('decisive-plain'))).toMatchObject({ layer: 4, head: 11 });
    expect(best(trace, finder('decisive'))).not.toMatchObject({ layer: 4, head: 11 });
  });

  test('painting the diagonal of previous tokens finds 4.11', async () => {
    const trace = await recording(text);
    const cells = trace.tokens.slice(1).map((_, key) => ({ query: key + 1, key }));
    expect(best(trace, painted(cells))).toMatchObject({ layer: 4, head: 11 });
  });
});

describe('on the dog recording', () => {
  test('the decisive heads are 4.3, 2.9 and 11.8', async () => {
    const top = ranking(await recording('dog'), finder('decisive')).slice(0, 3);
    expect(top.map(name)).toEqual(['4.3', '2.9', '11.8']);
    expect(top.map(({ score }) => score.toFixed(2))).toEqual(['0.40', '0.29', '0.28']);
  });

  test('painting " dog" on " on" puts the induction head 5.5 first', async () => {
    const top = best(await recording('dog'), painted([{ query: 10, key: 2 }]));
    expect(top).toMatchObject({ layer: 5, head: 5 });
    expect(top?.score).toBeCloseTo(0.845, 2);
  });
});

// The same definitions, written again from the formulas: a matrix of doubles, rows collected into lists.

interface Reference {
  readonly rows: readonly (readonly number[])[];
  readonly ids: readonly number[];
  readonly continues: readonly boolean[];
  readonly causal: boolean;
  readonly ignoreFirst: boolean;
}

const mean = (values: readonly number[]) =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

const REFERENCES: Record<string, (reference: Reference) => number | null> = {
  previous: ({ rows, ignoreFirst }) =>
    mean(rows.flatMap((row, q) => (q > (ignoreFirst ? 1 : 0) ? [row[q - 1] ?? 0] : []))),
  sink: ({ rows }) => mean(rows.slice(1).map((row) => row[0] ?? 0)),
  'decisive-plain': ({ rows, ignoreFirst }) =>
    mean(rows.slice(ignoreFirst ? 2 : 1).map((row) => Math.max(...row))),
  decisive: ({ rows }) =>
    mean(rows.flatMap((row, q) => (q >= 3 ? [Math.max(...row.slice(1, q - 1))] : []))),
  induction: ({ rows, ids }) => {
    const sums = rows.flatMap((row, q) => {
      const after = ids.flatMap((id, k) => (k < q && id === ids[q] ? [row[k + 1] ?? 0] : []));
      return after.length > 0 ? [after.reduce((a, b) => a + b)] : [];
    });
    return mean(sums);
  },
  duplicate: ({ rows, ids, ignoreFirst }) => {
    const sums = rows.flatMap((row, q) => {
      const same = row.filter((_, k) => k < q && ids[k] === ids[q] && !(ignoreFirst && k === 0));
      return same.length > 0 ? [same.reduce((a, b) => a + b)] : [];
    });
    return mean(sums);
  },
  'same-word': ({ rows, continues, ignoreFirst }) => {
    const sums: number[] = [];
    rows.forEach((row, q) => {
      let start = q;
      while (start > 0 && continues[start]) start--;
      const pieces = row.slice(Math.max(start, ignoreFirst ? 1 : 0), q);
      if (pieces.length > 0) sums.push(pieces.reduce((a, b) => a + b));
    });
    return mean(sums);
  },
  broadest: ({ rows, causal, ignoreFirst }) =>
    mean(
      rows.flatMap((row, q) => {
        const n = (causal ? q + 1 : row.length) - (ignoreFirst ? 1 : 0);
        const h = row.map((a) => (a > 0 ? -a * Math.log(a) : 0)).reduce((a, b) => a + b, 0);
        return q > 0 && n > 1 ? [h / Math.log(n)] : [];
      }),
    ),
};

/** A trace with other tokens or other heads. */
const retell = (trace: Trace, tokens: readonly TraceToken[], read: HeadReader) =>
  new Trace(
    { model: trace.model, text: '', tokens, causal: trace.causal, provenance: trace.provenance },
    read,
  );

/** A random trace in which a third of the tokens repeat and some continue words. */
function repeating(queries: number, options: { heads?: number; causal?: boolean; seed?: number }) {
  const { heads = 3, causal = true, seed = queries } = options;
  const random = randomTrace({ queries, layers: 2, heads, causal, seed });
  const pick = seededRandom(seed);
  const tokens = random.tokens.map(() => {
    const id = Math.floor((queries / 1.5) * pick());
    return { id, text: `w${id}`, continues: pick() < 0.3 };
  });
  return retell(random, tokens, (layer, head) => random.attention(layer, head));
}

describe('scores agree with a float64 computation written from the formulas', () => {
  const shapes = [
    ['one token', repeating(1, {})],
    ['two tokens', repeating(2, {})],
    ['three tokens, one head', repeating(3, { heads: 1 })],
    ['a short text', repeating(11, {})],
    ['another', repeating(23, { seed: 5 })],
    ['300 tokens', repeating(300, { heads: 2 })],
    ['no mask', repeating(12, { causal: false })],
  ] as const;

  test.each(shapes)('%s', (_, trace) => {
    const { queries, keys } = trace.shape;
    for (const [id, reference] of Object.entries(REFERENCES)) {
      const one = finder(id);
      for (const ignoreFirst of one.respectsIgnoreFirst ? [false, true] : [false]) {
        const scores = scoreHeads(trace, one, { ignoreFirst });
        for (let index = 0; index < 2 * trace.model.heads; index++) {
          const layer = Math.floor(index / trace.model.heads);
          const weights = trace.attention(layer, index % trace.model.heads);
          const rows = Array.from({ length: queries }, (_, q) => {
            const row = Array.from(weights.subarray(q * keys, (q + 1) * keys));
            if (!ignoreFirst) return row;
            const rest = row.slice(1).reduce((a, b) => a + b, 0);
            return row.map((value, k) => (k === 0 || rest === 0 ? 0 : value / rest));
          });
          const expected = reference({
            rows,
            ids: trace.tokens.map(({ id: token }) => token),
            continues: trace.tokens.map(({ continues }) => continues ?? false),
            causal: trace.causal,
            ignoreFirst,
          });
          if (expected === null) {
            expect([id, scores]).toEqual([id, null]);
          } else {
            expect(scores?.[index]?.score, `${id} ${ignoreFirst}`).toBeCloseTo(expected, 6);
          }
        }
      }
    }
  });

  test('where the keys are other tokens, only what needs no positions has a score', () => {
    const trace = randomTrace({ queries: 6, keys: 4 });
    const scored = FINDERS.filter((one) => scoreHeads(trace, one) !== null).map(({ id }) => id);
    expect(scored).toEqual(['sink', 'broadest']);
  });
});

test('no score is more than 1, however rows were rounded', () => {
  const random = randomTrace({ queries: 7 });
  const even = Float32Array.from({ length: 49 }, (_, at) =>
    at % 7 <= Math.floor(at / 7) ? 1 / (1 + Math.floor(at / 7)) : 0,
  );
  const tokens = random.tokens.map((token) => ({ ...token, id: 1 }));
  const trace = retell(random, tokens, () => even);
  for (const one of FINDERS) {
    for (const ignoreFirst of [false, true]) {
      const scores = scoreHeads(trace, one, { ignoreFirst }) ?? [];
      expect(
        scores.filter(({ score }) => !(score >= 0 && score <= 1)),
        one.id,
      ).toEqual([]);
    }
  }
});

test.each(FINDERS)('permuting heads permutes the ranking of $id', (one) => {
  const trace = repeating(20, { heads: 4 });
  const moved = ({ layer, head }: { layer: number; head: number }) => ({
    layer: 1 - layer,
    head: (head + 3) % 4,
  });
  const back = retell(trace, trace.tokens, (layer, head) =>
    trace.attention(1 - layer, (head + 1) % 4),
  );
  expect(ranking(back, one).map(name)).toEqual(
    ranking(trace, one).map((entry) => name(moved(entry))),
  );
});

test('scores that two decimals do not tell apart share a place', () => {
  const scores = [0.5, 0.93, 0.927, 0.92, 0.5].map((score, head) => ({ layer: 0, head, score }));
  const ranked = rankHeads(scores);
  expect(ranked.map(({ head, place, tied }) => [head, place, tied])).toEqual([
    [1, 1, true],
    [2, 1, true],
    [3, 3, false],
    [0, 4, true],
    [4, 4, true],
  ]);
  expect(ranked[3]?.gap).toBeCloseTo(0.43);
});

test('a painted row counts once, and cells that are not there count for nothing', () => {
  const trace = randomTrace({ queries: 4 });
  const weights = trace.attention(0, 0);
  const cells = [
    { query: 3, key: 0 },
    { query: 3, key: 1 },
    { query: 3, key: 1 },
    { query: 2, key: 2 },
    { query: 1, key: 3 },
    { query: 99, key: 0 },
  ];
  const expected = ((weights[12] ?? 0) + (weights[13] ?? 0) + (weights[10] ?? 0)) / 2;
  expect(scoreHeads(trace, painted(cells))?.[0]?.score).toBeCloseTo(expected, 6);
  expect(scoreHeads(trace, painted([]))).toBe(null);
});

test('a pattern survives its way through an address, and rubbish does not get in', () => {
  const cells = [
    { query: 10, key: 2 },
    { query: 11, key: 3 },
  ];
  expect(parsePattern(formatPattern(cells))).toEqual(cells);
  expect(parsePattern('10.2_10.2_x_3_1.2.3_-4.1_99999.1')).toEqual([
    { query: 10, key: 2 },
    { query: 4, key: 1 },
  ]);
});

test('published scores of GPT-2 small name the heads that the papers name', async () => {
  const published = publishedFor((await recording('dog')).model);
  const top = (id: string, count: number) =>
    rankHeads(publishedScores(published?.tables.find((table) => table.finder === id) as never))
      .slice(0, count)
      .map(name);
  expect(top('previous', 1)).toEqual(['4.11']);
  expect(top('induction', 5).sort()).toEqual(['5.1', '5.5', '6.9', '7.10', '7.2']);
  expect(top('duplicate', 3)).toEqual(['0.5', '3.0', '0.1']);
  expect(publishedFor(randomTrace().model)).toBe(null);
});

test('a ranking as CSV has a line for every head', () => {
  const lines = toCsv(ranking(randomTrace(), finder('previous'))).split('\r\n');
  expect(lines[0]).toBe('place,layer,head,score,standard_deviation');
  expect(lines).toHaveLength(1 + 6 + 1);
  expect(lines[1]).toMatch(/^1,\d,\d,0\.\d{6},$/);
});
