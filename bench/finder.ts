// How long it takes to rank all 144 heads of GPT-2 small at 64 tokens, for each finder.
//
//   npm run bench:finder
//
// The budget is 10 ms of script, median; the command ends with an error above it. It is processor time, which other programs on
// the machine do not lengthen. Weights are decoded before, as they are where a lens has drawn its map.

import { FINDERS, painted, rankHeads, scoreHeads } from '../src/runtime/heads/index.js';
import { randomTrace } from '../src/runtime/trace/testing/random-trace.js';
import { isTiny } from './tiny.js';

const ROUNDS = isTiny ? 3 : 101;
const BUDGET = 10;

const random = randomTrace({ layers: 12, heads: 12, queries: 64 });
// Every third token is one of a few, so that there is something to match.
Object.assign(random, {
  tokens: random.tokens.map((token, index) => ({
    ...token,
    id: index % 3 === 0 ? index % 9 : 1000 + index,
    continues: index % 4 === 0,
  })),
});
Object.assign(random, { keys: random.tokens });

const diagonal = random.tokens.slice(1).map((_, key) => ({ query: key + 1, key }));
const table = [...FINDERS, painted(diagonal)].flatMap((finder) =>
  [false, true].map((ignoreFirst) => {
    const times = Array.from({ length: ROUNDS }, () => {
      const start = process.cpuUsage();
      rankHeads(scoreHeads(random, finder, { ignoreFirst }) ?? []);
      const { user, system } = process.cpuUsage(start);
      return (user + system) / 1000;
    }).sort((a, b) => a - b);
    return {
      finder: finder.id,
      'first token': ignoreFirst ? 'left out' : 'in',
      'median ms': (times[Math.floor(ROUNDS / 2)] ?? 0).toFixed(2),
      'slowest ms': (times.at(-1) ?? 0).toFixed(2),
    };
  }),
);
console.table(table);
const over = table.filter((row) => Number(row['median ms']) > BUDGET);
if (!isTiny && over.length > 0)
  throw new Error(`${over.length} rankings take more than ${BUDGET} ms.`);
