// Files that a trace, a manifest or a link names, which may be a stranger's: fetched without the reader's cookies, by the page of
// an iframe also without redirects, no further than is wanted, and only as long as somebody wants them.

import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import { launchBrowser, watchUnhandled } from './browser.js';
import { eventually } from './eventually.js';
import { tinyPack } from './tiny-pack.js';

const PACKAGE = '/npm/attention-lens/';
const FRAME = `${PACKAGE}dist/embed/index.html`;

const trace = JSON.parse(
  readFileSync(new URL('../traces/john-smith.json', import.meta.url), 'utf8'),
);
const vectors = readFileSync(new URL('../traces/john-smith.qkv.bin', import.meta.url));

let browser: Browser;
let context: BrowserContext;
let site: RunningServer;
let elsewhere: RunningServer;
let pack: ReadonlyMap<string, Buffer>;
let body: string;
/** Paths of the site that lead to the same path elsewhere. */
let moved: RegExp;
/** Where "elsewhere" is. */
let destination: string;
/** Answers in place of the server. */
let fault: (path: string, response: ServerResponse) => boolean;

interface Asked {
  readonly path: string;
  readonly cookie: string | undefined;
  readonly referrer: string | undefined;
}
let asked: Asked[];
let askedElsewhere: Asked[];

beforeAll(async () => {
  pack = await tinyPack();
  browser = await launchBrowser();
  elsewhere = await serve({
    contentSecurityPolicy: null,
    first: (request, response) => {
      askedElsewhere.push(askedFor(request));
      return sendFile(request.url ?? '', response);
    },
  });
  site = await serve({ contentSecurityPolicy: null, first: answer });
});

beforeEach(async () => {
  [asked, askedElsewhere, body, moved] = [[], [], '', /^$/];
  fault = () => false;
  destination = elsewhere.url.slice(0, -1);
  context = await browser.newContext();
  await context.addCookies([{ name: 'session', value: 'secret', url: site.url }]);
});

afterEach(() => context.close());

afterAll(async () => {
  await browser.close();
  await site.close();
  await elsewhere.close();
});

const askedFor = ({ url = '', headers }: IncomingMessage): Asked => ({
  path: url,
  cookie: headers.cookie,
  referrer: headers.referer,
});

function answer(request: IncomingMessage, response: ServerResponse): boolean {
  const { url = '' } = request;
  asked.push(askedFor(request));
  if (fault(url, response)) return true;
  if (moved.test(url)) {
    response.writeHead(302, { Location: destination + url }).end();
    return true;
  }
  return sendFile(url, response);
}

function sendFile(path: string, response: ServerResponse): boolean {
  const file = fileAt(path);
  if (file === undefined) return false;
  if (path === '/page') response.setHeader('Content-Type', 'text/html');
  response.end(file);
  return true;
}

function fileAt(path: string): string | Buffer | undefined {
  if (path === '/page') {
    return `<!doctype html><title>A</title><link rel="icon" href="data:,">
      <script type="module" src="${PACKAGE}dist/cdn/attention-lens.js"></script>${body}`;
  }
  if (path.startsWith('/files/trace.json')) {
    return JSON.stringify({ ...trace, qkv: { ...trace.qkv, url: 'vectors.bin' } });
  }
  if (path === '/files/vectors.bin') return vectors;
  return pack.get(path.replace('/pack/', ''));
}

async function open(path: string): Promise<Page> {
  const page = await context.newPage();
  watchUnhandled(page);
  await page.goto(new URL(path, site.url).href);
  return page;
}

