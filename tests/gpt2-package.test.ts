// GPT-2 small as a package of its own: a model of its true size, with weights at random, made into the package, put on a local
// look-alike of a CDN, and run from a page elsewhere. And what it costs until the package is published.

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright';
import sirv from 'sirv';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeSyntheticCheckpoint } from '../bench/layouts/synthetic-checkpoint.js';
import { packGpt2 } from '../scripts/pack-gpt2.js';
import { type RunningServer, serve } from '../scripts/serve.js';
import { GPT2_SMALL } from '../src/convert/testing/synthetic-pack.js';
import type { PackPin } from '../src/runtime/packs/known-packs.js';
import { launchBrowser, openPage } from './browser.js';

/** Converting 498 MB takes its time on a busy machine. */
const PATIENCE = 600_000;
const ENTRY = '/npm/attention-lens/dist/cdn/attn-lens.js';

let folder: string;
/** The package as npm unpacks it. */
let unpacked: string;
let pin: PackPin;
let cdn: RunningServer;
let blog: RunningServer;
let browser: Browser;
/** What the library on the CDN is pinned to. */
let pinned: PackPin | null;

const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attention-lens-gpt2-'));
  await makePackage();
  const answer = sirv(at('unpacked'), { dev: true });
  const library = await readFile(new URL('../dist/cdn/attn-lens.js', import.meta.url), 'utf8');
  expect(library.match(/\bgpt2:null\b/g)).toHaveLength(1);
  cdn = await serve({
    contentSecurityPolicy: null,
    first: (request, response) => {
      if (request.url === ENTRY) {
        response.setHeader('Content-Type', 'text/javascript');
        response.end(library.replace('gpt2:null', `gpt2:${JSON.stringify(pinned)}`));
        return true;
      }
      const [, path] = /^\/npm\/@attention-lens\/gpt2@1\.0\.0(\/.*)/.exec(request.url ?? '') ?? [];
      if (path === undefined) return false;
      request.url = `/package${path}`;
      answer(request, response, () => void response.writeHead(404).end());
      return true;
    },
  });
  blog = await serve({
    contentSecurityPolicy: null,
    first: (_request, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end(`<!doctype html><title>A blog</title><link rel="icon" href="data:,">
        <script type="module" src="${cdn.url}${ENTRY.slice(1)}"></script>
        <attn-lens model="gpt2" text="The dog on the ship ran off"></attn-lens>`);
      return true;
    },
  });
  browser = await launchBrowser();
}, PATIENCE);

afterAll(async () => {
  await browser?.close();
  await blog?.close();
  await cdn?.close();
  await rm(folder, { recursive: true, force: true });
});

/** As docs/releasing.md has it: convert, pack, publish; the last of them into a folder. */
async function makePackage(): Promise<void> {
  const { convert } = await import('../src/cli/convert/convert.js');
  await writeSyntheticCheckpoint(at('checkpoint'), GPT2_SMALL);
  await convert(at('checkpoint'), at('pack'), {
    id: 'gpt2',
    name: 'GPT-2 small',
    source: 'weights at random',
    licence: 'none needed',
  });
  await rm(at('checkpoint'), { recursive: true });
  await writeFile(at('pins.json'), '{ "gpt2": null }');
  pin = await packGpt2(at('pack'), { version: '1.0.0', out: at('out'), pins: at('pins.json') });
  await rm(at('pack'), { recursive: true });
  const run = promisify(execFile);
  await run('npm', ['pack', '--pack-destination', folder], { cwd: at('out') });
  await mkdir(at('unpacked'));
  await run('tar', ['-xzf', at('attention-lens-gpt2-1.0.0.tgz'), '-C', at('unpacked')]);
  unpacked = at('unpacked/package');
}

async function openBlog(withPin: PackPin | null) {
  pinned = withPin;
  const watched = await openPage(browser);
  const asked: string[] = [];
  watched.page.context().on('request', (request) => asked.push(request.url()));
  await watched.page.goto(blog.url);
  const lens = watched.page.locator('attn-lens');
  await lens.locator('[part=run]').waitFor({ timeout: 60_000 });
  return { ...watched, lens, asked: (words: string) => asked.filter((url) => url.includes(words)) };
}

test('has files that public CDNs take, and says whose weights they are', async () => {
  const sizes = await Promise.all(
    (await readdir(unpacked)).map(async (name) => ({
      name,
      bytes: (await stat(join(unpacked, name))).size,
    })),
  );
  const sum = sizes.reduce((total, { bytes }) => total + bytes, 0);
  expect(Math.max(...sizes.map(({ bytes }) => bytes))).toBeLessThanOrEqual(18 * 2 ** 20);
  // The pack's own budget; the package may have 150 MB.
  expect(sum).toBeLessThanOrEqual(128_000_000);
  // It is GPT-2 small's true size.
  expect(sum).toBeGreaterThan(120_000_000);
  expect(sizes.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['LICENSE', 'README.md', 'manifest.json', 'layer.11.bin']),
  );
  expect(await readFile(join(unpacked, 'README.md'), 'utf8')).toMatch('weights at random');
});

test(
  'once pinned, runs from the CDN on a page elsewhere, each file fetched once',
  async () => {
    const { page, lens, asked, complaints } = await openBlog(pin);
    expect(asked('gpt2@')).toEqual([]);
    expect(await lens.locator('[part=run]').textContent()).toMatch(/GPT-2 small, 126(?:\.\d)?\sMB/);
    await lens.locator('[part=run]').click();
    // With the last of the files, once the run is over.
    await lens.locator('.next li').first().waitFor({ timeout: 300_000 });
    expect(await lens.locator('[part=token]').count()).toBe(7);
    expect(await lens.locator('.badge').textContent()).toMatch('GPT-2 small');
    expect(page.workers()).toHaveLength(1);
    const files = asked('gpt2@').map((url) => new URL(url).pathname.replace(/^.*1\.0\.0\//, ''));
    expect(files.sort()).toEqual([
      'block.wasm.onnx',
      ...[0, 1, 2].map((index) => `embedding.0${index}.bin`),
      ...Array.from({ length: 12 }, (_, i) => `layer.${String(i).padStart(2, '0')}.bin`),
      'manifest.json',
      'output.00.bin',
      'output.wasm.onnx',
      'positions.bin',
    ]);
    expect(complaints.filter((text) => !text.includes('adapters'))).toEqual([]);
    await page.context().close();
  },
  PATIENCE,
);

test('another manifest than the pinned one is refused', async () => {
  const { page, lens, asked } = await openBlog({ ...pin, integrity: `sha256-${'A'.repeat(43)}=` });
  await lens.locator('[part=run]').click();
  await expect
    .poll(() => lens.locator('[role=alert]').allTextContents(), { timeout: 60_000 })
    .toEqual(expect.arrayContaining([expect.stringMatching(/manifest/)]));
  expect(asked('.bin')).toEqual([]);
  await page.context().close();
});

test('until then it is the checkpoint on Hugging Face, whose cost the button says, and nobody is asked', async () => {
  const { page, lens, asked } = await openBlog(null);
  await expect
    .poll(async () => (await lens.locator('[part=run]').textContent())?.replaceAll('\u00a0', ' '))
    .toMatch('Run live: GPT-2 small from Hugging Face, 498 MB once, 126 MB kept');
  await lens.locator('[part=run]').hover();
  expect(asked('gpt2')).toEqual([]);
  expect(asked('huggingface')).toEqual([]);
  await page.context().close();
});
