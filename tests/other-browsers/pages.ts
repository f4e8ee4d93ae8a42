// What the tests in other browsers share: the browsers, a server that has pages of theirs, and one browser at a time.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { type RunningServer, type ServeOptions, serve } from '../../scripts/serve.js';
import { type BrowserDriver, launchFirefox, launchWebKit } from './drivers.js';

// Both set by scripts/test.ts, which finds or installs the browsers.
const BROWSERS = {
  Firefox: { path: process.env.ATTENTION_LENS_FIREFOX, launch: launchFirefox },
  WebKit: { path: process.env.ATTENTION_LENS_WEBKIT_DRIVER, launch: launchWebKit },
};

export type BrowserName = keyof typeof BROWSERS;

export const NAMES: readonly BrowserName[] = ['Firefox', 'WebKit'];

export interface PagesOptions extends Pick<ServeOptions, 'contentSecurityPolicy'> {
  /** Called before any answer, to change its headers. */
  readonly prepare?: (request: IncomingMessage, response: ServerResponse) => void;
}

/**
 * Serves pages, by their paths, to the tests of a file.
 * @returns opens one of them in a browser, which is closed after the test.
 */
export function servePages(
  pages: Readonly<Record<string, string>>,
  { prepare, ...options }: PagesOptions = {},
): (name: BrowserName, path: string) => Promise<BrowserDriver> {
  let site: RunningServer;
  let browser: BrowserDriver | undefined;

  beforeAll(async () => {
    site = await serve({
      ...options,
      first: (request, response) => {
        prepare?.(request, response);
        const page = pages[request.url ?? ''];
        if (page === undefined) return false;
        response.setHeader('Content-Type', 'text/html').end(page);
        return true;
      },
    });
  });

  afterEach(async () => {
    await browser?.close();
    browser = undefined;
  });

  afterAll(() => site.close());

  return async (name, path) => {
    const { path: executable, launch } = BROWSERS[name];
    if (!executable) throw new Error(`No variable names a ${name}: see scripts/other-browsers.ts.`);
    browser ??= await launch(executable);
    await browser.goto(new URL(path, site.url).href);
    return browser;
  };
}
