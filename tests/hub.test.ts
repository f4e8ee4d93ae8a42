// A model of a hub by one attribute: looked up, read by parts, converted in the worker while it comes, shown layer by layer, and
// kept. The hub is the strictest there is, under its own names.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import { convert } from '../src/cli/convert/convert.js';
import { temporaryFolder } from '../src/cli/convert/testing/temporary-folder.js';
import { encodeSafetensors } from '../src/convert/testing/encode-safetensors.js';
import {
  ONE_HEAD,
  randomCheckpoint,
  writeCheckpoint,
  writeShardedCheckpoint,
} from '../src/convert/testing/random-checkpoint.js';
import { fileOf, syntheticCheckpoint } from '../src/convert/testing/synthetic-checkpoint.js';
import { GPT2_SMALL } from '../src/convert/testing/synthetic-pack.js';
import type { Runtime } from '../src/runtime/index.js';
import { packFiles } from '../src/runtime/packs/pack-files.js';
import { watchUnhandled } from './browser.js';
import { eventually } from './eventually.js';
import { COMMIT, type HubFilesByPath, StrictHub } from './strict-hub.js';

/** Of more tokens than the first rows are. */
const SMALL = { ...GPT2_SMALL, layers: 3, heads: 2, dModel: 32, dInner: 64 };
const MEGABYTE = 1e6;

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self' https://huggingface.co https://*.hf.co",
  "worker-src 'self'",
  "img-src 'self' blob:",
].join('; ');

let hub: StrictHub;
let browser: Browser;
let site: RunningServer;

beforeAll(async () => {
  hub = await StrictHub.start();
  const executablePath = process.env.ATTENTION_LENS_BROWSER;
  browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: ['--no-sandbox', ...hub.browserArguments],
  });
  site = await serve({
    contentSecurityPolicy: POLICY,
    first: ({ url = '' }, response) => {
      const { pathname, searchParams } = new URL(url, 'http://site.example');
      const pages: Record<string, string> = {
        '/page': `<script type="module" src="/npm/attention-lens/dist/cdn/attn-lens.js"></script>
          <attn-lens src="/npm/attention-lens/traces/dog.json" model="${searchParams.get('model')}"></attn-lens>`,
        '/empty': '<p>Nothing.</p>',
      };
      const body = pages[pathname];
      if (body === undefined) return false;
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end(`<!doctype html><title>A course</title><link rel="icon" href="data:,">${body}`);
      return true;
    },
  });
});

afterAll(async () => {
  await browser.close();
  await site.close();
  await hub.close();
});

beforeEach(() => {
  hub.reset();
  hub.repositories.clear();
});

async function visit(context: BrowserContext, model: string): Promise<Page> {
  const page = await context.newPage();
  watchUnhandled(page);
  await page.goto(`${site.url}page?model=${encodeURIComponent(model)}`);
  await page.locator('attn-lens [part=token]').first().waitFor();
  return page;
}

const run = (page: Page) => page.locator('attn-lens [part=run]');
const textOf = async (page: Page, part: string) =>
  (await page.locator(`attn-lens [part=${part}]`).textContent())?.replace(/\s+/g, ' ').trim();

/** Looks up what a model costs, and runs it. */
async function lookUpAndRun(page: Page): Promise<void> {
  await run(page).click();
  await eventually(() => textOf(page, 'run')).toMatch(
    /from Hugging Face|kept from an earlier visit/,
  );
  await load(page);
}

/** Presses again where the press before was taken for the second of a double click, which loads nothing. */
const load = (page: Page) =>
  eventually(async () => {
    await run(page).press('Enter');
    return textOf(page, 'live');
  }).toMatch(/Loading|it runs as you type|cannot|could not/);

const untilLive = (page: Page) =>
  eventually(() => textOf(page, 'live')).toMatch(/it runs as you type/);

const filesIn = async (folder: string, names: readonly string[]): Promise<HubFilesByPath> =>
  new Map(
    await Promise.all(
      names.map(async (name) => [name, fileOf(await readFile(join(folder, name)))] as const),
    ),
  );

/** Of the processes of pages: the most memory that one of them has had. */
async function peakMegabytes(): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const peaks = await Promise.all(
    renderers.map(async ({ id }) => {
      const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
      return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1e3;
    }),
  );
  return Math.max(...peaks);
}

