// Real projects of others: each installs the package as it is published, checks its types, builds, and shows the dog prompt and a
// live run in a real browser. The projects are in `consumers/`.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser } from 'playwright';
import { preview } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPage } from './browser.js';
import { type Packed, packPackage } from './packed.js';

const PROJECTS = fileURLToPath(new URL('consumers/', import.meta.url));

/** Installing and building take minutes on a busy machine. */
const PATIENCE = 900_000;

let packed: Packed;
let browser: Browser;

beforeAll(async () => {
  packed = await packPackage();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await packed?.remove();
});

/** Runs npm in `cwd`; what it printed is in the error when it fails. */
async function npm(cwd: string, ...args: string[]): Promise<void> {
  const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: '' };
  await promisify(execFile)('npm', args, { cwd, env, maxBuffer: 2 ** 26 }).catch((error) => {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(
      `npm ${args.join(' ')} failed.\n${stdout.slice(-4_000)}\n${stderr.slice(-4_000)}`,
    );
  });
}

/** The page shows the dog prompt, and the tiny model runs in it, in a worker. */
async function expectWorkingPage(url: string): Promise<void> {
  const { page, complaints } = await openPage(browser);
  await page.goto(url);
  const lens = page.locator('attn-lens');
  await expect
    .poll(() => lens.locator('.sentence').textContent({ timeout: 60_000 }), { timeout: 60_000 })
    .toMatch('The first “the” reads “on” >99.9 %');
  await lens.getByRole('button', { name: 'Run live' }).click();
  await expect
    .poll(() => page.locator('output').textContent(), { timeout: 120_000 })
    .toBe('tiny demo model, ready');
  expect(page.workers()).toHaveLength(1);
  // Chromium's on WebGPU, and Lit's while developing, are not ours.
  expect(complaints.filter((text) => !/adapters|^Lit is in dev mode/.test(text))).toEqual([]);
  await page.context().close();
}

/** The address that a development server prints once it answers. */
function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const handleData = (data: Buffer) => {
      printed += data;
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of the terminal.
      const [, url] = /(http:\/\/localhost:\d+\/)/.exec(printed.replace(/\u001b\[\d*m/g, '')) ?? [];
      if (url) resolve(url);
    };
    server.stdout?.on('data', handleData);
    server.stderr?.on('data', handleData);
    server.once('exit', () => reject(new Error(`The server ended.\n${printed}`)));
  });
}

async function withDevelopmentServer(
  project: string,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const server = spawn('npm', ['run', 'dev'], {
    cwd: project,
    detached: true,
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: '' },
  });
  try {
    await work(await addressOf(server));
  } finally {
    // The group: npm does not pass a signal on to what it started.
    if (server.pid) process.kill(-server.pid, 'SIGTERM');
  }
}

async function withBuiltPages(
  project: string,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const server = await preview({
    root: project,
    configFile: false,
    logLevel: 'silent',
    preview: { port: 0 },
  });
  try {
    await work(server.resolvedUrls?.local[0] ?? '');
  } finally {
    await server.close();
  }
}

test.each(['react-vite', 'vue-vite', 'astro', 'webpack'])(
  '%s: installs, checks its types, builds and runs',
  async (name) => {
    const project = join(packed.folder, name);
    await cp(join(PROJECTS, name), project, { recursive: true });
    await npm(project, 'install', '--no-package-lock', packed.tarball);
    const { scripts } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8'));
    await npm(project, 'run', 'types');
    await npm(project, 'run', 'build');
    if (name === 'webpack') await cp(join(project, 'index.html'), join(project, 'dist/index.html'));
    await withBuiltPages(project, expectWorkingPage);
    if (scripts.dev) await withDevelopmentServer(project, expectWorkingPage);
  },
  PATIENCE,
);

test(
  'templates of Preact and Svelte know the elements, their attributes and events',
  async () => {
    const project = join(packed.folder, 'templates');
    await cp(join(PROJECTS, 'templates'), project, { recursive: true });
    await npm(project, 'install', '--no-package-lock', packed.tarball);
    await npm(project, 'run', 'types');
  },
  PATIENCE,
);
