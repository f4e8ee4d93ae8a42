// Bad days, in a real browser: what a reader who asked for a live run sees when something fails. Their words and the
// recording stay on screen, and it ends in a run or in a reason with one thing to do.
// This file is long because all faults are tried on one server, which they set to fail and which takes a third of the file.

import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, JSHandle, Locator, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import { endlessBlock } from '../src/convert/testing/endless-graph.js';
import { type WrongOutput, wrongGraphs } from '../src/convert/testing/wrong-graph.js';
import type { Engine, EngineStatus } from '../src/runtime/index.js';
import { launchBrowser, watchUnhandled } from './browser.js';
import { type PackInMemory, tinyPack, withGraphs } from './tiny-pack.js';

/** Of common tokens, whose rows come first. */
const WORDS = 'The man wrote this, and the man';
const STRICT =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; worker-src 'self'; img-src 'self' blob:";
/** The second of four layers. */
const LAYER = '/pack/layer.01.bin';
/** The largest file, and the last but the small ones of the output layer. */
const OTHER_ROWS = '/pack/embedding.01.bin';

/** Answers a request in place of the server; false leaves it to the server. */
type Fault = (request: IncomingMessage, response: ServerResponse) => boolean;

let browser: Browser;
let server: RunningServer;
let soundPack: PackInMemory;
let pack: PackInMemory;
let fault: Fault;
let policy: string;
/** Put before the worker's script, which no script of the page can reach. */
let workerPrelude: string;
let asked: string[];
let context: BrowserContext;
let modelAttributes: string;

