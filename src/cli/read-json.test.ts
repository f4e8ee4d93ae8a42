import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from './convert/testing/temporary-folder.js';
import { readJsonFile } from './read-json.js';

test('what is no file, or too large, is not read', async () => {
  await expect(readJsonFile('/dev/null')).rejects.toThrow('it is no file');
  const path = join(await temporaryFolder(), 'config.json');
  await writeFile(path, '{}');
  // A hole, of which nothing lies on the disk.
  await truncate(path, 2 ** 40);
  await expect(readJsonFile(path)).rejects.toThrow('it has 1099511627776 bytes');
});