/** What was asked for of the files that strangers name. */
const foreign = () => asked.filter(({ path }) => /^\/(?:files|pack)\//.test(path));
const paths = () => [...new Set(foreign().map(({ path }) => path))].sort();

const PACK_FILES = [
  '/pack/manifest.json',
  '/pack/block.wasm.onnx',
  '/pack/output.wasm.onnx',
  ...['embedding.00', 'positions', 'embedding.01', 'output.00'].map((name) => `/pack/${name}.bin`),
  ...[0, 1, 2, 3].map((index) => `/pack/layer.0${index}.bin`),
];
const TRACE_FILES = ['/files/trace.json', '/files/vectors.bin'];

async function expectLive(page: Page): Promise<void> {
  await page.locator('attn-lens textarea').fill('The dog on the ship');
  await page.locator('attn-lens [part=run]').click();
  await eventually(() => page.locator('attn-lens .badge').textContent()).toMatch('live');
}

/** The sandbox's own panel of real vectors. */
const openRecording = (page: Page) => page.locator('qkv-sandbox [data-do=gpt2]').click();

const WITH_COOKIES = ({ cookie }: Asked) => cookie !== undefined;

test('nothing that a trace, a manifest or a page names is asked for with cookies', async () => {
  body = `<attn-model src="/pack/" device="wasm">
    <attn-lens src="/files/trace.json" stage="scores" compare="/files/trace.json?compared#3.3"></attn-lens>
    <head-finder src="/files/trace.json?found"></head-finder>
    <qkv-sandbox src="/files/trace.json?real"></qkv-sandbox>
  </attn-model>`;
  const page = await open('/page');
  await openRecording(page);
  await eventually(paths).toEqual(
    ['', '?compared', '?found', '?real']
      .map((query) => `/files/trace.json${query}`)
      .concat('/files/vectors.bin'),
  );
  await expectLive(page);
  expect(paths()).toEqual(expect.arrayContaining(PACK_FILES));
  expect(foreign().filter(WITH_COOKIES)).toEqual([]);
  // The page itself comes with them.
  expect(asked.find(({ path }) => path === '/page')?.cookie).toBe('session=secret');
});

test('where an answer leads elsewhere, no cookies go there either', async () => {
  moved = /^\/(?:files|pack)\//;
  body = `<attn-model src="/pack/" device="wasm">
    <attn-lens src="/files/trace.json" stage="scores"></attn-lens></attn-model>`;
  await context.addCookies([{ name: 'session', value: 'theirs', url: elsewhere.url }]);
  const page = await open('/page');
  await eventually(() => askedElsewhere.map(({ path }) => path)).toContain('/files/vectors.bin');
  await expectLive(page);
  expect([...foreign(), ...askedElsewhere].filter(WITH_COOKIES)).toEqual([]);
});

const FRAME_QUERY =
  '?widgets=attn-lens,head-finder&trace=/files/trace.json&stage=scores&model=/pack/&compare=/files/trace.json%233.3';

test("the iframe's page sends no cookies and does not say where it is, though it is of the same site", async () => {
  const page = await open(FRAME + FRAME_QUERY);
  await eventually(paths).toEqual(TRACE_FILES);
  await expectLive(page);
  expect(paths()).toEqual(expect.arrayContaining(PACK_FILES));
  expect(foreign().filter(WITH_COOKIES)).toEqual([]);
  expect(foreign().filter(({ referrer }) => referrer !== undefined)).toEqual([]);
});

test.each([
  ['/files/trace.json', 'body > .problem'],
  ['/files/vectors.bin', 'attn-lens .aside'],
  ['/pack/manifest.json', 'attn-lens [part=problem]'],
  ['/pack/layer.02.bin', 'attn-lens [part=problem]'],
])("the iframe's page does not go where %s leads", async (path, place) => {
  moved = new RegExp(`^${path}`);
  // Of the same server, where the page's policy would let it go.
  destination = '/followed';
  const page = await open(FRAME + FRAME_QUERY);
  if (path.startsWith('/pack')) {
    await page.locator('attn-lens [part=token]').first().waitFor();
    await page.locator('attn-lens [part=run]').click();
  }
  const said = page.locator(place, { hasText: path });
  await eventually(() => said.first().textContent()).toMatch('could not be');
  expect(asked.filter(({ path }) => path.startsWith('/followed'))).toEqual([]);
});

/** Sends for ever. */
function sendEndlessly(response: ServerResponse): { bytes: number; closed: boolean } {
  const sent = { bytes: 0, closed: false };
  const part = Buffer.alloc(2 ** 16);
  const send = () => {
    while (!sent.closed) {
      sent.bytes += part.length;
      if (!response.write(part)) return;
    }
  };
  response.on('drain', send);
  response.on('close', () => {
    sent.closed = true;
  });
  send();
  return sent;
}

test('vectors that never end are read as far as the trace asks for them', async () => {
  let sent = { bytes: 0, closed: false };
  fault = (path, response) => {
    if (path !== '/files/vectors.bin') return false;
    sent = sendEndlessly(response);
    return true;
  };
  body = '<attn-lens src="/files/trace.json" stage="scores"></attn-lens>';
  const page = await open('/page');
  const said = page.locator('attn-lens .aside', { hasText: 'vectors' });
  await eventually(() => said.first().textContent()).toMatch(
    `more than the ${vectors.length} bytes`,
  );
  await eventually(() => sent.closed).toBe(true);
  // Some of it lies between the two.
  expect(sent.bytes).toBeLessThan(vectors.length + 2 ** 24);
});

test.each([
  ['a trace', 'attn-lens', '/files/trace.json', ''],
  ['its vectors', 'attn-lens', '/files/vectors.bin', 'stage="scores"'],
  [
    'what it is compared with',
    'attn-lens',
    '/files/trace.json?b',
    'compare="/files/trace.json?b#3.3"',
  ],
  ['the trace of a finder', 'head-finder', '/files/trace.json', ''],
  ['the trace of a sandbox', 'qkv-sandbox', '/files/trace.json', ''],
  ['the vectors of a sandbox', 'qkv-sandbox', '/files/vectors.bin', ''],
])('%s is no longer read when the element has gone', async (_what, tag, slow, attributes) => {
  let closed: boolean | undefined;
  fault = (path, response) => {
    if (path !== slow) return false;
    closed = false;
    response.on('close', () => {
      closed = true;
    });
    response.write(' ');
    return true;
  };
  body = `<${tag} src="/files/trace.json" ${attributes}></${tag}>`;
  const page = await open('/page');
  if (tag === 'qkv-sandbox') await openRecording(page);
  await eventually(() => closed).toBe(false);
  await page.locator(tag).evaluate((element) => element.remove());
  await eventually(() => closed).toBe(true);
});