beforeAll(async () => {
  soundPack = await tinyPack();
  browser = await launchBrowser();
  server = await serve({ contentSecurityPolicy: null, first: answer });
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

beforeEach(async () => {
  pack = soundPack;
  fault = () => false;
  policy = STRICT;
  workerPrelude = '';
  asked = [];
  context = await browser.newContext();
});

afterEach(async () => {
  await context.close();
});

function answer(request: IncomingMessage, response: ServerResponse): boolean {
  const path = (request.url ?? '').split('?')[0] ?? '';
  asked.push(path);
  response.setHeader('Content-Security-Policy', policy);
  if (fault(request, response)) return true;
  if (path === '/page') {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(`<!doctype html><title>A course</title><link rel="icon" href="data:,">
      <script type="module" src="/npm/attention-lens/dist/cdn/attn-lens.js"></script>
      <script type="module" src="/npm/attention-lens/dist/cdn/attn-model.js"></script>
      <attn-model src="/pack/" ${modelAttributes}>
        <attn-lens src="/npm/attention-lens/traces/dog.json"></attn-lens>
      </attn-model>`);
    return true;
  }
  const [, folder, name = ''] = /^\/(pack|sound)\/(.*)$/.exec(path) ?? [];
  const file = (folder === 'sound' ? soundPack : pack).get(name);
  if (file) sendRange(request, response, file);
  if (workerPrelude && /\/worker-[\w-]+\.js$/.test(path)) {
    const script = readFileSync(new URL(`../dist/cdn/${path.split('/').at(-1)}`, import.meta.url));
    response.writeHead(200, { 'Content-Type': 'text/javascript' });
    response.end(workerPrelude + script);
    return true;
  }
  return file !== undefined;
}

function sendRange(request: IncomingMessage, response: ServerResponse, file: Buffer): void {
  const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const headers = { 'Content-Range': `bytes ${start}-${file.length - 1}/${file.length}` };
  if (start > 0) response.writeHead(206, headers);
  response.end(file.subarray(start));
}

/** Ends the connection after `bytes` of a file that was said to be whole. */
function sendPart(response: ServerResponse, whole: Buffer, bytes: number): void {
  response.writeHead(200, { 'Content-Length': whole.length });
  // When a connection breaks, the browser drops what it has not handed over yet. Not destroyed, which could overtake what
  // was written.
  response.write(whole.subarray(0, bytes), () => setTimeout(() => response.socket?.end(), 1000));
}

const isWeights = (path: string) => /^\/pack\/.*\.bin$/.test(path);
/** Weights as they are asked for where nothing is kept. */
const inReadingOrder = () => [...soundPack.keys()].map((path) => `/pack/${path}`).filter(isWeights);
const isFor = (path: string, { url }: IncomingMessage) => url?.split('?')[0] === path;
const cut: Fault = ({ socket }) => Boolean(socket.destroy());

interface Visit {
  readonly page: Page;
  readonly lens: Locator;
}

/** @param model attributes of the model around the lens. */
async function visit(model = ''): Promise<Visit> {
  modelAttributes = model;
  engineOf = model ? ['/pack/', { device: 'webgpu' }] : ['/pack/'];
  const page = await context.newPage();
  watchUnhandled(page);
  await page.goto(`${server.url}page`);
  const lens = page.locator('attn-lens');
  await lens.locator('[part=token]').first().waitFor();
  return { page, lens };
}

/** The reader types and asks for a run. */
async function ask({ lens }: Visit): Promise<void> {
  await lens.locator('textarea').fill(WORDS);
  await lens.locator('[part=run]').click();
}

/** Loads the model, so that what is asked next is a run and nothing else. */
async function loadFirst(visited: Visit): Promise<void> {
  await withEngine(visited.page, (engine) => engine.load());
  expect(await statusOf(visited)).toMatchObject({ state: 'ready' });
}

/** What the elements of the page ask the runtime for. */
let engineOf: readonly [model: string, options?: object];

/** The page's engine, through the registry that all copies of the library share. */
async function withEngine<T>(page: Page, ask: (engine: Engine) => T): Promise<T> {
  return (await withEngineHandle<T>(page, String(ask))).jsonValue();
}

function withEngineHandle<T>(page: Page, ask: string): Promise<JSHandle<T>> {
  return page.evaluateHandle(
    `(${ask})(globalThis[Symbol.for('attention-lens/runtime@1')].engine(...${JSON.stringify(engineOf)}))`,
  ) as Promise<JSHandle<T>>;
}

const statusOf = ({ page }: Visit) => withEngine<EngineStatus>(page, (engine) => engine.status);

/** The states from now on, each once in a row. `react` runs in the page at each of them. */
async function recordStates(
  { page }: Visit,
  react: (status: EngineStatus, seen: readonly string[]) => void,
): Promise<JSHandle<string[]>> {
  return withEngineHandle(
    page,
    `(engine) => {
      const seen = [];
      engine.subscribe((status) => {
        if (seen.at(-1) !== status.state) seen.push(status.state);
        (${react})(status, seen);
      });
      return seen;
    }`,
  );
}

/** Files and manifests in the browser's cache. */
function countKept({ page }: Visit): Promise<number> {
  return page.evaluate(async () => {
    const names = await caches.keys();
    const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return keys.flat().length;
  });
}

async function expectWordsAndRecording({ lens }: Visit): Promise<void> {
  expect(await lens.locator('textarea').inputValue()).toBe(WORDS);
  expect(await lens.locator('[part=token]').count()).toBeGreaterThan(5);
}

async function expectRun(visited: Visit): Promise<void> {
  const { page, lens } = visited;
  await expect.poll(() => lens.locator('.badge').textContent(), PATIENCE).toMatch('live');
  // Its first heads are shown while it still loads.
  await expect.poll(async () => (await statusOf(visited)).state, PATIENCE).toBe('ready');
  expect(await lens.locator('[part=problem]').textContent()).toMatch(/^\s*$/);
  await expectWordsAndRecording(visited);
  expect(page.workers()).toHaveLength(1);
}

/** @param subject the address or the limit that it must have failed on, or a part of it. */
async function expectFailure(visited: Visit, code: string, subject: string): Promise<void> {
  const { page, lens } = visited;
  await expect.poll(async () => (await statusOf(visited)).state, PATIENCE).toBe('failed');
  expect(await statusOf(visited)).toMatchObject({
    error: { code, subject: expect.stringContaining(subject) },
  });
  await expectWordsAndRecording(visited);
  const live = lens.locator('[part=live]');
  const said = await live.locator('[part=problem]').textContent();
  expect(said).toMatch(/\w.*\. \w/);
  // A limit is put into words, an address stands as it is.
  if (subject.startsWith('http')) expect(said).toContain(subject);
  expect(await live.getByRole('button').allTextContents()).toEqual([
    expect.stringMatching(/^\s*Try again\s*$/),
  ]);
  await expect.poll(() => page.workers().length, PATIENCE).toBe(0);
}

const PATIENCE = { timeout: 60_000 };
const at = (path: string) => new URL(path, server.url).href;

test('the server is down, and then up again', async () => {
  const visited = await visit();
  fault = cut;
  await ask(visited);
  await expectFailure(visited, 'file-unreachable', server.url);
  fault = () => false;
  await visited.lens.getByRole('button', { name: 'Try again' }).click();
  await expectRun(visited);
});

test("the model's server is down", async () => {
  fault = (request, response) => isFor('/pack/manifest.json', request) && cut(request, response);
  const visited = await visit();
  await ask(visited);
  await expectFailure(visited, 'manifest-unreachable', at('/pack/manifest.json'));
});

test('500 on a layer; what came is not fetched again', async () => {
  const held: ServerResponse[] = [];
  fault = (request, response) => isFor(LAYER, request) && held.push(response) > 0;
  const visited = await visit();
  await ask(visited);
  // The block graph, the first rows, positions and the layer before; the .wasm and the manifest.
  await expect.poll(() => countKept(visited), PATIENCE).toBe(6);
  await expect.poll(() => held.length, PATIENCE).toBe(1);
  for (const response of held) response.writeHead(500).end('Internal server error');
  await expectFailure(visited, 'file-unreachable', at(LAYER));
  expect(asked.filter((path) => path === LAYER)).toHaveLength(1);
  fault = () => false;
  asked = [];
  await visited.lens.getByRole('button', { name: 'Try again' }).click();
  await expectRun(visited);
  expect(asked.filter(isWeights)).toEqual(inReadingOrder().slice(inReadingOrder().indexOf(LAYER)));
});

test('a connection that is cut at 60 % is taken up there', async () => {
  const ranges: unknown[] = [];
  const begun: ServerResponse[] = [];
  const whole = pack.get(OTHER_ROWS.slice('/pack/'.length)) as Buffer;
  const most = Math.floor(0.6 * whole.length);
  fault = (request, response) => {
    if (!isFor(OTHER_ROWS, request)) return false;
    ranges.push(request.headers.range);
    if (ranges.length > 1) return false;
    response.writeHead(200, { 'Content-Length': whole.length });
    response.write(whole.subarray(0, most));
    begun.push(response);
    return true;
  };
  const visited = await visit();
  await ask(visited);
  // Once all else is there and those 60 % are, give or take the step in which progress is told: the browser drops what it
  // has not handed over when a connection breaks.
  await expect
    .poll(async () => {
      const status = await statusOf(visited);
      if (status.state !== 'downloading') return 0;
      const { loaded, total } = status.progress;
      return (loaded + whole.length - most) / total;
    }, PATIENCE)
    .toBeGreaterThan(0.99);
  begun[0]?.socket?.end();
  await expectRun(visited);
  expect(ranges).toHaveLength(2);
  expect(ranges[1]).toMatch(/^bytes=[1-9]\d*-$/);
});

test('a connection that is cut at 60 % every time, without ranges', async () => {
  const whole = pack.get(LAYER.slice('/pack/'.length)) as Buffer;
  fault = (request, response) => {
    if (!isFor(LAYER, request)) return false;
    sendPart(response, whole, 0.6 * whole.length);
    return true;
  };
  const visited = await visit();
  await ask(visited);
  await expectFailure(visited, 'file-unreachable', at(LAYER));
});

test('a flipped byte in a layer', async () => {
  const flipped = Buffer.from(pack.get(LAYER.slice('/pack/'.length)) as Buffer);
  flipped[1000] = (flipped[1000] as number) ^ 1;
  fault = (request, response) => isFor(LAYER, request) && Boolean(response.end(flipped));
  const visited = await visit();
  await ask(visited);
  await expectFailure(visited, 'file-hash', at(LAYER));
});

test('a flipped byte in the cache', async () => {
  const first = await visit();
  await ask(first);
  await expectRun(first);
  await first.page.close();
  const second = await visit();
  await second.page.evaluate(async () => {
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const bytes = new Uint8Array(
          await ((await cache.match(request)) as Response).arrayBuffer(),
        );
        if (bytes.length < 100_000) continue;
        bytes[1000] = (bytes[1000] as number) ^ 1;
        await cache.put(request, new Response(bytes));
      }
    }
  });
  asked = [];
  await ask(second);
  await expectRun(second);
  // Of the small files no byte was flipped.
  const isLarge = (path: string) => (pack.get(path.slice('/pack/'.length))?.length ?? 0) > 100_000;
  expect(asked.filter(isWeights)).toEqual(inReadingOrder().filter(isLarge));
  await second.page.close();
  asked = [];
  const third = await visit();
  await ask(third);
  await expectRun(third);
  expect(asked.filter(isWeights)).toEqual([]);
});

