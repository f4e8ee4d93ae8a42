// A model of a hub by one attribute: looked up, read by parts, converted in the worker while it comes, shown layer by layer, and
// kept. The hub is the strictest there is, under its own names.

import type { BrowserContext } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { syntheticCheckpoint } from '../src/convert/testing/synthetic-checkpoint.js';
import { GPT2_SMALL } from '../src/convert/testing/synthetic-pack.js';
import type { Runtime } from '../src/runtime/index.js';
import { eventually } from './eventually.js';
import { HubSite, load, lookUpAndLoad, runButton, SMALL, textOf, untilLive } from './hub-site.js';
import { COMMIT } from './strict-hub.js';

const MEGABYTE = 1e6;

let site: HubSite;

beforeAll(async () => {
  site = await HubSite.start();
});

afterAll(() => site.close());

beforeEach(() => site.reset());

describe("a checkpoint of GPT-2 small's true shapes", () => {
  const bytes = 497_759_232;
  const layer = 28_351_488;
  let context: BrowserContext;
  let emptyPeak: number;

  beforeAll(async () => {
    context = await site.browser.newContext();
    await site.open(context, 'empty');
    emptyPeak = await site.peakMegabytes();
  });
  afterAll(() => context.close());
  beforeEach(() => {
    site.hub.repositories.set('openai-community/gpt2', syntheticCheckpoint(GPT2_SMALL));
  });

  test('is live by one attribute: its price first, twelve heads before 75 MB of it, and on where a killed tab was', async () => {
    const page = await site.visit(context, 'gpt2');
    await eventually(() => textOf(page, 'run')).toBe(
      'Run live: GPT-2 small from Hugging Face, 498 MB once, 126 MB kept',
    );
    expect(site.hub.requests).toEqual([]);
    site.hub.allow(75 * MEGABYTE);
    await runButton(page).click();
    await page.getByText('12 of 144 heads').waitFor();
    // More than five layers need, and less than six.
    site.hub.allow(190 * MEGABYTE);
    await page.getByText('60 of 144 heads').waitFor();
    await eventually(() => site.hub.sent).toBe(190 * MEGABYTE);
    await page.close();

    site.hub.allow(Number.POSITIVE_INFINITY);
    const again = await site.visit(context, 'gpt2');
    await runButton(again).click();
    await untilLive(again);
    // What was under way is lost with the tab: less than a layer. And everyone who opens the file reads its header.
    expect(site.hub.sent).toBeLessThanOrEqual(bytes + layer + 4 * 16_000);
    expect(await site.peakMegabytes()).toBeLessThan(emptyPeak + 900);
    expect(site.hub.offences).toEqual([]);
    await again.close();
  });

  test('the next visit asks for nothing', async () => {
    const page = await site.visit(context, 'gpt2');
    await eventually(() => textOf(page, 'run')).toMatch(/kept from an earlier visit/);
    await runButton(page).click();
    await untilLive(page);
    expect(site.hub.requests).toEqual([]);
    await page.close();
  });

  test('costs no more than it says', async () => {
    const fresh = await site.browser.newContext();
    const page = await site.visit(fresh, 'gpt2');
    await runButton(page).click();
    await untilLive(page);
    expect(site.hub.sent).toBeGreaterThanOrEqual(bytes);
    expect(site.hub.sent).toBeLessThanOrEqual(498 * MEGABYTE);
    expect(await site.peakMegabytes()).toBeLessThan(emptyPeak + 900);
    await fresh.close();
  });
});

