// Pages with Cross-Origin-Embedder-Policy: a worker needs that header of its own, and where it has none the console names it.

import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import { launchBrowser, openPage } from './browser.js';

const CDN = 'npm/attention-lens/dist/cdn/';

let browser: Browser;
let site: RunningServer;
let elsewhere: RunningServer;
/** Of the page. */
let page: Readonly<Record<string, string>>;
/** Of all other files of the site. */
let files: Readonly<Record<string, string>>;
let scripts: string;

const COEP = 'Cross-Origin-Embedder-Policy';
const ISOLATED = { [COEP]: 'require-corp', 'Cross-Origin-Opener-Policy': 'same-origin' };

beforeAll(async () => {
  browser = await launchBrowser();
  elsewhere = await serve({ contentSecurityPolicy: null });
  site = await serve({
    contentSecurityPolicy: null,
    first: ({ url }, response) => {
      const isPage = url === '/page';
      for (const [name, value] of Object.entries(isPage ? page : files)) {
        response.setHeader(name, value);
      }
      if (!isPage) return false;
      response.setHeader('Content-Type', 'text/html');
      response.end(`<!doctype html><title>A</title><link rel="icon" href="data:,">
        <script type="module" src="${scripts}${CDN}attn-model.js"></script><attn-model device="wasm"></attn-model>`);
      return true;
    },
  });
});

beforeEach(() => {
  page = ISOLATED;
  files = {};
  scripts = '/';
});

afterAll(async () => {
  await browser.close();
  await site.close();
  await elsewhere.close();
});

function run(opened: Page): Promise<string | undefined> {
  return opened.evaluate(async () => {
    await customElements.whenDefined('attn-model');
    const { engine } = document.querySelector('attn-model') as unknown as {
      engine: import('../src/runtime/index.js').Engine;
    };
    const trace = await engine.acquire().run({ text: 'The dog on the ship' });
    return trace.next?.[0]?.text;
  });
}

async function open() {
  const opened = await openPage(browser);
  await opened.page.goto(`${site.url}page`);
  return opened;
}

test.each([
  ['an isolated page', ISOLATED, /This page is isolated, so send/],
  ['a page on its way there', { [COEP]: 'require-corp' }, /If this page is served with/],
])(
  '%s, whose scripts come without the header: it runs, and the console names it',
  async (_name, headers, words) => {
    page = headers;
    const opened = await open();
    expect(await run(opened.page)).toBeTypeOf('string');
    expect(opened.page.workers()).toEqual([]);
    const said = opened.complaints.join('\n');
    expect(said).toMatch(words);
    expect(said).toMatch(
      /send "Cross-Origin-Embedder-Policy: require-corp" with \S+\/dist\/cdn\/worker-\S+\.js too/,
    );
  },
);

test.each(['require-corp', 'credentialless'])(
  'with the header on them, as %s, a worker runs',
  async (value) => {
    page = { ...ISOLATED, [COEP]: value };
    files = { [COEP]: value };
    const opened = await open();
    expect(await run(opened.page)).toBeTypeOf('string');
    expect(await opened.page.evaluate(() => crossOriginIsolated)).toBe(true);
    expect(opened.page.workers()).toHaveLength(1);
    expect(opened.complaints).toEqual([]);
  },
);

test('from a CDN, which sends CORS headers, a worker runs with none', async () => {
  scripts = elsewhere.url;
  const opened = await open();
  expect(await run(opened.page)).toBeTypeOf('string');
  expect(await opened.page.evaluate(() => crossOriginIsolated)).toBe(true);
  expect(opened.page.workers()).toHaveLength(1);
  expect(opened.complaints).toEqual([]);
});