describe("a checkpoint of GPT-2 small's true shapes", () => {
  const bytes = 497_759_232;
  const layer = 28_351_488;
  let context: BrowserContext;
  let emptyPeak: number;

  beforeAll(async () => {
    context = await browser.newContext();
    await (await context.newPage()).goto(`${site.url}empty`);
    emptyPeak = await peakMegabytes();
  });
  afterAll(() => context.close());
  beforeEach(() => {
    hub.repositories.set('openai-community/gpt2', syntheticCheckpoint(GPT2_SMALL));
  });

  test('is live by one attribute: its price first, twelve heads before 75 MB of it, and on where a killed tab was', async () => {
    const page = await visit(context, 'gpt2');
    await eventually(() => textOf(page, 'run')).toBe(
      'Run live: GPT-2 small from Hugging Face, 498 MB once, 126 MB kept',
    );
    expect(hub.requests).toEqual([]);
    hub.allow(75 * MEGABYTE);
    await run(page).click();
    await page.getByText('12 of 144 heads').waitFor();
    hub.allow(200 * MEGABYTE);
    await page.getByText('60 of 144 heads').waitFor();
    await eventually(() => hub.sent).toBe(200 * MEGABYTE);
    await page.close();

    hub.allow(Number.POSITIVE_INFINITY);
    const again = await visit(context, 'gpt2');
    await run(again).click();
    await untilLive(again);
    // What was under way is lost with the tab: less than a layer. And a load that opens the file reads its header.
    expect(hub.sent).toBeLessThanOrEqual(bytes + layer + 4 * 16_000);
    expect(await peakMegabytes()).toBeLessThan(emptyPeak + 900);
    expect(hub.offences).toEqual([]);
    await again.close();
  });

  test('the next visit asks for nothing', async () => {
    const page = await visit(context, 'gpt2');
    await eventually(() => textOf(page, 'run')).toMatch(/kept from an earlier visit/);
    await run(page).click();
    await untilLive(page);
    expect(hub.requests).toEqual([]);
    await page.close();
  });

  test('costs no more than it says', async () => {
    const fresh = await browser.newContext();
    const page = await visit(fresh, 'gpt2');
    await run(page).click();
    await untilLive(page);
    expect(hub.sent).toBeGreaterThanOrEqual(bytes);
    expect(hub.sent).toBeLessThanOrEqual(498 * MEGABYTE);
    expect(await peakMegabytes()).toBeLessThan(emptyPeak + 900);
    await fresh.close();
  });
});

