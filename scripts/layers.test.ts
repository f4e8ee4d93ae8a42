// The layers of docs/architecture.md, as the linter holds them: a copy of its configuration is tried on one wrong import of each kind.

import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

const FORBIDDEN = [
  ['src/elements/attn-lens/matrix/a.ts', '../../../runtime/attention/times.js'],
  ['src/elements/shared/a.ts', '../../runtime/page/runtime.js'],
  ['src/elements/shared/c.ts', '../../runtime/testing/index.js'],
  ['src/elements/attn-lens/b.ts', '../head-finder/head-finder.element.js'],
  ['src/elements/attn-lens/map/c.ts', '../../qkv-sandbox/scene.js'],
  ['src/elements/shared/b.ts', '../attn-lens/attn-lens.element.js'],
  ['src/elements/attn-lens/d.test.ts', '../../runtime/page/runtime.js'],
  ['src/react/a.ts', '../runtime/page/runtime.js'],
  ['src/react/b.ts', '../runtime/testing/index.js'],
  ['src/runtime/a.ts', '../elements/shared/events.js'],
  ['src/runtime/b.ts', 'lit'],
  ['src/runtime/trace/a.ts', '../heads/index.js'],
  ['src/runtime/trace/b.ts', '../packs/manifest.js'],
  ['src/runtime/heads/a.ts', '../page/runtime.js'],
  ['src/runtime/heads/finders/a.ts', '../../trace/parse.js'],
  ['src/runtime/attention/a.ts', '../trace/index.js'],
  ['src/runtime/fetch/a.ts', '../packs/manifest.js'],
  ['src/runtime/device/a.ts', '../packs/manifest.js'],
  ['src/runtime/packs/a.ts', '../page/runtime.js'],
  ['src/runtime/wire/a.ts', '../worker/host.js'],
  ['src/runtime/hub/a.ts', '../page/runtime.js'],
  ['src/runtime/hub/b.ts', '../worker/host.js'],
  ['src/runtime/worker/a.ts', '../page/runtime.js'],
  ['src/runtime/worker/tokenizer/a.ts', '../host.js'],
  ['src/runtime/page/a.ts', '../worker/host.js'],
  ['src/runtime/page/b.ts', 'onnxruntime-web'],
  ['src/runtime/page/spawn/a.ts', '../../worker/host.js'],
  ['src/cli/convert/a.ts', '../../runtime/page/runtime.js'],
  ['src/pack/a.ts', './worker/engine.js'],
  ['src/pack/view/a.ts', '../../elements/shared/events.js'],
  ['src/pack/worker/a.ts', 'node:fs'],
  ['src/pack/worker/b.ts', 'lit'],
  ['src/convert/a.ts', 'node:fs'],
  ['src/convert/float/a.ts', '../../cli/read-json.js'],
  ['src/convert/b.ts', 'onnxruntime-web'],
] as const;

const ALLOWED = [
  ['src/elements/attn-lens/matrix/ok.ts', '../../../runtime/attention/index.js'],
  ['src/elements/shared/ok.ts', '../../runtime/index.js'],
  ['src/react/ok.ts', '../runtime/trace/index.js'],
  ['src/elements/attn-lens/ok.ts', '../shared/events.js'],
  ['src/elements/attn-lens/ok.test.ts', '../../runtime/testing/fake-engine.js'],
  ['src/runtime/heads/finders/ok.ts', '../../trace/index.js'],
  ['src/runtime/page/ok.ts', '../wire/protocol.js'],
  ['src/runtime/worker/ok.ts', 'onnxruntime-web'],
] as const;

const folder = mkdtempSync(join(tmpdir(), 'layers-'));
/** Every complaint as "rule file". */
let complaints: string[] = [];

const write = (file: string, source: string) => {
  mkdirSync(join(folder, dirname(file)), { recursive: true });
  writeFileSync(join(folder, file), source);
};

beforeAll(() => {
  for (const file of ['biome.json', '.gitignore'])
    copyFileSync(join(ROOT, file), join(folder, file));
  for (const [file, source] of [...FORBIDDEN, ...ALLOWED]) {
    write(file, `export type { A } from '${source}';\n`);
  }
  write('src/circle/a.ts', "import type { B } from './b.js';\nexport type A = B[];\n");
  write('src/circle/b.ts', "import type { A } from './a.js';\nexport type B = A[];\n");
  complaints = lint();
});

afterAll(() => rmSync(folder, { recursive: true }));

function lint(): string[] {
  const report = () => {
    try {
      const options = ['lint', '--reporter=json', '--max-diagnostics=none', 'src'];
      const biome = resolve(ROOT, 'node_modules/.bin/biome');
      return execFileSync(biome, options, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    } catch (error) {
      return (error as { readonly stdout: string }).stdout;
    }
  };
  const { diagnostics } = JSON.parse(report()) as {
    readonly diagnostics: readonly {
      readonly category: string;
      readonly location: { readonly path: string | { readonly file: string } };
    }[];
  };
  return diagnostics.map(({ category, location: { path } }) => {
    const rule = category.split('/').at(-1);
    return `${rule} ${typeof path === 'string' ? path : path.file}`;
  });
}

test.each(FORBIDDEN)('%s may not import %s', (file) => {
  expect(complaints).toContain(`noRestrictedImports ${file}`);
});

test.each(ALLOWED)('%s may import %s', (file) => {
  expect(complaints).not.toContain(`noRestrictedImports ${file}`);
});

test('two files may not import each other, types included', () => {
  expect(complaints).toContain('noImportCycles src/circle/a.ts');
  expect(complaints).toContain('noImportCycles src/circle/b.ts');
});
