// A model of a hub by one attribute: looked up, read by parts, converted in the worker, shown layer by layer and kept.

import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import { syntheticCheckpoint } from '../src/convert/testing/synthetic-checkpoint.js';
import { GPT2_SMALL } from '../src/convert/testing/synthetic-pack.js';
import { watchUnhandled } from './browser.js';
import { eventually } from './eventually.js';
import { COMMIT, StrictHub } from './strict-hub.js';

const SMALL = { ...GPT2_SMALL, layers: 3, heads: 2, dModel: 32, dInner: 64 };
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self' https://huggingface.co https://*.hf.co; worker-src 'self'; img-src 'self' blob:";

let hub: StrictHub;
let browser: Browser;
let site: RunningServer;

beforeAll(async () => {
  hub = await StrictHub.start();
  hub.repositories.set('someone/small', syntheticCheckpoint(SMALL));
  const executablePath = process.env.ATTENTION_LENS_BROWSER;
  browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox', ...hub.browserArguments],
  });
  site = await serve({
    contentSecurityPolicy: POLICY,
    first: ({ url = '' }, response) => {
      const { pathname, searchParams } = new URL(url, 'http://site.example');
      if (pathname !== '/page') return false;
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end(`<!doctype html><title>A course</title><link rel="icon" href="data:,">
        <script type="module" src="/npm/attention-lens/dist/cdn/attn-lens.js"></script>
        <attn-lens src="/npm/attention-lens/traces/dog.json" model="${searchParams.get('model')}"></attn-lens>`);
      return true;
    },
  });
});

afterAll(async () => {
  await browser.close();
  await site.close();
  await hub.close();
});

beforeEach(() => hub.reset());

async function open(context: BrowserContext, model: string): Promise<Page> {
  const page = await context.newPage();
  watchUnhandled(page);
  await page.goto(`${site.url}page?model=${encodeURIComponent(model)}`);
  await page.locator('attn-lens [part=token]').first().waitFor();
  return page;
}

test('a checkpoint by its name is live', async () => {
  const context = await browser.newContext();
  const page = await open(context, 'hf:someone/small');
  page.on('console', (m) => console.log(m.text()));
  expect(hub.requests).toEqual([]);
  await page.locator('attn-lens [part=run]').click();
  await new Promise((r) => setTimeout(r, 3000));
  console.log(hub.requests, await page.locator('attn-lens [part=run]').textContent());
  await page.locator('attn-lens [part=run]').click();
  await new Promise((r) => setTimeout(r, 8000));
  console.log(
    hub.requests,
    hub.offences,
    hub.sent,
    await page.locator('attn-lens [part=live]').textContent(),
  );
  await context.close();
});
