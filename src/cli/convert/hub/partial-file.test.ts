// What several runs that download one file do to each other.

import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { endedRun, HOST } from '../testing/ended-run.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { releasePartial, takePartial } from './partial-file.js';

async function folderWith(names: readonly string[]): Promise<string> {
  const folder = await temporaryFolder();
  for (const name of names) await writeFile(join(folder, name), name);
  return folder;
}

test('two downloads never share a partial file', async () => {
  const target = join(await temporaryFolder(), 'weights');
  const first = await takePartial(target);
  await writeFile(first, 'half');
  const second = await takePartial(target);
  expect(second).not.toBe(first);
  expect(await readFile(first, 'utf8')).toBe('half');
  releasePartial(first);
  const third = await takePartial(target);
  expect(await readFile(third, 'utf8')).toBe('half');
});

test('what a killed process left is resumed, the longest, and the others are removed', async () => {
  const [long, short] = [endedRun('weights'), endedRun('weights')];
  const folder = await folderWith([long, short, 'weights.json']);
  await writeFile(join(folder, short), 'short');
  const own = await takePartial(join(folder, 'weights'));
  expect(await readFile(own, 'utf8')).toBe(long);
  expect(await readdir(folder)).toHaveLength(2);
});

test('only one of several runs takes it', async () => {
  const left = endedRun('weights');
  const folder = await folderWith([left]);
  const target = join(folder, 'weights');
  const all = await Promise.all([takePartial(target), takePartial(target), takePartial(target)]);
  const texts = await Promise.all(all.map((path) => readFile(path, 'utf8').catch(() => '')));
  expect(texts.filter((text) => text !== '')).toEqual([left]);
});

test('a process that runs keeps its own, and so does another host for an hour', async () => {
  const names = [
    `weights.${HOST}-${process.ppid}-0.incomplete`,
    'weights.elsewhere-1-0.incomplete',
  ];
  const folder = await folderWith(names);
  const own = await takePartial(join(folder, 'weights'));
  expect((await readdir(folder)).sort()).toEqual(names.sort());
  releasePartial(own);
  const long = new Date(Date.now() - 2 * 3_600_000);
  await utimes(join(folder, 'weights.elsewhere-1-0.incomplete'), long, long);
  const later = await takePartial(join(folder, 'weights'));
  expect(await readFile(later, 'utf8')).toBe('weights.elsewhere-1-0.incomplete');
});
