// The script tag alone: one file from another origin, no bundler, no server of ours behind the page.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import { launchBrowser, openPage } from './browser.js';

let cdn: RunningServer;
let browser: Browser;

beforeAll(async () => {
  cdn = await serve({ contentSecurityPolicy: null });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await cdn.close();
});

test('one script tag shows a recording on a page of another origin', async () => {
  const page = `<!doctype html><title>A blog</title>
    <script type="module" src="${cdn.url}npm/attention-lens/dist/cdn/attn-lens.js"></script>
    <attn-lens src="${cdn.url}npm/attention-lens/traces/dog.json" layer="4" head="11" token="3"></attn-lens>`;
  const blog = createServer((request, response) => {
    response.writeHead(request.url === '/' ? 200 : 404, { 'Content-Type': 'text/html' });
    response.end(request.url === '/' ? page : '');
  });
  await new Promise<void>((resolve) => blog.listen(0, '127.0.0.1', resolve));
  try {
    const { page: tab, requests } = await openPage(browser);
    await tab.goto(`http://127.0.0.1:${(blog.address() as AddressInfo).port}/`);
    const lens = tab.locator('attn-lens');
    await expect
      .poll(() => lens.locator('.sentence').textContent())
      .toMatch('The first “the” reads “on” >99.9 %');
    expect(requests.filter((url) => url.startsWith(cdn.url))).toEqual([
      `${cdn.url}npm/attention-lens/dist/cdn/attn-lens.js`,
      `${cdn.url}npm/attention-lens/traces/dog.json`,
    ]);
  } finally {
    blog.close();
    blog.closeAllConnections();
  }
});

test('a trace in the page needs nothing but the script until the reader acts', async () => {
  const dog = await readFile(new URL('../traces/dog.json', import.meta.url), 'utf8');
  const script = `${cdn.url}npm/attention-lens/dist/cdn/attn-lens.js`;
  const blog = await serve({
    contentSecurityPolicy: null,
    first: (_request, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end(`<!doctype html><title>A blog</title><link rel="icon" href="data:,">
        <script type="module" src="${script}"></script>
        <attn-lens><script type="application/json">${dog}</script></attn-lens>`);
      return true;
    },
  });
  try {
    const { page, requests } = await openPage(browser);
    await page.goto(blog.url);
    await page.locator('attn-lens [part=token]').nth(16).waitFor({ timeout: 60_000 });
    await page.waitForLoadState('networkidle');
    expect(requests).toEqual([blog.url, script]);
  } finally {
    await blog.close();
  }
});

test('tables look alike on a page without a doctype', async () => {
  const look = async (doctype: string) => {
    const blog = await serve({
      contentSecurityPolicy: null,
      first: ({ url }, response) => {
        if (url !== '/blog') return false;
        response.setHeader('Content-Type', 'text/html');
        response.end(`${doctype}<title>A blog</title><link rel="icon" href="data:,">
          <script type="module" src="/npm/attention-lens/dist/cdn/attention-lens.js"></script>
          <attn-lens src="/npm/attention-lens/traces/dog.json" token="3"></attn-lens>
          <head-finder behaviour="sink"></head-finder><qkv-sandbox></qkv-sandbox>`);
        return true;
      },
    });
    try {
      const { page } = await openPage(browser);
      await page.goto(`${blog.url}blog`);
      await page.locator('attn-lens [part=numbers] summary').click();
      await page.locator('head-finder summary').click();
      const looks: string[] = [];
      for (const tag of ['attn-lens', 'head-finder', 'qkv-sandbox']) {
        const table = page.locator(`${tag} table`);
        looks.push(
          await table.evaluate((element) => {
            const { fontSize, lineHeight, color } = getComputedStyle(element);
            return [fontSize, lineHeight, color].join(' ');
          }),
        );
      }
      return [await page.evaluate(() => document.compatMode), ...looks];
    } finally {
      await blog.close();
    }
  };
  const [standard, ...expected] = await look('<!doctype html>');
  const [quirks, ...found] = await look('');
  expect([standard, quirks]).toEqual(['CSS1Compat', 'BackCompat']);
  expect(found).toEqual(expected);
});

test('two scripts of their own, a lens and a finder, work together under a strict policy', async () => {
  const from = `${cdn.url}npm/attention-lens`;
  const page = `<!doctype html><title>A blog</title>
    <script type="module" src="${from}/dist/cdn/head-finder.js"></script>
    <script type="module" src="${from}/dist/cdn/attn-lens.js"></script>
    <head-finder for="lens" behaviour="previous"></head-finder>
    <attn-lens id="lens" src="${from}/traces/dog.json"></attn-lens>`;
  const origin = new URL(cdn.url).origin;
  const policy = `default-src 'none'; script-src ${origin}; connect-src ${origin}`;
  const blog = createServer((request, response) => {
    response.writeHead(request.url === '/' ? 200 : 404, {
      'Content-Type': 'text/html',
      'Content-Security-Policy': policy,
    });
    response.end(request.url === '/' ? page : '');
  });
  await new Promise<void>((resolve) => blog.listen(0, '127.0.0.1', resolve));
  try {
    const { page: tab } = await openPage(browser);
    const refused: string[] = [];
    tab.on('console', (message) => {
      if (message.text().includes('Content Security Policy')) refused.push(message.text());
    });
    await tab.goto(`http://127.0.0.1:${(blog.address() as AddressInfo).port}/`);
    const finder = tab.locator('head-finder');
    await expect
      .poll(() => finder.locator('.verdict').textContent())
      .toMatch('4.11 is the previous-token head.');
    await finder.getByRole('button', { name: 'Attention sink' }).click();
    await expect.poll(() => tab.locator('attn-lens').getAttribute('layer')).toBe('7');
    // The browser's own request for an icon is no business of ours.
    expect(refused.filter((text) => !text.includes('favicon'))).toEqual([]);
  } finally {
    blog.close();
    blog.closeAllConnections();
  }
});
