// The page that makes model packs: what it saves is what the command writes.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import { convert } from '../src/cli/convert/convert.js';
import { temporaryFolder } from '../src/cli/convert/testing/temporary-folder.js';
import {
  ODD_SHAPES,
  ONE_HEAD,
  randomCheckpoint,
  writeCheckpoint,
} from '../src/convert/testing/random-checkpoint.js';
import type { ModelManifest } from '../src/runtime/packs/manifest.js';
import { launchBrowser } from './browser.js';
import { eventually } from './eventually.js';
import {
  choose,
  filesIn,
  openPackPage,
  problems,
  smallCheckpoint,
  stepTitle,
} from './pack-page.js';
import { COMMIT, StrictHub } from './strict-hub.js';

const LAYER = fileURLToPath(new URL('fixtures/gpt2-layer-08', import.meta.url));

let server: RunningServer;
let hub: StrictHub;
let browser: Browser;

beforeAll(async () => {
  // The hub's files are on a third origin. Nothing else is allowed that the page's own policy does not allow.
  server = await serve({
    contentSecurityPolicy:
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; worker-src 'self'; connect-src 'self' https://huggingface.co https://*.hf.co; img-src data:",
  });
  hub = await StrictHub.start();
  browser = await launchBrowser(hub.browserArguments);
});

afterAll(async () => {
  await browser.close();
  await server.close();
  await hub.close();
});

