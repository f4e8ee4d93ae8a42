// The page that makes model packs, as tests use it.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { temporaryFolder } from '../src/cli/convert/testing/temporary-folder.js';
import {
  ONE_HEAD,
  randomCheckpoint,
  writeCheckpoint,
} from '../src/convert/testing/random-checkpoint.js';
import { openPage, type WatchedPage } from './browser.js';

/** @param site the address of a server of `serve`. */
export async function openPackPage(
  browser: Browser,
  site: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const watched = await openPage(browser, options);
  // In place of a dialog of the browser's, which no script can answer: a folder of the page's own.
  await watched.page.addInitScript(() => {
    Object.assign(globalThis, { showDirectoryPicker: () => navigator.storage.getDirectory() });
  });
  await watched.page.goto(`${site}npm/attention-lens/dist/pack/index.html`);
  return watched;
}

/** A small checkpoint in a folder "small", after `change`. */
export async function smallCheckpoint(
  change: (made: ReturnType<typeof randomCheckpoint>) => void = () => {},
): Promise<string> {
  const folder = join(await temporaryFolder(), 'small');
  const made = randomCheckpoint(ONE_HEAD, 5);
  change(made);
  await writeCheckpoint(folder, made);
  return folder;
}

export const choose = (page: Page, folder: string) =>
  page.getByLabel('Choose the folder').setInputFiles(folder);

/** Of the step that is shown. */
export const stepTitle = (page: Page) => page.locator('#maker h2').first().textContent();

export const problems = (page: Page) =>
  page
    .getByRole('alert')
    .allTextContents()
    .then((texts) => texts.map((text) => text.replace(/\s+/g, ' ').trim()));

export async function filesIn(folder: string): Promise<Record<string, Buffer>> {
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))])),
  );
}
