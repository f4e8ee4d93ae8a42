// The published JSON schema and the reader say the same of a file, as far as a schema can.

import { readdir, readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { encodeTrace } from './encode.js';
import { parseTrace } from './parse.js';
import { randomTrace } from './testing/random-trace.js';

const root = new URL('../../../', import.meta.url);
const readJson = async (path: string) => JSON.parse(await readFile(new URL(path, root), 'utf8'));

const validate = new Ajv2020({ strictRequired: false }).compile(
  await readJson('schema/attention-trace.json'),
);

const reads = (file: unknown): boolean => {
  try {
    parseTrace(file);
    return true;
  } catch {
    return false;
  }
};

test('every recording that ships fits the schema', async () => {
  for (const name of await readdir(new URL('traces/', root))) {
    if (!name.endsWith('.json')) continue;
    expect(validate(await readJson(`traces/${name}`)), JSON.stringify(validate.errors)).toBe(true);
  }
});

test.each([
  { layers: 1, heads: 1, queries: 1 },
  { layers: 2, heads: 3, queries: 5 },
  { layers: 1, heads: 2, queries: 3, keys: 4, causal: false },
])('what the library writes fits the schema: %o', (shape) => {
  const file = JSON.parse(JSON.stringify(encodeTrace(randomTrace(shape))));
  expect(validate(file), JSON.stringify(validate.errors)).toBe(true);
});

const good = (): Record<string, unknown> =>
  JSON.parse(JSON.stringify(encodeTrace(randomTrace({ layers: 1, heads: 1, queries: 2 }))));

test.each<[string, Record<string, unknown>]>([
  ['another format', { format: 'attention-trace@2' }],
  ['no model', { model: undefined }],
  ['a model without layers', { model: { id: 'm', name: 'M', heads: 1 } }],
  ['half a layer', { model: { id: 'm', name: 'M', layers: 1.5, heads: 1 } }],
  ['no token', { tokens: [] }],
  ['a token of nothing', { tokens: [{ id: 1 }, { id: 2, text: 'a' }] }],
  [
    'a token with a negative id',
    {
      tokens: [
        { id: -1, text: 'a' },
        { id: 2, text: 'b' },
      ],
    },
  ],
  [
    'bytes that are no hex',
    {
      tokens: [
        { id: 1, bytes: 'xy' },
        { id: 2, text: 'a' },
      ],
    },
  ],
  ['causal as a word', { causal: 'yes' }],
  ['keys of a causal trace', { keys: [{ id: 1, text: 'a' }] }],
  ['an unknown encoding', { attention: { encoding: 'f8', data: '' } }],
  ['no provenance', { provenance: undefined }],
  ['a provenance of an unknown kind', { provenance: { kind: 'guessed', source: 's' } }],
  ['a source without https', { provenance: { kind: 'live', source: 's', url: 'javascript:1' } }],
  ['a probability above 1', { next: [{ id: 1, text: 'a', p: 2 }] }],
])('schema and reader both refuse %s', (_what, change) => {
  const file = JSON.parse(JSON.stringify({ ...good(), ...change }));
  expect(reads(good())).toBe(true);
  expect(validate(file)).toBe(false);
  expect(reads(file)).toBe(false);
});
