// Trusted Types, as docs/csp.md says: with its two names everything works, and where one is missing the console says which.

import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import { elements, expectAll, expectRun, PACKAGE, TAGS } from './all-elements.js';
import { launchBrowser, openPage } from './browser.js';

const CDN = `${PACKAGE}dist/cdn/`;

const guide = readFileSync(new URL('../docs/csp.md', import.meta.url), 'utf8');
const [, DOCUMENTED = ''] = /`(require-trusted-types-for [^`]+)`/.exec(guide) ?? [];
const ENFORCED = "require-trusted-types-for 'script'";

let browser: Browser;
/** The page's own server: it sends the policy with everything, also with the scripts of workers. */
let site: RunningServer;
let elsewhere: RunningServer;
let policy: string;
let body: string;

beforeAll(async () => {
  browser = await launchBrowser();
  elsewhere = await serve({ contentSecurityPolicy: null });
  site = await serve({
    contentSecurityPolicy: null,
    first: ({ url }, response) => {
      response.setHeader('Content-Security-Policy', policy);
      if (url !== '/page') return false;
      response.setHeader('Content-Type', 'text/html');
      response.end(`<!doctype html><title>A</title><link rel="icon" href="data:,">${body}`);
      return true;
    },
  });
});

afterAll(async () => {
  await browser.close();
  await site.close();
  await elsewhere.close();
});

async function open(path: string) {
  const { page, complaints } = await openPage(browser);
  await page.goto(site.url + path);
  return { page, complaints };
}

test('the guide names the directives', () => {
  expect(DOCUMENTED).toMatch(ENFORCED);
  expect(guide).toContain('trusted-types lit-html attention-lens');
});

test.each([
  ['its own server', () => '/'],
  ['a CDN', () => elsewhere.url],
])('scripts of %s: all elements, and a live run in a worker', async (_name, base) => {
  policy = `${ENFORCED}; trusted-types lit-html attention-lens`;
  body = elements(base());
  const { page, complaints } = await open('page');
  await expectAll(page);
  await page.locator('attn-term').hover();
  await page.locator('attn-lens summary', { hasText: 'Take' }).click();
  await expectRun(page);
  expect(page.workers()).toHaveLength(1);
  expect(complaints).toEqual([]);
});

test("the iframe's page: all of its elements, a recording, and a live run in a worker", async () => {
  policy = `${ENFORCED}; trusted-types lit-html attention-lens`;
  const { page, complaints } = await open(
    `${PACKAGE}dist/embed/index.html?widgets=attn-lens,head-finder,qkv-sandbox`,
  );
  await expectAll(page, ['attn-model', 'attn-lens', 'head-finder', 'qkv-sandbox']);
  await expectRun(page);
  expect(page.workers()).toHaveLength(1);
  // Chromium's word on a machine without a GPU.
  expect(complaints.filter((said) => said !== 'No available adapters.')).toEqual([]);
});

test('a page that pins the scripts too', async () => {
  policy = `${ENFORCED}; trusted-types lit-html attention-lens`;
  const hashes: Record<string, string> = JSON.parse(
    readFileSync(new URL('../dist/cdn/integrity.json', import.meta.url), 'utf8'),
  );
  const integrity = Object.fromEntries(
    Object.entries(hashes).map(([name, hash]) => [elsewhere.url + CDN + name, hash]),
  );
  const map = `<script type="importmap">${JSON.stringify({ integrity })}</script>`;
  body = map + elements(elsewhere.url);
  const { page, complaints } = await open('page');
  await expectAll(page);
  await expectRun(page);
  expect(page.workers()).toHaveLength(1);
  expect(complaints).toEqual([]);
});

test('where a Lit of the page has taken the name lit-html, the second one does', async () => {
  policy = `${ENFORCED}; trusted-types lit-html attention-lens`;
  const own = "trustedTypes.createPolicy('lit-html', { createHTML: (html) => html })";
  body = `<script>${own};</script>${elements('/')}`;
  const { page, complaints } = await open('page');
  await expectAll(page);
  await expectRun(page);
  expect(page.workers()).toHaveLength(1);
  expect(complaints.filter((said) => !/lit-html/.test(said))).toEqual([]);
});

test('without the name lit-html, the second one does', async () => {
  policy = `${ENFORCED}; trusted-types attention-lens`;
  body = elements('/');
  const { page } = await open('page');
  await expectAll(page);
  await expectRun(page);
  expect(page.workers()).toHaveLength(1);
});

test.each([
  ['its own server', () => '/'],
  ['a CDN', () => elsewhere.url],
])(
  'without the name attention-lens, scripts of %s: no worker, and the console names it',
  async (_name, base) => {
    policy = `${ENFORCED}; trusted-types lit-html`;
    body = elements(base());
    const { page, complaints } = await open('page');
    await expectAll(page);
    await expectRun(page);
    expect(page.workers()).toHaveLength(0);
    expect(complaints.join('\n')).toMatch(
      /no worker could start.*Name attention-lens in the trusted-types/s,
    );
  },
);

test.each(["trusted-types 'none'", 'trusted-types somebody'])(
  'with %s no element is defined, and each script says what to name',
  async (names) => {
    policy = `${ENFORCED}; ${names}`;
    body = elements('/');
    const { page, complaints } = await openPage(browser);
    // Each of the five scripts says it, and that is the point.
    page.removeAllListeners('pageerror');
    const said: string[] = [];
    page.on('pageerror', ({ message }) => said.push(message));
    await page.goto(`${site.url}page`);
    await expect.poll(() => said.length).toBe(TAGS.length);
    for (const message of said) expect(message).toMatch('"trusted-types lit-html attention-lens"');
    expect(await page.locator('attn-lens').evaluate((lens) => lens.matches(':defined'))).toBe(
      false,
    );
    expect(complaints).not.toEqual([]);
  },
);

test("the iframe's page without the name attention-lens says so above its widgets", async () => {
  policy = `${ENFORCED}; trusted-types lit-html`;
  const { page } = await open(`${PACKAGE}dist/embed/index.html?trace=dog`);
  await expect
    .poll(() => page.locator('p.problem').allTextContents())
    .toEqual([expect.stringMatching('Name attention-lens in the trusted-types')]);
});

test("the iframe's page with neither name says so in the console", async () => {
  policy = `${ENFORCED}; trusted-types 'none'`;
  const { page } = await openPage(browser);
  page.removeAllListeners('pageerror');
  const said: string[] = [];
  page.on('pageerror', ({ message }) => said.push(message));
  await page.goto(`${site.url}${PACKAGE}dist/embed/index.html?trace=dog`);
  await expect
    .poll(() => said)
    .toEqual([expect.stringMatching('"trusted-types lit-html attention-lens"')]);
});