test('room for 1 MB: it runs, and says that nothing is kept', async () => {
  const visited = await visit();
  const session = await context.newCDPSession(visited.page);
  const origin = new URL(server.url).origin;
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000_000 });
  await ask(visited);
  await expectRun(visited);
  expect(await visited.lens.locator('.note').textContent()).toMatch(
    'not kept for the next visit: there is not enough room',
  );
});

test('no Cache API: it runs, and says that nothing is kept', async () => {
  workerPrelude = "Object.defineProperty(globalThis, 'caches', { value: undefined });";
  await context.addInitScript(workerPrelude);
  const visited = await visit();
  await ask(visited);
  await expectRun(visited);
  expect(await visited.lens.locator('.note').textContent()).toMatch('not kept for the next visit');
});

test('the worker is killed while it runs: the run is done by the next one', async () => {
  await context.addInitScript(() => {
    const started: Worker[] = [];
    const { Worker } = globalThis;
    Object.assign(globalThis, {
      started,
      Worker: class extends Worker {
        constructor(...parameters: ConstructorParameters<typeof Worker>) {
          super(...parameters);
          started.push(this);
        }
      },
    });
  });
  const visited = await visit();
  await loadFirst(visited);
  const states = await recordStates(visited, ({ state }) => {
    const { started } = globalThis as unknown as { started: Worker[] };
    if (state === 'running' && started.length === 1) started[0]?.terminate();
  });
  await ask(visited);
  await expectRun(visited);
  const seen = await states.jsonValue();
  expect(seen.slice(seen.indexOf('running'), seen.indexOf('running') + 2)).toEqual([
    'running',
    'lost',
  ]);
});

