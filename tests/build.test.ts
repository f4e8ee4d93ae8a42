// The files that are published: how large they are, and what they reach.

import { readdir, readFile, stat } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { VERSION } from '../src/version.js';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFile(new URL(path, root), 'utf8');

/** Bare specifiers that a built module reaches without a dynamic import. */
async function staticDependencies(path: string, seen = new Set<string>()): Promise<Set<string>> {
  const dependencies = new Set<string>();
  const visit = async (module: string): Promise<void> => {
    if (seen.has(module)) return;
    seen.add(module);
    const code = await read(module);
    for (const [, specifier = ''] of code.matchAll(
      /(?:^|\n)\s*(?:import|export)\s(?:[^'"]*from\s*)?['"]([^'"]+)['"]/g,
    )) {
      if (specifier.startsWith('.')) {
        await visit(new URL(specifier, new URL(module, root)).href.slice(root.href.length));
      } else {
        dependencies.add(specifier);
      }
    }
  };
  await visit(path);
  return dependencies;
}

test('the script of the lens, Lit included, is at most 42 kB gzipped', async () => {
  expect(gzipSync(await read('dist/cdn/attn-lens.js')).length).toBeLessThanOrEqual(42_000);
});

test('the script of the sandbox, Lit included, is at most 25 kB gzipped', async () => {
  expect(gzipSync(await read('dist/cdn/qkv-sandbox.js')).length).toBeLessThanOrEqual(25_000);
});

test('the sandbox needs Lit only: no runtime, no trace, no model', async () => {
  const reached = new Set<string>();
  const packages = await staticDependencies('dist/elements/qkv-sandbox/qkv-sandbox.js', reached);
  expect(new Set([...packages].map((specifier) => specifier.split('/')[0]))).toEqual(
    new Set(['lit']),
  );
  expect([...reached].filter((module) => /runtime\/(?!attention\/)/.test(module))).toEqual([]);
});

test('what the lens needs at once is Lit and its helpers, no ORT and no tokenizer', async () => {
  const packages = [...(await staticDependencies('dist/elements/attn-lens/attn-lens.js'))].map(
    (specifier) =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
  );
  expect(new Set(packages)).toEqual(new Set(['lit', '@lit/context']));
});

test('the version in the code is that of the package', async () => {
  expect(JSON.parse(await read('package.json')).version).toBe(VERSION);
});

test('every entry of the exports map is there, with its types', async () => {
  const { exports } = JSON.parse(await read('package.json'));
  for (const target of Object.values(exports).flatMap((entry) =>
    typeof entry === 'string' ? [entry] : Object.values(entry as Record<string, string>),
  )) {
    if (target.includes('*')) {
      expect((await readdir(new URL(target.replace(/\*.*/, ''), root))).length).toBeGreaterThan(0);
    } else {
      expect((await stat(new URL(target, root))).isFile(), target).toBe(true);
    }
  }
});

test('every module of the package can be imported where there is no page', async () => {
  const { exports } = JSON.parse(await read('package.json'));
  for (const [name, entry] of Object.entries(exports)) {
    const target = (entry as { default?: string }).default;
    if (target && !name.includes('*'))
      await expect(import(new URL(target, root).href)).resolves.toBeTypeOf('object');
  }
});

test('what the modules import is among the dependencies that npm installs', async () => {
  const { name: own, dependencies, peerDependencies } = JSON.parse(await read('package.json'));
  const modules = (await readdir(new URL('dist/', root), { recursive: true })).filter(
    (name) => name.endsWith('.js') && !name.startsWith('cdn'),
  );
  const imported = new Set<string>();
  for (const name of modules) {
    for (const specifier of await staticDependencies(`dist/${name}`)) {
      const parts = specifier.split('/');
      const imports = parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
      // React is with those who use the components for it, and nobody else needs it.
      if (imports in peerDependencies) expect(name).toMatch(/^(?:types\/)?react\b/);
      else imported.add(imports);
    }
  }
  // The command prints an import of the package's own.
  const packages = [...imported].filter((name) => !name.startsWith('node:') && name !== own);
  expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(packages));
});
