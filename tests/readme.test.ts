// The README's commands and snippets, copied out of it and run: script tag, iframe and npm each work as they stand there.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, FrameLocator, Page } from 'playwright';
import sirv from 'sirv';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import { launchBrowser, openPage } from './browser.js';
import { type Packed, packPackage } from './packed.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const readme = await readFile(join(ROOT, 'README.md'), 'utf8');

/** Installing and building take minutes on a busy machine. */
const PATIENCE = 600_000;

/** The first block of a language that contains `words`. */
function snippet(language: string, words: string): string {
  const blocks = [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)];
  const found = blocks.find(([, kind, code]) => kind === language && code?.includes(words));
  if (!found?.[2]) throw new Error(`The README has no ${language} with ${words}.`);
  return found[2];
}

/** What the README says in the middle of a sentence. */
function quoted(words: string): string {
  const found = [...readme.matchAll(/`([^`\n]+)`/g)].find(([, code]) => code?.includes(words));
  if (!found?.[1]) throw new Error(`The README does not say ${words}.`);
  return found[1];
}

let packed: Packed;
let browser: Browser;
/** A project of nothing else. */
let project: string;

/** Runs commands as they stand, with the tarball in place of the name, as the README says. */
function shell(commands: string, cwd = project): Promise<unknown> {
  const here = commands.replace(
    'npm install attention-lens',
    `npm install --no-audit --no-fund "${packed.tarball}"`,
  );
  return promisify(execFile)('sh', ['-ec', here], { cwd, maxBuffer: 2 ** 26 });
}

beforeAll(async () => {
  packed = await packPackage();
  browser = await launchBrowser();
  project = join(packed.folder, 'project');
  await mkdir(project);
  await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }');
}, PATIENCE);

afterAll(async () => {
  await browser?.close();
  await packed?.remove();
});

/** The site of a reader: a page, and what lies in `folder`, which stands for a CDN's `/npm/` as well. */
async function site(folder: string, page: (url: string) => string): Promise<RunningServer> {
  const files = sirv(folder, { dev: true });
  const server = await serve({
    contentSecurityPolicy: null,
    first: (request, response) => {
      if (request.url === '/page') {
        response.setHeader('Content-Type', 'text/html').end(page(server.url));
        return true;
      }
      request.url = request.url?.replace(/^\/npm\//, '/lens/');
      files(request, response, () => void response.writeHead(404).end());
      return true;
    },
  });
  return server;
}

/** Bytes of all files in a folder. */
async function sizeOf(folder: string): Promise<number> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = files
    .filter((file) => file.isFile())
    .map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** The recording is there, and the model runs when asked. */
async function expectLens(place: Page | FrameLocator): Promise<void> {
  const lens = place.locator('attn-lens');
  await lens.locator('[part=token]').nth(16).waitFor({ timeout: 60_000 });
  await lens.getByRole('button', { name: 'Run live' }).click();
  await lens.locator('.badge.live').waitFor({ timeout: 100_000 });
}

test(
  'from a site of one’s own: script tag and iframe, with a recording and a live run',
  async () => {
    await shell(snippet('sh', 'attention-lens assets'));
    const [, megabytes] = /everything a page needs, (\d+) MB/.exec(readme) ?? [];
    expect(Math.round((await sizeOf(join(project, 'public'))) / 1e7)).toBe(Number(megabytes) / 10);
    const tag = snippet('html', 'traces/dog.json');
    const local = quoted('src="/lens/');
    const pages: [string, (url: string) => string, (page: Page) => Page | FrameLocator][] = [
      ['script tag of a CDN', (url) => tag.replaceAll('https://cdn.jsdelivr.net/', url), (p) => p],
      [
        'script tag of the site',
        () => `${local}<attn-lens src="/lens/attention-lens/traces/dog.json"></attn-lens>`,
        (page) => page,
      ],
      [
        'iframe',
        (url) => snippet('html', '<iframe').replace('https://your-site.example/', url),
        (page) => page.frameLocator('iframe'),
      ],
    ];
    for (const [name, html, place] of pages) {
      const server = await site(join(project, 'public'), (url) => `<!doctype html>${html(url)}`);
      try {
        const { page } = await openPage(browser);
        await page.goto(`${server.url}page`);
        await expectLens(place(page)).catch((error) => {
          throw new Error(`The ${name} fails.`, { cause: error });
        });
        await page.context().close();
      } finally {
        await server.close();
      }
    }
  },
  PATIENCE,
);

test(
  'GPT-2 in one attribute: from a site of one’s own, at its cost, before which nobody is asked',
  async () => {
    const tag = snippet('html', 'model="hf:');
    const server = await site(
      join(project, 'public'),
      (url) => `<!doctype html>${tag.replaceAll('https://cdn.jsdelivr.net/', url)}`,
    );
    try {
      const { page, requests } = await openPage(browser);
      await page.goto(`${server.url}page`);
      const button = page.locator('attn-lens [part=run]');
      const [cost = ''] = /Run live: GPT-2 small from [^*]*/.exec(readme) ?? [];
      await expect
        .poll(async () => (await button.textContent())?.replace(/\s+/g, ' ').trim(), {
          timeout: 60_000,
        })
        .toBe(cost);
      await button.hover();
      expect(requests.filter((url) => !url.startsWith(server.url))).toEqual([]);
      await page.context().close();
    } finally {
      await server.close();
    }
  },
  PATIENCE,
);

test(
  'npm install, the page, its script and a build, in a project of nothing else',
  async () => {
    await shell(snippet('sh', 'npm install attention-lens vite'));
    for (const language of ['html', 'js']) {
      const code = snippet(language, 'main.js');
      const [, name = ''] = /([\w.]+)/.exec(code) ?? [];
      await writeFile(join(project, name), code);
    }
    await shell(snippet('sh', 'npx vite build'));
    const server = await site(join(project, 'dist'), () => '');
    try {
      const { page } = await openPage(browser);
      await page.goto(server.url);
      await expectLens(page);
    } finally {
      await server.close();
    }
  },
  PATIENCE,
);

/** The address that a command prints, while it goes on. */
function addressOf(command: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const handleData = (data: Buffer) => {
      printed += data;
      const [url] = /http:\/\/localhost:\d+\//.exec(printed) ?? [];
      if (url) resolve(url);
    };
    command.stdout?.on('data', handleData);
    command.stderr?.on('data', handleData);
    command.once('exit', () => reject(new Error(`It ended.\n${printed}`)));
  });
}

test(
  'see it: the example page, from a copy of this repository with nothing installed',
  async () => {
    const copy = join(packed.folder, 'fresh');
    const left = new Set(['node_modules', 'dist', 'storybook-static', '.git']);
    await cp(ROOT, copy, {
      recursive: true,
      filter: (path) => !left.has(basename(path)),
    });
    const command = spawn('sh', ['-ec', snippet('sh', 'npm start')], { cwd: copy, detached: true });
    try {
      const url = await addressOf(command);
      const { page } = await openPage(browser);
      await page.goto(url);
      await page.locator('attn-lens [part=token]').first().waitFor({ timeout: 60_000 });
    } finally {
      // The group: npm does not pass a signal on to what it started.
      if (command.pid) process.kill(-command.pid, 'SIGTERM');
    }
  },
  PATIENCE,
);

test('every npm script that it names is there', async () => {
  const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const named = [...readme.matchAll(/npm (?:run )?(start|test|(?<=run )[\w:]+)/g)];
  expect(named.length).toBeGreaterThan(3);
  for (const [, name = ''] of named) expect(scripts).toHaveProperty([name]);
});
