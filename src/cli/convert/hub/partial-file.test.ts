// What several runs that download one file do to each other.

import { spawnSync } from 'node:child_process';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { releasePartial, takePartial } from './partial-file.js';

const HOST = hostname().replace(/[^\w-]/g, '') || 'host';

async function folderWith(names: readonly string[]): Promise<string> {
  const folder = await temporaryFolder();
  for (const name of names) await writeFile(join(folder, name), name);
  return folder;
}

/** Of a process that has ended. */
const ended = () => spawnSync(process.execPath, ['--version']).pid;

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

test('what a killed process left is taken up, the longest, and others are removed', async () => {
  const [long, short] = [
    `weights.${HOST}-${ended()}-10.incomplete`,
    `weights.${HOST}-${ended()}-1.incomplete`,
  ];
  const folder = await folderWith([long, short, 'weights.json']);
  const own = await takePartial(join(folder, 'weights'));
  expect(await readFile(own, 'utf8')).toBe(long);
  expect(await readdir(folder)).toHaveLength(2);
});

test('only one of several runs takes it', async () => {
  const left = `weights.${HOST}-${ended()}-0.incomplete`;
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
