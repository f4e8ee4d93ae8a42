// For tests of hosts: projects of others that install the package as it is published, follow the guide's words, and are then
// looked at in a real browser. The projects are in `consumers/`.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright';
import { expect } from 'vitest';
import { launchBrowser, openPage } from './browser.js';
import { eventually } from './eventually.js';
import { type Packed, packPackage } from './packed.js';

const PROJECTS = fileURLToPath(new URL('consumers/', import.meta.url));

/** Installing and building take minutes on a busy machine. */
export const PATIENCE = 900_000;

const QUIET = {
  ASTRO_TELEMETRY_DISABLED: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  // Vitest's own, which would make a build one for tests.
  NODE_ENV: '',
};

/** The packed package and a browser, for the tests of one file. */
export interface Hosts {
  readonly packed: Packed;
  readonly browser: Browser;
  close(): Promise<void>;
}

export async function openHosts(): Promise<Hosts> {
  const packed = await packPackage();
  const browser = await launchBrowser();
  return {
    packed,
    browser,
    close: async () => {
      await browser.close();
      await packed.remove();
    },
  };
}

/** Runs npm in `cwd`; what it printed is in the error when it fails. */
export async function npm(cwd: string, ...args: string[]): Promise<string> {
  const options = { cwd, env: { ...process.env, ...QUIET }, maxBuffer: 2 ** 26 };
  const { stdout } = await promisify(execFile)('npm', args, options).catch((error) => {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(
      `npm ${args.join(' ')} failed.\n${stdout.slice(-4_000)}\n${stderr.slice(-4_000)}`,
    );
  });
  return stdout;
}

/** A copy of the project `consumers/<name>` with the packed package in it, and what its package.json names. */
export async function installHost({ packed }: Hosts, name: string): Promise<string> {
  const project = join(packed.folder, name);
  await cp(join(PROJECTS, name), project, { recursive: true });
  await npm(project, 'install', '--no-package-lock', '--no-audit', '--no-fund', packed.tarball);
  return project;
}

/** The address that a server prints once it answers. */
function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const handleData = (data: Buffer) => {
      printed += data;
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of the terminal.
      const plain = printed.replace(/\u001b\[\d*m/g, '');
      const [, url] = /(http:\/\/(?:localhost|127\.0\.0\.1):\d+)/.exec(plain) ?? [];
      if (url) resolve(`${url}/`);
    };
    server.stdout?.on('data', handleData);
    server.stderr?.on('data', handleData);
    server.once('exit', () => reject(new Error(`The server ended.\n${printed}`)));
  });
}

/** `npm run <args>` in `project` while `work` lasts; a server that prints its address. */
export async function withServer(
  project: string,
  args: readonly string[],
  work: (url: string) => Promise<void>,
): Promise<void> {
  const server = spawn('npm', ['run', ...args], {
    cwd: project,
    detached: true,
    env: { ...process.env, ...QUIET },
  });
  try {
    await work(await addressOf(server));
  } finally {
    // The group: npm does not pass a signal on to what it started.
    if (server.pid && server.exitCode === null) process.kill(-server.pid, 'SIGTERM');
  }
}

const sentence = (page: Page) =>
  eventually(() => page.locator('attn-lens .sentence').textContent({ timeout: 60_000 }));

/** The recording is on screen, with head 4.11 and token 3 as the page asked, and a token under the pointer is read. */
async function expectRecording(page: Page): Promise<void> {
  // A token that appears under a resting pointer is read.
  await page.mouse.move(0, 0);
  await sentence(page).toMatch('The first “the” reads “on” >99.9 %');
  await page.locator('attn-lens .chip').nth(10).hover();
  await sentence(page).toMatch('The second “dog” reads');
  await page.mouse.move(0, 0);
  await sentence(page).toMatch('The first “the” reads');
}

/** A live run in a worker, which the page's listener wrote into its `<output>` if it `listens`. */
async function expectLiveRun(page: Page, listens = true): Promise<void> {
  await page.locator('attn-lens').getByRole('button', { name: 'Run live' }).click();
  await page.locator('attn-lens .badge.live').waitFor({ timeout: 120_000 });
  if (listens) {
    await eventually(() => page.locator('output').textContent()).toBe('tiny demo model, ready');
  }
  expect(page.workers()).toHaveLength(1);
}

export interface HostPage {
  /** Links to another page of the site and back, by name, which the framework follows without a new document. */
  readonly links?: readonly [away: string, back: string];
  /** Whether the page writes what ran into its `<output>`; without it, the lens says that it ran. */
  readonly listens?: boolean;
  /** What the host itself says in the console, which is not ours. */
  readonly except?: RegExp;
}

/** Without Chromium's on WebGPU, and Lit's while developing. */
export const ourComplaints = (complaints: readonly string[]): string[] =>
  complaints.filter((text) => !/adapters|^Lit is in dev mode/.test(text));

/** Everything a reader does on a page that has an `<attn-lens>` with the dog recording and an `<output>`. */
export async function expectWorkingPage(
  browser: Browser,
  url: string,
  { links, listens, except }: HostPage = {},
): Promise<void> {
  const { page, complaints } = await openPage(browser);
  await page.goto(url);
  await expectRecording(page);
  if (links) {
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    await page.getByRole('link', { name: links[0], exact: true }).click();
    await eventually(() => page.locator('attn-lens').count()).toBe(0);
    await page.getByRole('link', { name: links[1], exact: true }).click();
    await expectRecording(page);
    expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true);
  }
  await expectLiveRun(page, listens);
  expect(ourComplaints(complaints).filter((text) => !except?.test(text))).toEqual([]);
  await page.context().close();
}
