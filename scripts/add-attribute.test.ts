// Follows "How to add an attribute" of CONTRIBUTING.md on a copy of the sources, and looks at what comes of it.

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Package } from 'custom-elements-manifest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type * as parameters from '../src/iframe/parameters.js';
import { findElement } from './manifest-elements.js';
import { run } from './run.js';
import { copySources, readHowTo, typeErrors } from './testing/how-to.js';

const FILES = [
  'src',
  'scripts',
  'docs/lens.md',
  'docs/finder.md',
  'docs/sandbox.md',
  'docs/runtime.md',
  'docs/embedding.md',
  'custom-elements.json',
  'custom-elements-manifest.config.mjs',
];
const ELEMENT = 'src/elements/attn-lens/attn-lens.element.ts';
const TABLE = 'src/elements/attn-lens/attributes.ts';

let copy: string;
const read = (path: string) => readFile(join(copy, path), 'utf8');

async function insertAfter(path: string, place: string, text: string): Promise<void> {
  const before = await read(path);
  expect(before.split(place)).toHaveLength(2);
  await writeFile(
    join(copy, path),
    before.replace(place, () => place + text),
  );
}

beforeAll(async () => {
  copy = await copySources(...FILES);
  const {
    samples: [entry = '', field = ''],
  } = await readHowTo('How to add an attribute');
  await insertAfter(TABLE, 'export const attributes = {\n', entry);
  await insertAfter(ELEMENT, "  static override readonly tag: string = 'attn-lens';\n", field);
  await run('npx', ['tsx', 'scripts/manifest.ts'], { cwd: copy });
  await run('npx', ['tsx', 'scripts/attribute-tables.ts'], { cwd: copy });
}, 60_000);

afterAll(() => rm(copy, { recursive: true }));

test('its element has the right types', () => {
  expect(typeErrors(copy, ELEMENT)).toEqual([]);
}, 60_000);

test('it is a reactive property', async () => {
  const { AttnLens } = await import(/* @vite-ignore */ pathToFileURL(join(copy, ELEMENT)).href);
  expect(AttnLens.observedAttributes).toContain('note');
  expect(AttnLens.elementProperties.has('note')).toBe(true);
});

test('an iframe takes it', async () => {
  const url = pathToFileURL(join(copy, 'src/iframe/parameters.ts')).href;
  const { readParameters, hasForeignWords }: typeof parameters = await import(
    /* @vite-ignore */ url
  );
  const request = readParameters('note=Hello', 'https://course.example/');
  expect(request.problems).toEqual([]);
  expect(request.widgets[0]?.attributes).toEqual(new Map([['note', 'Hello']]));
  expect(hasForeignWords(request)).toBe(true);
});

test('embed code has it', async () => {
  const url = pathToFileURL(join(copy, 'src/elements/attn-lens/address/share-state.ts')).href;
  const { givenState } = await import(/* @vite-ignore */ url);
  expect(givenState({ note: 'Hello' })).toEqual({ note: 'Hello' });
});

test('the guide and custom-elements.json describe it', async () => {
  expect(await read('docs/lens.md')).toMatch(
    /\| `note` \| text \| author \| A note under the title/,
  );
  expect(await read('docs/embedding.md')).toMatch('| `note` | text | lens |');
  const manifest: Package = JSON.parse(await read('custom-elements.json'));
  expect(findElement(manifest, 'attn-lens').attributes?.[0]).toMatchObject({
    name: 'note',
    fieldName: 'note',
    default: 'null',
    description: 'A note under the title of the card.',
  });
});
