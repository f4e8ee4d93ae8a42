// Finds Firefox and the driver of WebKit for the tests, or gets them on Debian. Elsewhere a machine may be without: Chromium
// is what the project is developed with, and CI has all three.

import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installFromDebian } from './browser.js';

interface OtherBrowser {
  /** Names the path: for the tests, and for whoever has one of their own. */
  readonly variable: string;
  readonly commands: readonly string[];
  readonly packages: readonly string[];
}

const BROWSERS: readonly OtherBrowser[] = [
  {
    variable: 'ATTENTION_LENS_FIREFOX',
    commands: ['firefox-esr', 'firefox'],
    packages: ['firefox-esr'],
  },
  {
    variable: 'ATTENTION_LENS_WEBKIT_DRIVER',
    commands: ['WebKitWebDriver'],
    packages: ['webkit2gtk-driver', 'xvfb'],
  },
];

/**
 * Paths of both, under the variables that the tests read.
 * @returns `undefined` when one is not to be had, after saying what was tried.
 */
export async function findOtherBrowsers(
  say: (line: string) => void,
): Promise<NodeJS.ProcessEnv | undefined> {
  const env: NodeJS.ProcessEnv = {};
  for (const { variable, commands, packages } of BROWSERS) {
    const path =
      process.env[variable] ?? onPath(commands) ?? (await install(commands, packages, say));
    if (!path) return undefined;
    say(`Browser: ${path}.`);
    env[variable] = path;
  }
  return env;
}

function onPath(commands: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return commands
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .find((candidate) => existsSync(candidate));
}

async function install(
  commands: readonly string[],
  packages: readonly string[],
  say: (line: string) => void,
): Promise<string | undefined> {
  say(`No ${commands[0]} yet: trying apt-get install ${packages.join(' ')}.`);
  try {
    await installFromDebian(...packages);
  } catch (error) {
    say(`That failed: ${(error as Error).message}.`);
  }
  return onPath(commands);
}