test('the GPU goes away while it runs: the run is done by the next worker', async () => {
  const withGpu = await launchBrowser([
    '--enable-unsafe-webgpu',
    '--use-webgpu-adapter=swiftshader',
  ]);
  await context.close();
  context = await withGpu.newContext();
  workerPrelude = `
    const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = async function (...parameters) {
      const device = await requestDevice.apply(this, parameters);
      new BroadcastChannel('destroy').onmessage = () => device.destroy();
      return device;
    };`;
  const visited = await visit('device="webgpu"');
  try {
    await loadFirst(visited);
    const states = await recordStates(visited, ({ state }, seen) => {
      if (state === 'running' && !seen.includes('lost')) {
        new BroadcastChannel('destroy').postMessage('');
      }
    });
    await ask(visited);
    await expectRun(visited);
    const seen = await states.jsonValue();
    expect(seen.slice(seen.indexOf('running'), seen.indexOf('running') + 2)).toEqual([
      'running',
      'lost',
    ]);
    expect(await statusOf(visited)).toMatchObject({ plan: { device: 'webgpu' } });
  } finally {
    await context.close();
    await withGpu.close();
  }
});

test('two loads in a row are given up, and the third one runs', async () => {
  let stuck: ServerResponse[] = [];
  fault = (request, response) => isFor(LAYER, request) && stuck.push(response) > 0;
  const visited = await visit();
  const { lens, page } = visited;
  for (let time = 0; time < 2; time++) {
    await ask(visited);
    await expect.poll(() => stuck.length, PATIENCE).toBe(1);
    await lens.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(async () => (await statusOf(visited)).state, PATIENCE).toBe('idle');
    await expect.poll(() => page.workers().length, PATIENCE).toBe(0);
    stuck = [];
  }
  fault = () => false;
  await ask(visited);
  await expectRun(visited);
});

