// Finds a Chromium for the tests, or gets one, and says what it did.

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';
import { run } from './run.js';

/** Names a page or a test may set; the first that is set wins. */
const VARIABLES = ['ATTENTION_LENS_BROWSER', 'CHROME_PATH', 'CHROME_BIN'];

const COMMANDS = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
];

const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * The path of a Chromium or Chrome: from an environment variable, from where it is installed, from Playwright, and on
 * Debian, for root, from apt.
 * @throws {Error} when there is none to be had, with what was tried.
 */
export async function findBrowser(say: (line: string) => void): Promise<string> {
  const found = fromEnvironment() ?? installed();
  if (found) {
    say(`Browser: ${found.path} (${found.from}).`);
    return found.path;
  }
  const tried = ['no environment variable names a browser', 'none is installed'];
  for (const [what, install] of INSTALLERS) {
    say(`No browser yet: trying ${what}.`);
    try {
      await install();
    } catch (error) {
      tried.push(`${what} failed (${(error as Error).message})`);
      continue;
    }
    const got = installed();
    if (got) {
      say(`Browser: ${got.path} (${what}).`);
      return got.path;
    }
    tried.push(`${what} left no browser`);
  }
  throw new Error(
    `No Chromium or Chrome: ${tried.join('; ')}. Install one, or set ${VARIABLES[0]} to its path.`,
  );
}

interface FoundBrowser {
  readonly path: string;
  readonly from: string;
}

function fromEnvironment(): FoundBrowser | undefined {
  for (const name of VARIABLES) {
    const path = process.env[name];
    if (!path) continue;
    if (!existsSync(path)) throw new Error(`${name} is ${path}, but there is no such file.`);
    return { path, from: `set by ${name}` };
  }
  return undefined;
}

function installed(): FoundBrowser | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = COMMANDS.flatMap((name) => folders.map((folder) => join(folder, name)));
  const path = [...onPath, ...PLACES].find((candidate) => existsSync(candidate));
  if (path) return { path, from: 'installed' };
  const own = chromium.executablePath();
  return existsSync(own) ? { path: own, from: "Playwright's" } : undefined;
}

const INSTALLERS: readonly [what: string, install: () => Promise<void>][] = [
  ['playwright install chromium', () => run('npx', ['playwright', 'install', 'chromium'])],
  ['apt-get install chromium', () => installFromDebian('chromium')],
];

/** @throws {Error} where there is no apt, or no right to use it. */
export async function installFromDebian(...packages: readonly string[]): Promise<void> {
  if (!existsSync('/etc/debian_version')) throw new Error('this is not Debian');
  if (process.getuid?.() !== 0) throw new Error('that needs root');
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
}
