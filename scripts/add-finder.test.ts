// A new finder is one file and one line, as CONTRIBUTING.md says: this test follows its steps on a copy.

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copySources, readHowTo, typeErrors } from './testing/how-to.js';

const HEADS = 'src/runtime/heads/index.ts';
const REGISTRY = 'src/runtime/heads/registry.ts';
const RANDOM_TRACE = 'src/runtime/trace/testing/random-trace.ts';

let copy: string;
/** Where the guide puts the finder. */
let file: string;

beforeAll(async () => {
  copy = await copySources('src/runtime');
  const { text, samples } = await readHowTo('How to add a finder');
  file = /`(src\/runtime\/heads\/finders\/[\w-]+\.ts)`/.exec(text)?.[1] ?? '';
  await writeFile(join(copy, file), samples[0] ?? '');
  await register('self');
});

afterAll(() => rm(copy, { recursive: true }));

/** Adds the finder `name` to the list of all, and the import that an editor adds with it. */
async function register(name: string): Promise<void> {
  const registry = join(copy, REGISTRY);
  const before = await readFile(registry, 'utf8');
  const after = before
    .replace(/(export const FINDERS\b[^;]*?),?\s*\];/, `$1,\n  ${name},\n];`)
    .replace(/^import /m, `import { ${name} } from './finders/${name}.js';\nimport `);
  await writeFile(registry, after);
}

test('the finder of CONTRIBUTING.md is one file and one line, and is ranked with the others', async () => {
  expect(typeErrors(copy, file, REGISTRY, HEADS)).toEqual([]);

  const { FINDERS, rankHeads, scoreHeads }: typeof import('../src/runtime/heads/index.js') =
    await import(/* @vite-ignore */ pathToFileURL(join(copy, HEADS)).href);
  const { randomTrace }: typeof import('../src/runtime/trace/testing/random-trace.js') =
    await import(/* @vite-ignore */ pathToFileURL(join(copy, RANDOM_TRACE)).href);
  const finder = FINDERS.find(({ id }) => id === 'self');
  expect(FINDERS.at(-1)).toBe(finder);
  const trace = randomTrace();
  const scores = finder && scoreHeads(trace, finder);
  const [best] = rankHeads(scores ?? []);
  expect(scores).toHaveLength(trace.model.layers * trace.model.heads);
  // The formula of the example, written again: the mean of A[q][q] over q >= 1.
  const weights = trace.attention(best?.layer ?? 0, best?.head ?? 0);
  const { queries, keys } = trace.shape;
  const own = Array.from({ length: queries - 1 }, (_, at) => weights[(at + 1) * (keys + 1)] ?? 0);
  expect(best?.score).toBeCloseTo(own.reduce((sum, weight) => sum + weight, 0) / own.length, 5);
}, 60_000);
