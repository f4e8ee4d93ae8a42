// Each policy of docs/csp.md, copied out of it, with a page under it that does what the text above it says.

import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import { elements, expectAll, expectRun, PACKAGE } from './all-elements.js';
import { launchBrowser, openPage } from './browser.js';
import { OWN_SERVER, POLICIES, policy } from './policy.js';

let browser: Browser;
/** The page's own server: it sends the policy with everything. */
let site: RunningServer;
/** A CDN, or whatever else is elsewhere. */
let elsewhere: RunningServer;
let sent: string;
let body: string;

beforeAll(async () => {
  browser = await launchBrowser();
  elsewhere = await serve({ contentSecurityPolicy: null });
  site = await serve({
    contentSecurityPolicy: null,
    first: ({ url }, response) => {
      response.setHeader('Content-Security-Policy', sent);
      if (url === '/favicon.ico') response.writeHead(204).end();
      else if (url === '/page') {
        response
          .setHeader('Content-Type', 'text/html')
          .end(`<!doctype html><title>A</title>${body}`);
      } else return false;
      return true;
    },
  });
});

afterAll(async () => {
  await browser.close();
  await site.close();
  await elsewhere.close();
});

async function open(mode: string, content: string) {
  sent = policy(mode).replace(
    /https:\/\/(?:cdn\.jsdelivr\.net|[\w-]+\.example)/g,
    elsewhere.url.slice(0, -1),
  );
  body = content;
  const { page, complaints } = await openPage(browser);
  await page.goto(`${site.url}page`);
  return {
    page,
    refused: () => complaints.filter((said) => /Content Security Policy/i.test(said)),
  };
}

test('every policy of the page has a test', () => {
  expect([...POLICIES.keys()]).toEqual([
    'Recordings only',
    "Recordings and live runs, all files on the page's own server",
    'From a CDN',
    'A model on another server',
    'A model on Hugging Face',
    'No worker',
    'The iframe',
  ]);
});

test('recordings only, and a picture of one as PNG', async () => {
  const { page, refused } = await open('Recordings only', elements('/'));
  await expectAll(page);
  const download = page.waitForEvent('download');
  await page.locator('attn-lens summary', { hasText: 'Take' }).click();
  await page.locator('attn-lens [data-save=png]').click();
  expect((await download).suggestedFilename()).toMatch(/\.png$/);
  expect(refused()).toEqual([]);
  // A live run is refused, in words, and before it costs anything.
  await page.locator('attn-lens [part=run]').click();
  await expect
    .poll(() => page.locator('attn-lens [part=problem]').textContent(), { timeout: 60_000 })
    .toMatch('wasm-unsafe-eval');
});

test('live runs from the own server', async () => {
  const { page, refused } = await open(OWN_SERVER, elements('/'));
  await expectAll(page);
  await expectRun(page);
  expect(page.workers()).toHaveLength(1);
  expect(refused()).toEqual([]);
});

test('from a CDN', async () => {
  const { page, refused } = await open('From a CDN', elements(elsewhere.url));
  await expectAll(page);
  await expectRun(page);
  expect(page.workers().map((worker) => worker.url())).toEqual([expect.stringMatching(/^blob:/)]);
  expect(refused()).toEqual([]);
});

test('a model elsewhere', async () => {
  const model = `src="${elsewhere.url}${PACKAGE}models/tiny/"`;
  const { page, refused } = await open('A model on another server', elements('/', model));
  await expectRun(page);
  expect(page.workers()).toHaveLength(1);
  expect(refused()).toEqual([]);
});

test('a model on Hugging Face, which sends on to servers of its own', async () => {
  const model = 'src="hf:someone/tales"';
  const { page, refused } = await open('A model on Hugging Face', elements('/', model));
  await expectAll(page);
  await page
    .context()
    .route(/huggingface|hf\.co|elsewhere/, (route) =>
      route.fulfill({ body: 'here', headers: { 'Access-Control-Allow-Origin': '*' } }),
    );
  const ask = (url: string) =>
    page.evaluate((address) => fetch(address).then((answer) => answer.text(), String), url);
  expect(await ask('https://huggingface.co/someone/tales/resolve/main/config.json')).toBe('here');
  expect(await ask('https://cas-bridge.xethub.hf.co/weights')).toBe('here');
  expect(refused()).toEqual([]);
  expect(await ask('https://elsewhere.example/')).toMatch('TypeError');
});

test('no worker', async () => {
  const { page, refused } = await open('No worker', elements('/'));
  await expectAll(page);
  await expectRun(page);
  expect(page.workers()).toEqual([]);
  expect(await page.locator('attn-lens .note').textContent()).toMatch('No worker may run');
  expect(refused()).toEqual([expect.stringMatching('worker')]);
});

test('the page around an iframe', async () => {
  const embed = `${elsewhere.url}${PACKAGE}dist/embed/`;
  const { page, refused } = await open(
    'The iframe',
    `<iframe class="attention-lens" sandbox="allow-scripts" src="${embed}index.html?trace=dog"></iframe>
     <script src="${embed}host.js" async></script>`,
  );
  const frame = page.frameLocator('iframe');
  await frame.locator('attn-lens [part=run]').click();
  await frame.locator('attn-lens .next li').first().waitFor({ timeout: 100_000 });
  await expect
    .poll(() => page.locator('iframe').evaluate(({ style }) => style.height))
    .toMatch(/^\d{3,}px$/);
  expect(await frame.locator('attn-lens .note').textContent()).toMatch(
    'not kept for the next visit',
  );
  expect(refused()).toEqual([]);
});
