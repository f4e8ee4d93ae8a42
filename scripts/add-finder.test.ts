// A new finder is one file and one line, as CONTRIBUTING.md says: this test follows its steps on a copy.

import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { afterAll, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'add-finder-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The example of CONTRIBUTING.md: where it goes, and its code. */
function example(): { readonly file: string; readonly code: string } {
  const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
  const steps = text.slice(text.indexOf('## How to add a finder'));
  const [, file = ''] = /`(src\/runtime\/heads\/finders\/[\w-]+\.ts)`/.exec(steps) ?? [];
  const [, code = ''] = /```ts\n(.*?)```/s.exec(steps) ?? [];
  return { file, code: code.replace(/^ {3}/gm, '') };
}

/** Adds the finder `name` to the list of all, and the import that an editor adds with it. */
function register(registry: string, name: string): void {
  const before = readFileSync(registry, 'utf8');
  const after = before
    .replace(/(export const FINDERS\b[^;]*?),?\s*\];/, `$1,\n  ${name},\n];`)
    .replace(/^import /m, `import { ${name} } from './finders/${name}.js';\nimport `);
  writeFileSync(registry, after);
}

/** What the compiler says of the faces of the copy, with the options of this project. */
function typeErrors(files: readonly string[]): string[] {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  const program = ts.createProgram(files, { ...options, types: [] });
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

test('the finder of CONTRIBUTING.md is one file and one line, and is ranked with the others', async () => {
  cpSync(join(ROOT, 'src/runtime'), join(folder, 'src/runtime'), {
    recursive: true,
    filter: (path) => !path.endsWith('.test.ts'),
  });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const { file, code } = example();
  writeFileSync(join(folder, file), code);
  register(join(folder, 'src/runtime/heads/registry.ts'), 'self');

  const heads = join(folder, 'src/runtime/heads/index.ts');
  const random = join(folder, 'src/runtime/trace/testing/random-trace.ts');
  expect(typeErrors([heads, random])).toEqual([]);

  const { FINDERS, rankHeads, scoreHeads }: typeof import('../src/runtime/heads/index.js') =
    await import(/* @vite-ignore */ pathToFileURL(heads).href);
  const { randomTrace }: typeof import('../src/runtime/trace/testing/random-trace.js') =
    await import(/* @vite-ignore */ pathToFileURL(random).href);
  const finder = FINDERS.find(({ id }) => id === 'self');
  expect(FINDERS.at(-1)).toBe(finder);
  const trace = randomTrace();
  const scores = finder && scoreHeads(trace, finder);
  const [best] = rankHeads(scores ?? []);
  expect(scores).toHaveLength(trace.model.layers * trace.model.heads);
  // The formula of the example, written again: the mean of A[q][q] over q >= 1.
  const weights = trace.attention(best?.layer ?? 0, best?.head ?? 0);
  const { queries, keys } = trace.shape;
  const own = Array.from({ length: queries - 1 }, (_, at) => weights[(at + 1) * (keys + 1)] ?? 0);
  expect(best?.score).toBeCloseTo(own.reduce((sum, weight) => sum + weight, 0) / own.length, 5);
});
