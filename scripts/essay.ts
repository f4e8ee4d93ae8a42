// The stand-alone essay, `dist/essay`: its text with the numbers filled in, and its styles. The script is built by
// rollup beside the elements. `tsx scripts/essay.ts numbers` reads the numbers from the recordings anew.

import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { readClaims } from '../stories/essay/claims.js';
import { fill } from '../stories/essay/fill.js';
import { readSources } from './essay-sources.js';

const text = new URL('../stories/essay/', import.meta.url);
const target = new URL('../dist/essay/', import.meta.url);
const read = (name: string) => readFile(new URL(name, text), 'utf8');

async function writeEssay(): Promise<void> {
  const essay = fill(await read('essay.html'), {
    // Where the package is, seen from the page.
    base: '../../',
    numbers: JSON.parse(await read('numbers.json')),
  });
  await mkdir(target, { recursive: true });
  const page = await read('page.html');
  await writeFile(
    new URL('index.html', target),
    page.replace('{{{essay}}}', () => essay),
  );
  for (const name of ['essay.css', 'page.css']) {
    await copyFile(new URL(name, text), new URL(name, target));
  }
}

async function writeNumbers(): Promise<void> {
  const claims = Object.entries(readClaims(await readSources()));
  const numbers = Object.fromEntries(claims.map(([id, { numbers }]) => [id, numbers]));
  await writeFile(new URL('numbers.json', text), `${JSON.stringify(numbers, null, 2)}\n`);
}

if (process.argv[2] === 'numbers') await writeNumbers();
else await writeEssay();
