// The browser that scripts/test.ts found, for tests that drive whole pages.

import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';

export async function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  const executablePath = process.env.ATTENTION_LENS_BROWSER;
  return chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox', ...args],
    // Playwright's own, under which there is no WebGPU.
    ...(args.length > 0 && { ignoreDefaultArgs: ['--disable-gpu'] }),
  });
}

/** Exceptions and rejections that nobody handled, of all pages that are watched. `no-unhandled.setup.ts` asks for them. */
export const unhandled: string[] = [];

/** What a page, or a worker of it, leaves unhandled goes on the list. */
export function watchUnhandled(page: Page): void {
  page.on('pageerror', (error) => unhandled.push(error.message));
  // Those of a worker reach the page's console only.
  page.on('console', (message) => {
    if (message.text().startsWith('Uncaught (in promise)')) unhandled.push(message.text());
  });
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
  watchUnhandled(page);
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  return { page, requests, complaints };
}
