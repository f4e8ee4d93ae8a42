// The README's commands and snippets, copied out of it and run: script tag, iframe and npm each work as they stand there.

import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright';
import { build, preview } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import { launchBrowser, openPage } from './browser.js';
import { type Packed, packPackage } from './packed.js';

const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');

/** The first block of a language that contains `words`. */
function snippet(language: string, words: string): string {
  const blocks = [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)];
  const found = blocks.find(([, kind, code]) => kind === language && code?.includes(words));
  if (!found?.[2]) throw new Error(`The README has no ${language} with ${words}.`);
  return found[2];
}

let browser: Browser;
let site: RunningServer;
let page = '';

beforeAll(async () => {
  browser = await launchBrowser();
  site = await serve({
    contentSecurityPolicy: null,
    first: ({ url }, response) => {
      if (url !== '/page') return false;
      response.setHeader('Content-Type', 'text/html').end(page);
      return true;
    },
  });
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

/** As the README has it, with this machine in place of the CDN and of the reader's site. */
const here = (html: string) =>
  html
    .replaceAll('https://cdn.jsdelivr.net/', site.url)
    .replaceAll('https://your-site.example/lens/', `${site.url}npm/`);

const SENTENCE = 'The second “dog” reads “on”';

test('the script tag', async () => {
  page = `<!doctype html><title>A blog</title>${here(snippet('html', 'type="module" src="https'))}`;
  const { page: tab } = await openPage(browser);
  await tab.goto(`${site.url}page`);
  await tab.locator('attn-lens .sentence', { hasText: SENTENCE }).waitFor({ timeout: 60_000 });
});

test('the iframe', async () => {
  page = `<!doctype html><title>A course</title>${here(snippet('html', '<iframe'))}`;
  const { page: tab } = await openPage(browser);
  await tab.goto(`${site.url}page`);
  const frame = tab.frameLocator('iframe');
  await frame.locator('attn-lens .sentence', { hasText: SENTENCE }).waitFor({ timeout: 60_000 });
});

test('every npm script that it names is there', async () => {
  const { scripts } = JSON.parse(
    await readFile(new URL('../package.json', import.meta.url), 'utf8'),
  );
  const named = [...readme.matchAll(/npm (?:run )?(start|test|(?<=run )[\w:]+)/g)];
  expect(named.length).toBeGreaterThan(3);
  for (const [, name = ''] of named) expect(scripts).toHaveProperty([name]);
});

test('npm install, the import and the tag, in a project of nothing else', async () => {
  const packed: Packed = await packPackage();
  try {
    const project = join(packed.folder, 'project');
    await mkdir(join(project, 'node_modules'), { recursive: true });
    await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }');
    // The command as it stands, with the tarball in place of the name.
    const [, install = ''] =
      /(npm install attention-lens)/.exec(snippet('sh', 'npm install')) ?? [];
    const [command = '', ...args] = install.replace('attention-lens', packed.tarball).split(' ');
    await promisify(execFile)(command, args, { cwd: project });
    await writeFile(join(project, 'main.js'), snippet('js', "import 'attention-lens/attn-lens'"));
    await writeFile(
      join(project, 'index.html'),
      `<!doctype html><title>A course</title>${snippet('html', '<attn-lens></attn-lens>')}
      <script type="module" src="./main.js"></script>`,
    );
    await build({ root: project, configFile: false, logLevel: 'error' });
    const server = await preview({
      root: project,
      configFile: false,
      logLevel: 'silent',
      preview: { port: 0 },
    });
    try {
      const { page: tab } = await openPage(browser);
      await tab.goto(server.resolvedUrls?.local[0] ?? '');
      await expect
        .poll(() => tab.locator('attn-lens [part=token]').count(), { timeout: 60_000 })
        .toBe(17);
    } finally {
      await server.close();
    }
  } finally {
    await packed.remove();
  }
});
