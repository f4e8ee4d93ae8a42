// `npm run budgets`: measures what has a budget and writes docs/budgets.md. The tests of pages check the same numbers.

import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFile(new URL(path, root));

export interface Budget {
  readonly what: string;
  readonly bytes: number;
  readonly most: number;
}

/** Sizes of what `dist` and the package hold. */
export async function measureBudgets(): Promise<Budget[]> {
  const gzipped = async (path: string) => gzipSync(await read(path)).length;
  return [
    {
      what: '`<attn-lens>` CDN entry with Lit, gzipped',
      bytes: await gzipped('dist/cdn/attn-lens.js'),
      most: 42_000,
    },
    {
      what: '`<qkv-sandbox>` CDN entry with Lit, gzipped',
      bytes: await gzipped('dist/cdn/qkv-sandbox.js'),
      most: 25_000,
    },
    {
      what: 'recorded trace of 17 tokens, 144 heads',
      bytes: (await stat(new URL('traces/dog.json', root))).size,
      most: 32_000,
    },
    {
      what: "script for an iframe's host",
      bytes: (await stat(new URL('dist/embed/host.js', root))).size,
      most: 1_000,
    },
    {
      what: 'embedded model',
      bytes: await folderSize('models/tiny/', /\.(?:bin|onnx)$/),
      most: 8_000_000,
    },
  ];
}

async function folderSize(path: string, names: RegExp): Promise<number> {
  const files = (await readdir(new URL(path, root))).filter((name) => names.test(name));
  const sizes = await Promise.all(files.map((name) => stat(new URL(path + name, root))));
  return sizes.reduce((sum, { size }) => sum + size, 0);
}

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

function table(budgets: readonly Budget[]): string {
  const rows = budgets.map(
    ({ what, bytes, most }) => `| ${what} | ${kilobytes(bytes)} | ${kilobytes(most)} |`,
  );
  return `# Budgets

Written by \`npm run build && npm run budgets\`; \`tests/budgets.test.ts\` fails above a limit, and when this table is old.

| what | is | at most |
|---|---|---|
${rows.join('\n')}

Checked where they are counted rather than weighed:

| what | at most | test |
|---|---|---|
| requests before the reader acts, with an inline trace | the script only | \`tests/cdn.test.ts\` |
| DOM nodes of a lens at 64 tokens | 1,500 | \`src/elements/attn-lens/attn-lens.test.ts\` |
| GPT-2 small as a pack | 128 MB | \`tests/gpt2-package.test.ts\`, with a model of its true size |
| GPT-2 small as a package, a file of it | 150 MB, 18 MiB | \`scripts/pack-gpt2.test.ts\`, \`tests/gpt2-package.test.ts\` |
| the package with the embedded model, as a tarball | 12 MB | \`tests/package.test.ts\` |
`;
}

if (pathToFileURL(process.argv[1] ?? '').href === import.meta.url) {
  const text = table(await measureBudgets());
  await writeFile(fileURLToPath(new URL('docs/budgets.md', root)), text);
  console.log(text);
}
