import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from './convert/testing/temporary-folder.js';
import { parseJson, readJsonFile } from './read-json.js';

test('very deep JSON is refused in words', () => {
  expect(() => parseJson('['.repeat(1e6))).toThrow('nested more than 100 times');
  expect(() => parseJson(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`)).toThrow('nested');
});

test('brackets in texts are no depth', () => {
  const list = Array.from({ length: 200 }, () => '[{"');
  expect(parseJson(JSON.stringify(list))).toEqual(list);
});

test('what is no file, or too large, is not read', async () => {
  await expect(readJsonFile('/dev/null')).rejects.toThrow('it is no file');
  const path = join(await temporaryFolder(), 'config.json');
  await writeFile(path, '{}');
  // A hole, of which nothing lies on the disk.
  await truncate(path, 2 ** 40);
  await expect(readJsonFile(path)).rejects.toThrow('it has 1099511627776 bytes');
});
