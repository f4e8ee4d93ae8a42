// What a page loads before its reader asks for anything: everything an element or the runtime imports statically.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const SOURCE = new URL('../', import.meta.url);
const HEAVY = /^(onnxruntime-web|gpt-tokenizer|protobufjs)/;

/** Modules that `entry` reaches without `import()`, and the packages they take. */
async function staticGraph(entry: string): Promise<{ files: Set<string>; packages: Set<string> }> {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = async (url: URL): Promise<void> => {
    if (files.has(url.href)) return;
    files.add(url.href);
    for (const specifier of staticImports(await readFile(fileURLToPath(url), 'utf8'))) {
      if (!specifier.startsWith('.')) packages.add(specifier);
      else await visit(new URL(specifier.replace(/\.js$/, '.ts'), url));
    }
  };
  await visit(new URL(entry, SOURCE));
  return { files, packages };
}

function staticImports(source: string): string[] {
  const file = ts.createSourceFile('module.ts', source, ts.ScriptTarget.ES2022);
  return file.statements.flatMap((statement) => {
    if (ts.isImportDeclaration(statement) && statement.importClause?.isTypeOnly) return [];
    if (ts.isExportDeclaration(statement) && statement.isTypeOnly) return [];
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier } = statement;
    return moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? [moduleSpecifier.text] : [];
  });
}

test.each([
  'runtime/index.ts',
  'elements/attn-model/attn-model.ts',
  'elements/attn-lens/attn-lens.ts',
])('%s reaches neither model, tokenizer nor worker', async (entry) => {
  const { files, packages } = await staticGraph(entry);
  expect(files.size).toBeGreaterThan(5);
  expect([...packages].filter((name) => HEAVY.test(name))).toEqual([]);
  expect([...files].filter((url) => /runtime\/(worker\/|page\/engine\.)/.test(url))).toEqual([]);
});

test('the worker does reach them', async () => {
  const { packages } = await staticGraph('runtime/worker/tokenizer/gpt2-tokenizer.ts');
  expect([...packages].some((name) => HEAVY.test(name))).toBe(true);
});

test('the runtime knows no element and no Lit', async () => {
  const { files, packages } = await staticGraph('runtime/index.ts');
  expect([...packages]).toEqual([]);
  expect([...files].filter((url) => url.includes('/elements/'))).toEqual([]);
});
