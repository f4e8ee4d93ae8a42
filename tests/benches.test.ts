// The benches go through, each in its smallest form: their numbers are for machines with nothing else to do.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const fixtures = fileURLToPath(new URL('fixtures', import.meta.url));

async function bench(name: string, ...args: string[]): Promise<string> {
  const file = `bench/${name}.ts`;
  const { stdout } = await promisify(execFile)('npx', ['tsx', file, '--tiny', ...args], {
    cwd: root,
  });
  return stdout;
}

test.each([
  ['blocks', 'one more token, of a full run'],
  ['finder', 'induction'],
  ['lens', 'head switch, ms'],
  ['layouts', 'row8 (ours)'],
  ['sandbox', 'k3'],
])('bench:%s', async (name, row) => {
  expect(await bench(name)).toContain(row);
});

test('bench:layers, through the engine of a page on both devices', async () => {
  const table = await bench('real-layers', fixtures);
  expect(table).toContain('engine, wasm');
  expect(table).toContain('engine, webgpu');
  expect(table).not.toContain('NaN');
});
