// The browser that scripts/test.ts found, for tests that drive whole pages.

import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';

export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env.ATTENTION_LENS_BROWSER;
  return chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] });
}

export interface WatchedPage {
  readonly page: Page;
  /** Every address the page asked for. */
  readonly requests: readonly string[];
  /** What it complained of: console errors and uncaught exceptions. */
  readonly complaints: readonly string[];
}

/** A page in a context of its own, watched. */
export async function openPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  return { page, requests, complaints };
}