describe('another one', () => {
  let context: BrowserContext;

  beforeEach(async () => {
    hub.repositories.set('someone/small', syntheticCheckpoint(SMALL));
    context = await browser.newContext();
    return () => context.close();
  });

  test('is looked up when the reader asks, and read when the reader asks again', async () => {
    const page = await visit(context, 'hf:someone/small');
    await run(page).hover();
    await eventually(() => textOf(page, 'run')).toBe('Look up its size');
    expect(hub.requests).toEqual([]);
    await run(page).click();
    await eventually(() => textOf(page, 'run')).toBe(
      'Run live: small from Hugging Face, 6.7 MB once, 1.9 MB kept',
    );
    expect(hub.requests.filter((request) => /safetensors/.test(request))).toHaveLength(2);
    expect(hub.sent).toBeLessThan(10_000);
    await load(page);
    await untilLive(page);
    expect(hub.offences).toEqual([]);
  });

  test('is asked about on the next visit, and read again only where its commit is another', async () => {
    const first = await visit(context, 'hf:someone/small');
    await lookUpAndRun(first);
    await untilLive(first);
    await first.close();
    hub.reset();

    const second = await visit(context, 'hf:someone/small');
    await lookUpAndRun(second);
    await untilLive(second);
    expect(hub.requests).toEqual(['api']);
    await second.close();

    hub.commit = 'f'.repeat(40);
    const third = await visit(context, 'hf:someone/small');
    await lookUpAndRun(third);
    await untilLive(third);
    expect(hub.sent).toBeGreaterThan(6.6 * MEGABYTE);
  });

  test('runs without the network, as of the last visit', async () => {
    const first = await visit(context, 'hf:someone/small');
    await lookUpAndRun(first);
    await untilLive(first);
    await first.close();
    await context.route('https://huggingface.co/**', (route) => route.abort());
    const second = await visit(context, 'hf:someone/small');
    await lookUpAndRun(second);
    await untilLive(second);
  });

  test('continues where a connection broke', async () => {
    hub.cuts = 2;
    const page = await visit(context, `hf:someone/small@${COMMIT}`);
    await lookUpAndRun(page);
    await untilLive(page);
    expect(hub.sent).toBeLessThan(6.8 * MEGABYTE);
    expect(hub.offences).toEqual([]);
  });

  test('waits for a hub that is busy', async () => {
    hub.instead.push(
      { status: 429, headers: { 'Retry-After': '0' } },
      { status: 503, headers: {} },
    );
    const page = await visit(context, 'hf:someone/small');
    await lookUpAndRun(page);
    await untilLive(page);
  });

  test('comes from a server that ignores ranges where it is small', async () => {
    hub.ignoresRanges = true;
    const page = await visit(context, 'hf:someone/small');
    await lookUpAndRun(page);
    await untilLive(page);
  });

  test.each([
    ['nobody/nothing', 'status 401', 'Check the name'],
    ['someone/small@no-such-branch', 'status 404', 'what follows the @'],
    ['someone/small#models', 'has no folder "models"', 'what follows the #'],
  ])('hf:%s is not there, which is said', async (name, message, advice) => {
    const page = await visit(context, `hf:${name}`);
    await run(page).click();
    await eventually(() => textOf(page, 'problem')).toContain(message);
    expect(await textOf(page, 'problem')).toContain(advice);
    hub.repositories.set('nobody/nothing', syntheticCheckpoint(SMALL));
    expect(await textOf(page, 'run')).not.toBe('');
  });

  test.each([
    [{ status: 403 }, 'not open to everybody'],
    [{ status: 500 }, 'status 500'],
    [{ status: 200, body: '<!doctype html><title>Hotel Wi-Fi</title>' }, 'a web page came'],
    [{ status: 200, body: '{"sha":5}' }, 'names no commit'],
    [{ status: 429, headers: { 'Retry-After': '86400' } }, 'status 429'],
  ])('an answer of %o is told in words', async (instead, message) => {
    hub.instead.push({ headers: {}, ...instead });
    const page = await visit(context, 'hf:someone/small');
    await run(page).click();
    // Whether a page may read how long to wait is the hub's choice; without it the next answer is the model's.
    await eventually(async () =>
      [await textOf(page, 'problem'), await textOf(page, 'run')].join(' '),
    ).toMatch(new RegExp(`${message}|from Hugging Face`));
  });
});

