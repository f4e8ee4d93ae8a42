// A live run from the built files, as a script tag gets them from a CDN: where the worker, onnxruntime-web and the model
// come from, under which policies, and that nothing is asked for before the reader does.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import { ORT_VERSION } from '../src/runtime/device/ort-version.js';
import { launchBrowser, openPage } from './browser.js';

const SCRIPT = 'npm/attention-lens/dist/cdn/attn-model.js';
const STRICT =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'; img-src data:";

let cdn: RunningServer;
let browser: Browser;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  cdn = await serve({ contentSecurityPolicy: null });
  browser = await launchBrowser();
});

afterAll(async () => {
  for (const close of closing) await close();
  await browser.close();
  await cdn.close();
});

const pageWith = (script: string) =>
  `<!doctype html><title>A blog</title><link rel="icon" href="data:,">
   <script type="module" src="${script}"></script><attn-model device="wasm"></attn-model>`;

/** A server of the same files that also has a page, all under one policy. */
async function sameOrigin(contentSecurityPolicy: string): Promise<string> {
  const server = await serve({
    contentSecurityPolicy,
    first: ({ url }, response) => {
      if (url !== '/page') return false;
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end(pageWith(`/${SCRIPT}`));
      return true;
    },
  });
  closing.push(server.close);
  return `${server.url}page`;
}

/** A blog elsewhere that has nothing but the page. */
async function otherOrigin(): Promise<string> {
  const blog: Server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' });
    response.end(pageWith(`${cdn.url}${SCRIPT}`));
  });
  await new Promise<void>((resolve) => blog.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    blog.close();
    blog.closeAllConnections();
  });
  return `http://127.0.0.1:${(blog.address() as AddressInfo).port}/`;
}

/** Loads the model twice at once and runs it; the likeliest next token, or the code of what went wrong. */
function runIn(page: Page): Promise<string | undefined> {
  return page.evaluate(async () => {
    await customElements.whenDefined('attn-model');
    const { engine } = document.querySelector('attn-model') as unknown as {
      engine: import('../src/runtime/index.js').Engine;
    };
    try {
      await Promise.all([engine.load(), engine.load()]);
      const trace = await engine
        .acquire()
        .run({ text: 'The dog on the ship ran off, and the dog' });
      return trace.next?.[0]?.text;
    } catch (error) {
      return (error as { code?: string }).code;
    }
  });
}

const paths = (requests: readonly string[]) =>
  requests.map((url) => new URL(url).pathname.replace(/-[\w-]{8}\.js$/, '-*.js')).sort();

const LIVE = [
  '/npm/attention-lens/dist/cdn/attn-model-engine-*.js',
  '/npm/attention-lens/dist/cdn/gpt2-tokenizer-*.js',
  '/npm/attention-lens/dist/cdn/ort.wasm.bundle.min-*.js',
  '/npm/attention-lens/dist/cdn/worker-*.js',
  '/npm/attention-lens/models/tiny/block.wasm.onnx',
  '/npm/attention-lens/models/tiny/embedding.00.bin',
  '/npm/attention-lens/models/tiny/embedding.01.bin',
  '/npm/attention-lens/models/tiny/layer.00.bin',
  '/npm/attention-lens/models/tiny/layer.01.bin',
  '/npm/attention-lens/models/tiny/layer.02.bin',
  '/npm/attention-lens/models/tiny/layer.03.bin',
  '/npm/attention-lens/models/tiny/manifest.json',
  '/npm/attention-lens/models/tiny/output.00.bin',
  '/npm/attention-lens/models/tiny/output.wasm.onnx',
  '/npm/attention-lens/models/tiny/positions.bin',
  `/npm/onnxruntime-web@${ORT_VERSION}/dist/ort-wasm-simd-threaded.wasm`,
];

test('runs under a strict policy; asks for model, ORT and tokenizer once, and only when asked', async () => {
  const { page, requests, complaints } = await openPage(browser);
  const all: string[] = [];
  page.context().on('request', (request) => all.push(request.url()));
  await page.goto(await sameOrigin(STRICT));
  await page.waitForLoadState('networkidle');
  expect(paths(requests)).toEqual([`/${SCRIPT}`, '/page']);
  all.length = 0;
  expect(await runIn(page)).toBe(' was');
  expect(page.workers()).toHaveLength(1);
  expect(paths(all)).toEqual(LIVE);
  expect(complaints).toEqual([]);
});

test('runs on a page of another origin, in a worker', async () => {
  const { page, complaints } = await openPage(browser);
  await page.goto(await otherOrigin());
  expect(await runIn(page)).toBe(' was');
  expect(page.workers().map((worker) => worker.url())).toEqual([expect.stringMatching(/^blob:/)]);
  expect(complaints).toEqual([]);
});

test('runs on the page itself, with a warning, where no worker may', async () => {
  const { page, complaints } = await openPage(browser);
  await page.goto(await sameOrigin(STRICT.replace("worker-src 'self'", "worker-src 'none'")));
  expect(await runIn(page)).toBe(' was');
  expect(page.workers()).toEqual([]);
  expect(complaints.join()).toContain("runs its model on the page's own thread");
});

test('says so where WebAssembly is forbidden, before it downloads anything', async () => {
  const { page } = await openPage(browser);
  const all: string[] = [];
  page.context().on('request', (request) => all.push(request.url()));
  await page.goto(await sameOrigin(STRICT.replace(" 'wasm-unsafe-eval'", '')));
  expect(await runIn(page)).toBe('wasm-blocked');
  expect(all.filter((url) => /\.(wasm|onnx|bin)$/.test(url))).toEqual([]);
});