/** Makes the pack with a zip file at the end, and unpacks it. */
async function makeZip(page: Page): Promise<Record<string, Buffer>> {
  await page.getByLabel('As one zip file').check();
  await page.getByRole('button', { name: 'Make the pack' }).click();
  const save = page.getByRole('link', { name: /^Save .*\.zip/ });
  await save.waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), save.click()]);
  const entries = Object.entries(unzipSync(await readFile(await download.path())));
  const folder = download.suggestedFilename().replace(/\.zip$/, '');
  return Object.fromEntries(
    entries
      .map(([name, bytes]) => {
        expect(name.startsWith(`${folder}/`)).toBe(true);
        return [name.slice(folder.length + 1), Buffer.from(bytes)] as const;
      })
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

test.each([
  ['odd shapes, rounded to the nearest', ODD_SHAPES[1], 'nearest'],
  ['three layers, rounded for their inputs', ODD_SHAPES[2], 'inputs'],
  ['a real layer of GPT-2 small', undefined, 'nearest'],
] as const)('makes what the command makes, byte for byte: %s', async (_, shape, rounding) => {
  const folder = shape ? join(await temporaryFolder(), 'small') : LAYER;
  if (shape) await writeCheckpoint(folder, randomCheckpoint(shape, 2));
  const { page, complaints } = await openPackPage(browser, server.url);
  await choose(page, folder);
  await page.getByLabel('Name, as readers see it').fill('A small one');
  await page.getByLabel('Id, the name of its folder').fill('a-small.one');
  await page.getByLabel('Where the checkpoint is from').fill('a seed');
  await page.getByLabel('Its licence').fill('MIT');
  if (rounding === 'inputs') await page.getByLabel('For the inputs that weights meet').check();
  const found = await makeZip(page);
  const out = join(await temporaryFolder(), 'pack');
  const about = { id: 'a-small.one', name: 'A small one', source: 'a seed', licence: 'MIT' };
  await convert(folder, out, { ...about, rounding });
  const expected = await filesIn(out);
  expect(Object.keys(found)).toEqual(Object.keys(expected));
  // The figures first: a difference then says which.
  expect(String(found['manifest.json'])).toBe(String(expected['manifest.json']));
  for (const [name, bytes] of Object.entries(expected)) {
    expect(bytes.equals(found[name] ?? Buffer.alloc(0)), name).toBe(true);
  }
  expect(complaints).toEqual([]);
});

test('makes the same of a repository, whose weights come once', async () => {
  const shape = { ...ONE_HEAD, layers: 2, vocab: 5000 };
  const folder = join(await temporaryFolder(), 'small');
  await writeCheckpoint(folder, randomCheckpoint(shape, 3));
  const files = await filesIn(folder);
  hub.repositories.set(
    'someone/small',
    new Map(
      Object.entries(files).map(([name, bytes]) => [
        `v2/${name}`,
        { size: bytes.length, read: (begin: number, end: number) => bytes.subarray(begin, end) },
      ]),
    ),
  );
  const { page, complaints } = await openPackPage(browser, server.url);
  const repository = page.getByLabel('Or a repository on Hugging Face');
  await repository.fill('https://huggingface.co/someone/other');
  await repository.press('Enter');
  await eventually(() => problems(page)).toEqual([
    expect.stringMatching(/^hf:someone\/other could not be looked up .*401/),
  ]);
  hub.reset();
  await repository.fill('https://huggingface.co/someone/small/tree/main/v2');
  await repository.press('Enter');
  await eventually(() => stepTitle(page)).toBe('2. The pack');
  // What it will cost is said once the header is read, and before a weight is.
  const summary = await page.getByText(/a GPT-2 of 2 layers/).textContent();
  expect(summary?.replace(/\s+/g, ' ')).toMatch(
    /0\.5 MB of weights will be downloaded from Hugging Face, at commit 607a30d7/,
  );
  const weights = files['model.safetensors']?.length ?? 0;
  expect(hub.sent).toBeLessThan(weights / 10);
  const header = hub.sent;
  const found = await makeZip(page);
  expect(hub.sent - header).toBeLessThan(weights + header);
  expect(hub.offences).toEqual([]);
  const out = join(await temporaryFolder(), 'pack');
  const about = { id: 'v2', name: 'v2', source: 'Hugging Face, someone/small#v2' };
  await convert(folder, out, { ...about, revision: COMMIT, rounding: 'nearest' });
  const expected = await filesIn(out);
  expect(String(found['manifest.json'])).toBe(String(expected['manifest.json']));
  expect(found).toEqual(expected);
  expect(complaints.filter((text) => !/401/.test(text))).toEqual([]);
});

test('writes into a folder as files are made, and says how faithful they are and what to do', async () => {
  const { page, complaints } = await openPackPage(browser, server.url);
  await choose(page, await smallCheckpoint());
  await eventually(() => stepTitle(page)).toBe('2. The pack');
  expect(await page.getByLabel('Id, the name of its folder').inputValue()).toBe('small');
  await page.getByRole('button', { name: 'Make the pack' }).click();
  await eventually(() => stepTitle(page)).toBe('small is ready');
  const kept = await page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle('small');
    const names: string[] = [];
    for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys())
      names.push(name);
    const manifest = await (await folder.getFileHandle('manifest.json')).getFile();
    return { names: names.sort(), manifest: await manifest.text() };
  });
  const manifest: ModelManifest = JSON.parse(kept.manifest);
  expect(kept.names).toContain('layer.00.bin');
  const rows = await page.getByRole('row').allTextContents();
  const cells = rows.map((row) => row.trim().split(/\s+/));
  expect(cells.find(([name]) => name === 'all')?.[1]).toBe(manifest.fidelity?.maxError.toFixed(4));
  expect(cells.find(([name]) => name === 'limit')).toEqual([
    'limit',
    '0.2500',
    '0.0200',
    '2.00',
    '%',
  ]);
  const code = (await page.locator('pre').allTextContents()).join('\n');
  expect(code).toContain('<attn-lens model="/models/small">');
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(kept.manifest));
  expect(code).toContain(`integrity="sha256-${Buffer.from(hash).toString('base64')}"`);
  expect(complaints).toEqual([]);

  // The same id again, in the same place.
  await page.getByRole('button', { name: 'Make another' }).click();
  await choose(page, await smallCheckpoint());
  await page.getByRole('button', { name: 'Make the pack' }).click();
  await eventually(() => problems(page)).toEqual([
    expect.stringMatching(/already has a folder “small” with something in it/),
  ]);
});

test('a folder that is dropped is read, from a folder in it too', async () => {
  const { page } = await openPackPage(browser, server.url);
  const client = await page.context().newCDPSession(page);
  const box = await page.getByRole('region', { name: 'Checkpoint folder' }).boundingBox();
  const files = [await smallCheckpoint()];
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await client.send('Input.dispatchDragEvent', {
      ...{ type, x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 20 },
      data: { items: [], files, dragOperationsMask: 1 },
    });
  }
  await eventually(() => stepTitle(page)).toBe('2. The pack');
  await page.getByRole('button', { name: 'Another checkpoint' }).click();
  const outer = join(await temporaryFolder(), 'outer');
  await mkdir(outer);
  await writeFile(join(outer, 'notes.txt'), 'x');
  await writeCheckpoint(join(outer, 'snapshot'), randomCheckpoint(ONE_HEAD, 5));
  await choose(page, outer);
  await eventually(() => page.getByText(/snapshot: a GPT-2/).count()).toBe(1);
});
