// npm leaves out the hash of a binary for another platform when it writes the lockfile on a machine that never fetched it;
// on that platform `npm ci` would then install whatever it is sent.

import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

interface Entry {
  readonly integrity?: string;
  readonly resolved?: string;
}

const { packages } = JSON.parse(
  await readFile(new URL('../package-lock.json', import.meta.url), 'utf8'),
) as { packages: Record<string, Entry> };
const installed = Object.entries(packages).filter(([path]) => path !== '');

test('every package of the lockfile has a hash', () => {
  expect(installed.length).toBeGreaterThan(100);
  const without = installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'));
  expect(
    without.map(([path]) => path),
    'take each from `npm view <name>@<version> dist.integrity`',
  ).toEqual([]);
});

test('no package of the lockfile is tied to one registry', () => {
  const tied = installed.filter(([, { resolved }]) => resolved !== undefined);
  expect(
    tied.map(([path]) => path),
    'write it with `npm install --omit-lockfile-registry-resolved`',
  ).toEqual([]);
});