describe('what is available', () => {
  let context: BrowserContext;

  beforeEach(async () => {
    context = await browser.newContext();
    return () => context.close();
  });

  test('a pack of ours in a repository is used as it is', async () => {
    const folder = await temporaryFolder();
    await writeCheckpoint(folder, randomCheckpoint({ ...SMALL, vocab: 50_257 }, 3));
    const pack = join(folder, 'pack');
    const manifest = await convert(folder, pack, { id: 'ours', name: 'ours', source: 'random' });
    const names = ['manifest.json', ...packFiles(manifest).map(({ path }) => path)];
    hub.repositories.set('someone/pack', await filesIn(pack, names));
    const page = await visit(context, 'hf:someone/pack');
    await run(page).click();
    await eventually(() => textOf(page, 'run')).toMatch(/^Run live: ours/);
    await load(page);
    await untilLive(page);
    expect(hub.requests.map((request) => request.replace(/ bytes=.*/, ''))).toEqual(
      expect.arrayContaining(['api', ...names.filter((name) => !name.includes('webgpu'))]),
    );
    expect(hub.requests.join()).not.toContain('safetensors');
    expect(hub.offences).toEqual([]);
  });

  test('a checkpoint in several files, in a folder', async () => {
    const folder = await temporaryFolder();
    const names = ['model-00001.safetensors', 'model-00002.safetensors'];
    const checkpoint = randomCheckpoint({ ...SMALL, vocab: 50_257 }, 4);
    await writeShardedCheckpoint(folder, checkpoint, (name) =>
      name.startsWith('h.1') ? 'model-00001.safetensors' : 'model-00002.safetensors',
    );
    const files = await filesIn(folder, ['config.json', 'model.safetensors.index.json', ...names]);
    hub.repositories.set(
      'someone/sharded',
      new Map(Array.from(files, ([path, file]) => [`models/best/${path}`, file])),
    );
    const page = await visit(context, 'hf:someone/sharded#models/best');
    await lookUpAndRun(page);
    await untilLive(page);
    expect(hub.offences).toEqual([]);
  });

  test('a value that is not a number is named, and nothing of it is shown', async () => {
    const { config, tensors } = randomCheckpoint({ ...SMALL, vocab: 50_257 }, 4);
    tensors.get('h.1.mlp.c_fc.weight')?.values.fill(Number.NaN, 7, 8);
    hub.repositories.set(
      'someone/broken',
      new Map([
        ['config.json', fileOf(Buffer.from(JSON.stringify(config)))],
        ['model.safetensors', fileOf(Buffer.from(encodeSafetensors(tensors)))],
      ]),
    );
    const page = await visit(context, 'hf:someone/broken');
    await lookUpAndRun(page);
    await eventually(() => textOf(page, 'problem')).toContain(
      '"h.1.mlp.c_fc.weight" holds NaN at index 7',
    );
  });

  test('a model of another kind is refused for the sake of its config', async () => {
    hub.repositories.set(
      'someone/bert',
      new Map([
        ['config.json', fileOf(Buffer.from('{"model_type":"bert"}'))],
        ['model.safetensors', fileOf(Buffer.alloc(64))],
      ]),
    );
    const page = await visit(context, 'hf:someone/bert');
    await run(page).click();
    await eventually(() => textOf(page, 'problem')).toContain('"bert"');
  });

  test('a file that is not the one that was looked up is refused', async () => {
    hub.repositories.set('someone/small', syntheticCheckpoint(SMALL));
    const page = await visit(context, 'hf:someone/small');
    await run(page).click();
    await eventually(() => textOf(page, 'run')).toMatch(/from Hugging Face/);
    hub.repositories.set('someone/small', syntheticCheckpoint({ ...SMALL, dInner: 128 }));
    await load(page);
    await eventually(() => textOf(page, 'problem')).toMatch(
      /not the model that was looked up|cannot be run|bytes instead of/,
    );
  });
});

test('the page makes the pack that the command makes, byte for byte', async () => {
  const folder = await temporaryFolder();
  for (const [seed, shape] of [
    { ...SMALL, vocab: 50_257 },
    { ...ONE_HEAD, layers: 2, heads: 3, dModel: 51, dInner: 33, vocab: 8200 },
  ].entries()) {
    const source = join(folder, `checkpoint-${seed}`);
    await writeCheckpoint(source, randomCheckpoint(shape, seed + 5));
    const options = { id: 'x', name: 'x', source: 'random', rounding: 'nearest' } as const;
    const manifest = await convert(source, join(folder, `pack-${seed}`), options);
    const repository = `someone/model-${seed}`;
    hub.repositories.set(repository, await filesIn(source, ['config.json', 'model.safetensors']));
    const context = await browser.newContext();
    const page = await visit(context, `hf:${repository}`);
    await page.evaluate(async () => {
      const lens = document.querySelector('attn-lens') as unknown as { model: string };
      const runtime = Object.getOwnPropertySymbols(globalThis)
        .map((key) => (globalThis as unknown as Record<symbol, unknown>)[key])
        .find((value): value is Runtime => typeof value === 'object' && 'engine' in (value ?? {}));
      await runtime
        ?.engine(lens.model)
        .acquire()
        .run({ ids: [1, 2, 3] });
    });
    const made = await page.evaluate(async () => {
      const [name = ''] = await caches.keys();
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        if (!decodeURIComponent(request.url).includes('made in way')) continue;
        const kept = (await cache.match(request)) as Response;
        const { stored } = await kept.json();
        const graphs = Object.values<object>(stored.graphs).flatMap((graphs) =>
          Object.values(graphs),
        );
        return [...Object.values(stored.parts).flat(), ...graphs];
      }
      return [];
    });
    await context.close();
    const byPath = (files: readonly unknown[]) =>
      (files as { path: string }[]).toSorted((a, b) => a.path.localeCompare(b.path));
    expect(byPath(made)).toEqual(byPath(packFiles(manifest)));
  }
});