test("two loads are given up while the worker's script does not come, and the third one runs", async () => {
  const stuck: ServerResponse[] = [];
  const stall: Fault = ({ url }, response) =>
    /\/worker-[\w-]+\.js$/.test(url ?? '') && stuck.push(response) > 0;
  const visited = await visit();
  const { lens, page } = visited;
  for (let time = 1; time <= 2; time++) {
    fault = stall;
    await ask(visited);
    await expect.poll(() => stuck.length, PATIENCE).toBe(time);
    await lens.getByRole('button', { name: 'Cancel' }).click();
    await expect.poll(async () => (await statusOf(visited)).state, PATIENCE).toBe('idle');
    await expect.poll(() => page.workers().length, PATIENCE).toBe(0);
    // Else Chromium holds the next request for the same address back for a while.
    stuck.at(-1)?.destroy();
  }
  fault = () => false;
  await ask(visited);
  await expectRun(visited);
});

test('a lens that is moved while it loads, and later, loads once', async () => {
  const held: (() => void)[] = [];
  fault = (request, response) =>
    isFor(LAYER, request) &&
    held.length === 0 &&
    held.push(() => response.end(pack.get(LAYER.slice('/pack/'.length)))) > 0;
  const visited = await visit();
  const { page } = visited;
  /** @param pause milliseconds off the page. */
  const move = (pause?: number) =>
    page.evaluate(async (pause) => {
      const lens = document.querySelector('attn-lens') as HTMLElement;
      if (pause !== undefined) {
        lens.remove();
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
      document.querySelector('attn-model')?.append(lens);
    }, pause);
  await ask(visited);
  await expect.poll(() => held.length, PATIENCE).toBe(1);
  const [worker] = page.workers();
  await move();
  await move(300);
  held[0]?.();
  await expectRun(visited);
  await move(300);
  await visited.lens.locator('[part=run]').click();
  await expectRun(visited);
  expect(page.workers()).toEqual([worker]);
  expect(asked.filter((path) => path === LAYER)).toHaveLength(1);
});

test('there is not enough memory', async () => {
  // Of each memory at most as much as it begins with.
  workerPrelude = `
    const { Memory } = WebAssembly;
    WebAssembly.Memory = function (options) {
      return new Memory({ ...options, maximum: options.initial });
    };
    WebAssembly.Memory.prototype = Memory.prototype;
    Memory.prototype.grow = () => { throw new RangeError('WebAssembly.Memory.grow(): Unable to grow instance memory'); };`;
  const visited = await visit();
  await ask(visited);
  await expectFailure(visited, 'out-of-memory', 'memory');
});

test('a worker that is killed at every run has failed, until it is tried again', async () => {
  workerPrelude = `
    addEventListener('message', ({ data }) => {
      if (data.type === 'run') close();
    }, { capture: true });`;
  const visited = await visit();
  await ask(visited);
  await expectFailure(visited, 'worker-lost', 'worker');
  workerPrelude = '';
  // The browser has kept the script that ends itself.
  await context.route(/worker-[\w-]+\.js$/, (route) =>
    route.fulfill({
      path: fileURLToPath(
        new URL(`../dist/cdn/${route.request().url().split('/').at(-1)}`, import.meta.url),
      ),
    }),
  );
  await visited.lens.getByRole('button', { name: 'Try again' }).click();
  await expectRun(visited);
});

test("a policy without 'wasm-unsafe-eval'", async () => {
  policy = STRICT.replace(" 'wasm-unsafe-eval'", '');
  const visited = await visit();
  await ask(visited);
  await expectFailure(visited, 'wasm-blocked', "script-src 'wasm-unsafe-eval'");
  expect(asked.filter((path) => /\.(wasm|onnx|bin)$/.test(path))).toEqual([]);
});

test.each<[string, Fault]>([
  ['the network is gone', cut],
  ['every server is overloaded', (_request, response) => Boolean(response.writeHead(503).end())],
])('%s after a first visit', async (_name, after) => {
  const first = await visit();
  await ask(first);
  await expectRun(first);
  await first.page.close();
  const second = await visit();
  fault = after;
  await ask(second);
  await expectRun(second);
  expect(await withEngine(second.page, (engine) => engine.estimate())).toMatchObject({
    cached: true,
  });
});

const endlessPack = () =>
  withGraphs(soundPack, (architecture) => ({ block: endlessBlock(architecture) }));

test.each<[string, WrongOutput, RegExp]>([
  ['attention of NaN', { attention: Number.NaN }, /attention\.0 has rows that do not sum to 1/],
  ['attention of zeros', { attention: 0 }, /attention\.0 has rows that do not sum to 1/],
  ['attention of sevens', { attention: 7 }, /attention\.0 has rows that do not sum to 1/],
  ['logits of NaN', { logit: Number.NaN }, /logits has values that are not finite/],
  ['one logit', { logits: 1 }, /logits has 1 numbers, not \d+/],
])('a graph that gives %s: it is said, and never shown', async (_name, wrong, problem) => {
  pack = withGraphs(soundPack, (architecture) => wrongGraphs(architecture, wrong));
  const visited = await visit();
  await ask(visited);
  const said = visited.lens.locator('[part=live] [part=problem]');
  await expect.poll(() => said.textContent(), PATIENCE).toMatch(problem);
  expect(await said.textContent()).toMatch('numbers cannot be right');
  expect(await visited.lens.locator('.badge').textContent()).toMatch('recorded');
  await expectWordsAndRecording(visited);
});

/** Once the worker does nothing but run. */
async function expectBusyWorker({ page }: Visit): Promise<void> {
  await expect
    .poll(async () => {
      const [worker] = page.workers();
      const answer = worker?.evaluate(() => 'free').catch(() => 'gone');
      return Promise.race([answer, pause(1000).then(() => 'busy')]);
    }, PATIENCE)
    .toBe('busy');
}

test.each([
  [
    'button',
    'of a loaded model',
    ({ lens }: Visit) => lens.getByRole('button', { name: 'Cancel' }).click(),
  ],
  ['Escape', 'of a loaded model', ({ lens }: Visit) => lens.locator('textarea').press('Escape')],
  [
    'Escape',
    'while the model loads',
    ({ lens }: Visit) => lens.locator('textarea').press('Escape'),
  ],
])(
  'a run that never ends is cancelled by %s, %s; the next text runs',
  async (_name, when, cancel) => {
    pack = endlessPack();
    const visited = await visit();
    if (when === 'of a loaded model') await loadFirst(visited);
    await ask(visited);
    await expectBusyWorker(visited);
    await cancel(visited);
    await expect.poll(async () => (await statusOf(visited)).state, PATIENCE).toBe('idle');
    await expect.poll(() => visited.page.workers().length, PATIENCE).toBe(0);
    await expectWordsAndRecording(visited);
    await visited.page.evaluate(() =>
      document.querySelector('attn-model')?.setAttribute('src', '/sound/'),
    );
    await visited.lens.locator('[part=run]').click();
    await expect.poll(() => visited.lens.locator('.badge').textContent(), PATIENCE).toMatch('live');
  },
);

test('a run that never ends is over half a minute after its element has gone', async () => {
  pack = endlessPack();
  const visited = await visit();
  await loadFirst(visited);
  await ask(visited);
  await expect.poll(async () => (await statusOf(visited)).state, PATIENCE).toBe('running');
  await visited.page.evaluate(() => document.querySelector('attn-lens')?.remove());
  await expect.poll(() => visited.page.workers().length, PATIENCE).toBe(0);
  expect(await statusOf(visited)).toEqual({ state: 'idle' });
});