describe('another one', () => {
  let context: BrowserContext;

  beforeEach(async () => {
    site.hub.repositories.set('someone/small', syntheticCheckpoint(SMALL));
    context = await site.browser.newContext();
    return () => context.close();
  });

  test('is looked up when the reader asks, and read when the reader asks again', async () => {
    const page = await site.visit(context, 'hf:someone/small');
    await runButton(page).hover();
    await eventually(() => textOf(page, 'run')).toBe('Look up its size');
    expect(site.hub.requests).toEqual([]);
    await runButton(page).click();
    await eventually(() => textOf(page, 'run')).toBe(
      'Run live: small from Hugging Face, 6.7 MB once, 1.9 MB kept',
    );
    expect(site.hub.requests.filter((request) => /safetensors/.test(request))).toHaveLength(2);
    expect(site.hub.sent).toBeLessThan(10_000);
    await load(page);
    await untilLive(page);
    expect(site.hub.offences).toEqual([]);
  });

  test('is asked about on the next visit, and read again only where its commit is another', async () => {
    const first = await site.visit(context, 'hf:someone/small');
    await lookUpAndLoad(first);
    await untilLive(first);
    await first.close();
    site.hub.reset();

    const second = await site.visit(context, 'hf:someone/small');
    await lookUpAndLoad(second);
    await untilLive(second);
    expect(site.hub.requests).toEqual(['api']);
    await second.close();

    site.hub.commit = 'f'.repeat(40);
    const third = await site.visit(context, 'hf:someone/small');
    await lookUpAndLoad(third);
    await untilLive(third);
    expect(site.hub.sent).toBeGreaterThan(6.6 * MEGABYTE);
    // What was made of the commit before takes up no room.
    const made = await third.evaluate(async () => {
      const cache = await caches.open((await caches.keys())[0] ?? '');
      const names = (await cache.keys()).map(({ url }) => decodeURIComponent(url));
      return names.filter((name) => name.includes('made in way')).length;
    });
    expect(made).toBe(1);
  });

  test('runs without the network, as of the last visit', async () => {
    const first = await site.visit(context, 'hf:someone/small');
    await lookUpAndLoad(first);
    await untilLive(first);
    await first.close();
    await context.route('https://huggingface.co/**', (route) => route.abort());
    const second = await site.visit(context, 'hf:someone/small');
    await lookUpAndLoad(second);
    await untilLive(second);
  });

  test('continues where a connection broke', async () => {
    site.hub.cuts = 2;
    const page = await site.visit(context, `hf:someone/small@${COMMIT}`);
    await lookUpAndLoad(page);
    await untilLive(page);
    expect(site.hub.sent).toBeLessThan(6.8 * MEGABYTE);
    expect(site.hub.offences).toEqual([]);
  });

  test('is not run where the page pins the manifest of a pack', async () => {
    const page = await site.visit(context, 'hf:someone/small');
    await eventually(() => textOf(page, 'run')).toBe('Look up its size');
    const error = await page.evaluate(() => {
      const { runtime } = globalThis as unknown as { runtime: Runtime };
      const integrity = `sha256-${'A'.repeat(43)}=`;
      const engine = runtime.engine('hf:someone/small', { integrity });
      return engine.load().catch(({ code, advice }) => ({ code, advice }));
    });
    expect(error).toEqual({
      code: 'manifest-hash',
      advice: expect.stringContaining('The commit after the @ pins'),
    });
  });

  test('waits for a hub that is busy', async () => {
    site.hub.instead.push(
      { status: 429, headers: { 'Retry-After': '0' } },
      { status: 503, headers: {} },
    );
    const page = await site.visit(context, 'hf:someone/small');
    await lookUpAndLoad(page);
    await untilLive(page);
  });

  test('comes from a server that ignores ranges where it is small', async () => {
    site.hub.ignoresRanges = true;
    const page = await site.visit(context, 'hf:someone/small');
    await lookUpAndLoad(page);
    await untilLive(page);
  });

  test.each([
    ['nobody/nothing', 'status 401', 'Check the name'],
    ['someone/small@no-such-branch', 'status 404', 'what follows the @'],
    ['someone/small#models', 'has no folder "models"', 'what follows the #'],
  ])('hf:%s is not there, which is said', async (name, message, advice) => {
    const page = await site.visit(context, `hf:${name}`);
    await runButton(page).click();
    await eventually(() => textOf(page, 'problem')).toContain(message);
    expect(await textOf(page, 'problem')).toContain(advice);
    site.hub.repositories.set('nobody/nothing', syntheticCheckpoint(SMALL));
    expect(await textOf(page, 'run')).not.toBe('');
  });

  test.each([
    [{ status: 403 }, 'not open to everybody'],
    [{ status: 500 }, 'status 500'],
    [{ status: 200, body: '<!doctype html><title>Hotel Wi-Fi</title>' }, 'a web page came'],
    [{ status: 200, body: '{"sha":5}' }, 'names no commit'],
    [{ status: 429, headers: { 'Retry-After': '86400' } }, 'status 429'],
  ])('an answer of %o is told in words', async (instead, message) => {
    site.hub.instead.push({ headers: {}, ...instead });
    const page = await site.visit(context, 'hf:someone/small');
    await runButton(page).click();
    // Whether a page may read how long to wait is the hub's choice; without it the next answer is the model's.
    await eventually(async () =>
      [await textOf(page, 'problem'), await textOf(page, 'run')].join(' '),
    ).toMatch(new RegExp(`${message}|from Hugging Face`));
  });
});

test("a mirror takes the hub's place by mapUrl", async () => {
  site.hub.repositories.set('someone/small', syntheticCheckpoint(SMALL));
  const context = await site.browser.newContext();
  const asked: string[] = [];
  context.on('request', (request) => asked.push(new URL(request.url()).host));
  const page = await site.visit(context, 'hf:someone/small');
  await eventually(() => textOf(page, 'run')).toBe('Look up its size');
  await page.evaluate(() => {
    const mapUrl = (url: string) => url.replace('//huggingface.co/', '//mirror.huggingface.co/');
    (globalThis as unknown as { runtime: Runtime }).runtime.configure({ mapUrl });
  });
  await lookUpAndLoad(page);
  await untilLive(page);
  expect(asked).toContain('mirror.huggingface.co');
  expect(asked).not.toContain('huggingface.co');
  await context.close();
});

describe('in a sandboxed frame', () => {
  test('it is live, and says that it comes on every visit', async () => {
    site.hub.repositories.set('someone/small', syntheticCheckpoint(SMALL));
    const context = await site.browser.newContext();
    for (let visits = 1; visits <= 2; visits++) {
      site.hub.reset();
      const page = await site.open(context, 'frame', 'hf:someone/small');
      const frame = page.frameLocator('iframe');
      await frame.locator('attn-lens [part=token]').first().waitFor();
      await runButton(frame).click();
      await eventually(() => textOf(frame, 'run')).toMatch(/6\.7 MB on every visit/);
      await load(frame);
      await eventually(() => textOf(frame, 'live')).toMatch(/it runs as you type.*not kept/);
      expect(site.hub.sent).toBeGreaterThan(6.6 * MEGABYTE);
      expect(site.hub.offences).toEqual([]);
      await page.close();
    }
    await context.close();
  });
});
