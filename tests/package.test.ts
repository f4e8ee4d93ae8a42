// The package as it is published: what other tools say of it, how large it is, and that Node can import all of it.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Packed, packPackage } from './packed.js';

const run = promisify(execFile);
const modules = fileURLToPath(new URL('../node_modules/', import.meta.url));

let packed: Packed;
/** The package unpacked, with its dependencies beside it, also those that a project may bring. */
let installed: string;

beforeAll(async () => {
  packed = await packPackage();
  await mkdir(join(packed.folder, 'node_modules'));
  await run('tar', ['-xzf', packed.tarball, '-C', packed.folder]);
  installed = join(packed.folder, 'node_modules', 'attention-lens');
  await symlink(join(packed.folder, 'package'), installed);
  const { dependencies, peerDependencies } = JSON.parse(
    await readFile(join(installed, 'package.json'), 'utf8'),
  );
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    const [scope] = name.split('/');
    if (name.startsWith('@') && scope) {
      await mkdir(join(packed.folder, 'node_modules', scope), { recursive: true });
    }
    await symlink(join(modules, name), join(packed.folder, 'node_modules', name));
  }
});

afterAll(() => packed.remove());

test('is at most 12 MB with the embedded model', async () => {
  expect((await stat(packed.tarball)).size).toBeLessThanOrEqual(12_000_000);
});

test('carries no test and no part of the build', async () => {
  const files = await readdir(installed, { recursive: true });
  expect(files).toContain('models/tiny/layer.00.bin');
  expect(files.filter((name) => /\.test\.|dist\/iframe|^src/.test(name))).toEqual([]);
});

// Servers that read them, such as Vite's, else complain of each missing one.
test('carries every source map that a script names, and no other', async () => {
  const files = await readdir(join(installed, 'dist'), { recursive: true });
  const named: string[] = [];
  for (const name of files.filter((file) => file.endsWith('.js'))) {
    const code = await readFile(join(installed, 'dist', name), 'utf8');
    const [, map] = /\/\/# sourceMappingURL=(.*)\s*$/.exec(code) ?? [];
    if (map) named.push(join(dirname(name), map));
  }
  expect(named.length).toBeGreaterThan(50);
  expect(files.filter((file) => file.endsWith('.map')).sort()).toEqual(named.sort());
});

test('publint has nothing to say', async () => {
  const { messages } = await publint({ pkgDir: installed, pack: false, strict: true });
  expect(messages).toEqual([]);
});

test('its types are those of its modules, for Node and for bundlers', async () => {
  const data = new Uint8Array(await readFile(packed.tarball));
  const analysis = await checkPackage(createPackageFromTarballData(data), {
    excludeEntrypoints: [/\*/, /\.json$/],
  });
  if (!analysis.types) throw new Error('The package has no types.');
  expect(Object.keys(analysis.entrypoints).length).toBeGreaterThan(15);
  // It is for ESM: Node before exports maps, and `require`, are left out.
  const ours = analysis.problems.filter(
    (problem) =>
      !('resolutionKind' in problem) ||
      !['node10', 'node16-cjs'].includes(problem.resolutionKind as string),
  );
  expect(ours).toEqual([]);
});

test('plain Node can import every entry', async () => {
  const { exports } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
  const entries = Object.entries<{ default?: string } | string>(exports)
    .filter(([name, target]) => typeof target !== 'string' && !name.includes('*'))
    .map(([name]) => `attention-lens${name.slice(1)}`);
  expect(entries.length).toBeGreaterThan(15);
  const script = `for (const entry of ${JSON.stringify(entries)}) await import(entry);
    const { default: dog } = await import('attention-lens/traces/dog.json', { with: { type: 'json' } });
    const { AttnLens } = await import('attention-lens/attn-lens/element');
    AttnLens.define();
    console.log(dog.tokens.length);`;
  const { stdout, stderr } = await run('node', ['--input-type=module', '-e', script], {
    cwd: packed.folder,
  });
  expect(stdout.trim()).toBe('17');
  expect(stderr.replace(/.*(?:ExperimentalWarning|--trace-warnings).*/g, '').trim()).toBe('');
});

test('every script of the CDN has its integrity hash', async () => {
  const folder = join(installed, 'dist/cdn');
  const hashes = JSON.parse(await readFile(join(folder, 'integrity.json'), 'utf8'));
  const scripts = (await readdir(folder)).filter((name) => name.endsWith('.js'));
  expect(Object.keys(hashes).sort()).toEqual(scripts.sort());
  for (const name of scripts) {
    const hash = createHash('sha384').update(await readFile(join(folder, name)));
    expect(hashes[name], name).toBe(`sha384-${hash.digest('base64')}`);
  }
});

test('the script for the host of an iframe is at most 1 kB', async () => {
  expect((await stat(join(installed, 'dist/embed/host.js'))).size).toBeLessThanOrEqual(1_000);
});
