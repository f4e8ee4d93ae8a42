// A page that pins the library as docs/embedding.md says: nothing that was changed on the way runs. Every file is changed once.

import { readdirSync, readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import { ORT_FILES } from '../src/runtime/device/ort-builds.js';
import { ORT_VERSION } from '../src/runtime/device/ort-version.js';
import { launchBrowser, openPage } from './browser.js';

const PACKAGE = '/npm/attention-lens/';
const CDN = `${PACKAGE}dist/cdn/`;
const TINY = `${PACKAGE}models/tiny/`;
const WORKER = `${PACKAGE}dist/embed/embed-worker.js`;
const ORT = `/npm/onnxruntime-web@${ORT_VERSION}/dist/`;

const root = new URL('../', import.meta.url);
const hashes: Record<string, string> = JSON.parse(
  readFileSync(new URL('dist/cdn/integrity.json', root), 'utf8'),
);

let browser: Browser;
let withGpu: Browser;
let cdn: RunningServer;
let site: RunningServer;
/** The files that the CDN changes. */
let isChanged: (path: string) => boolean;
let body: string;
/** The page's policy lets no worker run. */
let noWorker: boolean;

beforeEach(() => {
  isChanged = () => false;
  noWorker = false;
});

beforeAll(async () => {
  browser = await launchBrowser();
  withGpu = await launchBrowser(['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader']);
  cdn = await serve({
    contentSecurityPolicy: null,
    first: ({ url = '' }, response) => {
      if (url.startsWith('/ran')) {
        response.end();
        return true;
      }
      const { pathname } = new URL(url, cdn.url);
      if (!isChanged(pathname)) return false;
      const file = pathname
        .replace(PACKAGE, './')
        .replace(/^\/npm\/onnxruntime-web@[^/]+\//, './node_modules/onnxruntime-web/');
      const bytes = readFileSync(new URL(file, root));
      if (pathname.endsWith('.js')) {
        // Says that it ran.
        const said = `\n;fetch(${JSON.stringify(`${cdn.url}ran?${pathname}`)});`;
        response.setHeader('Content-Type', 'text/javascript').end(`${bytes}${said}`);
      } else {
        // Its length stays, for a length would be noticed by itself.
        const middle = bytes.length >> 1;
        if (pathname.endsWith('.json')) bytes.write(' ', bytes.lastIndexOf('\n'));
        else bytes[middle] = (bytes[middle] ?? 0) ^ 1;
        response.end(bytes);
      }
      return true;
    },
  });
  site = await serve({
    contentSecurityPolicy: null,
    first: (_request, response) => {
      if (noWorker) response.setHeader('Content-Security-Policy', "worker-src 'none'");
      response.setHeader('Content-Type', 'text/html').end(`<!doctype html><title>A</title>
        <link rel="icon" href="data:,">${body}`);
      return true;
    },
  });
});

afterAll(async () => {
  await browser.close();
  await withGpu.close();
  await site.close();
  await cdn.close();
});

/** A page that pins everything, as the guide's sample writes it. */
async function openPinned(entry: string, device: 'wasm' | 'webgpu' = 'wasm') {
  const base = `${cdn.url.slice(0, -1)}${CDN}`;
  const integrity = Object.fromEntries(
    Object.entries(hashes).map(([name, hash]) => [base + name, hash]),
  );
  body = `<script type="importmap">${JSON.stringify({ integrity })}</script>
    <script type="module" crossorigin="anonymous" src="${base}${entry}" integrity="${hashes[entry]}"></script>
    <attn-model device="${device}"><attn-lens src="${cdn.url.slice(0, -1)}${PACKAGE}traces/dog.json"></attn-lens></attn-model>`;
  const { page } = await openPage(device === 'wasm' ? browser : withGpu);
  const asked: string[] = [];
  page.context().on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(site.url);
  return { page, asked };
}

/** The likeliest next token, or the error of a live run. */
async function run(page: Page) {
  await page.waitForFunction(() => customElements.get('attn-model'));
  return page.evaluate(async () => {
    const { engine } = document.querySelector('attn-model') as unknown as {
      engine: import('../src/runtime/index.js').Engine;
    };
    try {
      const trace = await engine.acquire().run({ text: 'The dog on the ship' });
      return { next: trace.next?.[0]?.text };
    } catch (error) {
      const { code, message, advice } = error as import('../src/runtime/index.js').ErrorInfo;
      return { code, message, advice };
    }
  });
}

test('what is unchanged runs, in a worker that is checked as a whole', async () => {
  isChanged = () => false;
  const { page, asked } = await openPinned('attention-lens.js');
  expect(await run(page)).toHaveProperty('next');
  expect(page.workers()).toHaveLength(1);
  // The worker asks for nothing that a browser would not check.
  const scripts = asked.filter((path) => path.endsWith('.js') && path !== WORKER);
  expect(scripts.every((path) => path.startsWith(CDN))).toBe(true);
  expect(scripts.filter((path) => /worker|ort|tokenizer/.test(path))).toEqual([]);
  expect(asked).toContain(WORKER);
});

test('no changed script of dist/cdn runs, whichever it is', async () => {
  isChanged = () => false;
  const { page, asked } = await openPinned('attn-term.js');
  const onDisk = readdirSync(new URL('dist/cdn/', root)).filter((name) => name.endsWith('.js'));
  expect(Object.keys(hashes).sort()).toEqual(onDisk.sort());
  for (const name of onDisk) {
    if (name === 'attn-term.js') continue;
    // Only this one: what it imports is whole.
    isChanged = (path) => path === CDN + name;
    const address = `${cdn.url.slice(0, -1)}${CDN}${name}`;
    // As text: vitest would write the import otherwise.
    const outcome = await page.evaluate(
      `import(${JSON.stringify(address)}).then(() => 'ran', () => 'refused')`,
    );
    expect([name, outcome]).toEqual([name, 'refused']);
  }
  isChanged = () => false;
  expect(asked.filter((path) => path === '/ran')).toEqual([]);
});

test('a changed entry defines nothing', async () => {
  isChanged = (path) => path === `${CDN}attention-lens.js`;
  const { page, asked } = await openPinned('attention-lens.js');
  await page.waitForLoadState('networkidle');
  expect(await page.evaluate(() => customElements.get('attn-lens') === undefined)).toBe(true);
  expect(asked).not.toContain('/ran');
});

test.each([
  ['wasm', WORKER],
  ['wasm', `${ORT}${ORT_FILES.wasm.path}`],
  ['wasm', `${TINY}block.wasm.onnx`],
  ['wasm', `${TINY}embedding.00.bin`],
  ['wasm', `${TINY}layer.03.bin`],
  ['wasm', `${TINY}output.wasm.onnx`],
  ['webgpu', `${TINY}block.webgpu.onnx`],
  ['webgpu', 'the .wasm of WebGPU'],
] as const)('on %s a changed %s does not run, and is named', async (device, file) => {
  // Which build it is, the browser says.
  const changed = file.startsWith('/')
    ? (path: string) => path === file
    : (path: string) => path.startsWith(ORT);
  isChanged = changed;
  const { page, asked } = await openPinned('attention-lens.js', device);
  const outcome = await run(page);
  expect(outcome).toMatchObject({ code: 'file-hash' });
  const name = asked.find(changed);
  expect(name).toBeDefined();
  expect(outcome.message).toContain(name);
  expect(outcome.advice).toContain('Publish the files again');
  expect(page.workers().length).toBeLessThanOrEqual(file === WORKER ? 0 : 1);
  expect(asked).not.toContain('/ran');
});

test('where no worker may run, none of the parts that run on the page do so changed', async () => {
  const parts = Object.keys(hashes).filter((name) =>
    /^(?:worker|ort\.wasm|gpt2-tokenizer)/.test(name),
  );
  expect(parts.length).toBeGreaterThan(2);
  noWorker = true;
  for (const part of parts) {
    isChanged = (path) => path === CDN + part;
    const { page, asked } = await openPinned('attention-lens.js');
    expect([part, await run(page)]).toEqual([
      part,
      part === 'worker.js'
        ? expect.objectContaining({ next: expect.any(String) })
        : expect.objectContaining({ code: expect.any(String) }),
    ]);
    expect(asked).not.toContain('/ran');
  }
});

test("a changed manifest of the library's own model does not load, and is named", async () => {
  isChanged = (path) => path === `${TINY}manifest.json`;
  const { page } = await openPinned('attention-lens.js');
  const outcome = await run(page);
  expect(outcome).toMatchObject({ code: 'manifest-hash' });
  expect(outcome.message).toContain(`${TINY}manifest.json`);
});

test('a changed part that a live run needs is named', async () => {
  const engine = Object.keys(hashes).find((name) => name.startsWith('attention-lens-engine-'));
  isChanged = (path) => path === CDN + engine;
  const { page, asked } = await openPinned('attention-lens.js');
  const outcome = await run(page);
  expect(outcome).toMatchObject({ code: 'file-unreachable' });
  expect(outcome.message).toContain(engine);
  expect(outcome.advice).toContain('unchanged');
  expect(asked).not.toContain('/ran');
});

test('on a page that pins nothing the worker comes as before', async () => {
  isChanged = () => false;
  body = `<script type="module" src="${cdn.url.slice(0, -1)}${CDN}attn-model.js"></script><attn-model device="wasm"></attn-model>`;
  const { page, requests } = await openPage(browser);
  await page.goto(site.url);
  expect(await run(page)).toHaveProperty('next');
  expect(requests.join()).not.toContain('embed-worker');
});
