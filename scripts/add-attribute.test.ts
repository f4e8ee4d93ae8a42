// Follows "How to add an attribute" of CONTRIBUTING.md on a copy of the sources, and looks at what comes of it.

import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Package } from 'custom-elements-manifest';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type * as parameters from '../src/iframe/parameters.js';
import { findElement } from './manifest-elements.js';
import { run } from './run.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FILES = [
  'src',
  'scripts',
  'docs/lens.md',
  'docs/finder.md',
  'docs/sandbox.md',
  'docs/runtime.md',
  'package.json',
  'tsconfig.json',
  'custom-elements.json',
  'custom-elements-manifest.config.mjs',
];
const ELEMENT = 'src/elements/attn-lens/attn-lens.element.ts';
const TABLE = 'src/elements/attn-lens/attributes.ts';

let copy: string;
const read = (path: string) => readFile(join(copy, path), 'utf8');

/** The two samples of the guide: an entry, and a field. */
async function readSamples(): Promise<readonly string[]> {
  const guide = await readFile(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
  const [, section = ''] = /\n## How to add an attribute\n([\s\S]*?)\n## /.exec(guide) ?? [];
  return [...section.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, sample = '']) => sample);
}

async function insertAfter(path: string, place: string, text: string): Promise<void> {
  const before = await read(path);
  expect(before.split(place)).toHaveLength(2);
  await writeFile(
    join(copy, path),
    before.replace(place, () => place + text),
  );
}

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'attention-lens-attribute-'));
  await mkdir(join(copy, 'docs'));
  for (const path of FILES) await cp(join(ROOT, path), join(copy, path), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  const [entry = '', field = ''] = await readSamples();
  await insertAfter(TABLE, 'export const attributes = {\n', entry);
  await insertAfter(ELEMENT, "  static override readonly tag: string = 'attn-lens';\n", field);
  await run('npx', ['tsx', 'scripts/manifest.ts'], { cwd: copy });
  await run('npx', ['tsx', 'scripts/attribute-tables.ts'], { cwd: copy });
}, 60_000);

afterAll(() => rm(copy, { recursive: true }));

test('its element has the right types', async () => {
  const { config } = ts.readConfigFile(join(copy, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, copy);
  const program = ts.createProgram([join(copy, ELEMENT)], options);
  const source = program.getSourceFile(join(copy, ELEMENT));
  const problems = ts.getPreEmitDiagnostics(program, source);
  expect(problems.map(({ messageText }) => messageText)).toEqual([]);
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
  const manifest: Package = JSON.parse(await read('custom-elements.json'));
  expect(findElement(manifest, 'attn-lens').attributes?.[0]).toMatchObject({
    name: 'note',
    fieldName: 'note',
    default: 'null',
    description: 'A note under the title of the card.',
  });
});
