// The page that makes model packs: what it saves is what the command writes, and what it refuses it says.

import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import { unzipSync } from 'fflate';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
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
import { launchBrowser, openPage, type WatchedPage } from './browser.js';
import { eventually } from './eventually.js';
import { COMMIT, StrictHub } from './strict-hub.js';

const PAGE = 'npm/attention-lens/dist/pack/index.html';
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

async function openPackPage(options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const watched = await openPage(browser, options);
  // In place of a dialog of the browser's, which no script can answer: a folder of the page's own.
  await watched.page.addInitScript(() => {
    Object.assign(globalThis, { showDirectoryPicker: () => navigator.storage.getDirectory() });
  });
  await watched.page.goto(server.url + PAGE);
  return watched;
}

/** A small checkpoint in a folder "small", after `change`. */
async function smallCheckpoint(
  change: (made: ReturnType<typeof randomCheckpoint>) => void = () => {},
): Promise<string> {
  const folder = join(await temporaryFolder(), 'small');
  const made = randomCheckpoint(ONE_HEAD, 5);
  change(made);
  await writeCheckpoint(folder, made);
  return folder;
}

const choose = (page: Page, folder: string) =>
  page.getByLabel('Choose the folder').setInputFiles(folder);

const title = (page: Page) => page.locator('#maker h2').first().textContent();

const problems = (page: Page) =>
  page
    .getByRole('alert')
    .allTextContents()
    .then((texts) => texts.map((text) => text.replace(/\s+/g, ' ').trim()));

async function filesIn(folder: string): Promise<Record<string, Buffer>> {
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))])),
  );
}

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
  const { page, complaints } = await openPackPage();
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
  const { page, complaints } = await openPackPage();
  const repository = page.getByLabel('Or a repository on Hugging Face');
  await repository.fill('https://huggingface.co/someone/other');
  await repository.press('Enter');
  await eventually(() => problems(page)).toEqual([
    expect.stringMatching(/^hf:someone\/other could not be looked up .*401/),
  ]);
  hub.reset();
  await repository.fill('https://huggingface.co/someone/small/tree/main/v2');
  await repository.press('Enter');
  await eventually(() => title(page)).toBe('2. The pack');
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
  const { page, complaints } = await openPackPage();
  await choose(page, await smallCheckpoint());
  await eventually(() => title(page)).toBe('2. The pack');
  expect(await page.getByLabel('Id, the name of its folder').inputValue()).toBe('small');
  await page.getByRole('button', { name: 'Make the pack' }).click();
  await eventually(() => title(page)).toBe('small is ready');
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
  const { page } = await openPackPage();
  const client = await page.context().newCDPSession(page);
  const box = await page.getByRole('region', { name: 'Checkpoint folder' }).boundingBox();
  const files = [await smallCheckpoint()];
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await client.send('Input.dispatchDragEvent', {
      ...{ type, x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 20 },
      data: { items: [], files, dragOperationsMask: 1 },
    });
  }
  await eventually(() => title(page)).toBe('2. The pack');
  await page.getByRole('button', { name: 'Another checkpoint' }).click();
  const outer = join(await temporaryFolder(), 'outer');
  await mkdir(outer);
  await writeFile(join(outer, 'notes.txt'), 'x');
  await writeCheckpoint(join(outer, 'snapshot'), randomCheckpoint(ONE_HEAD, 5));
  await choose(page, outer);
  await eventually(() => page.getByText(/snapshot: a GPT-2/).count()).toBe(1);
});

const REFUSED: readonly (readonly [what: string, folder: () => Promise<string>, words: RegExp])[] =
  [
    [
      'another kind of model',
      () => smallCheckpoint(({ config }) => Object.assign(config, { model_type: 'bert' })),
      /"bert".*"gpt2"/,
    ],
    [
      'a folder without weights',
      async () => {
        const folder = await smallCheckpoint();
        await rm(join(folder, 'model.safetensors'));
        return folder;
      },
      /model\.safetensors .*The converter needs a GPT-2 saved as safetensors/,
    ],
    [
      'a pickle',
      async () => {
        const folder = await smallCheckpoint();
        await rm(join(folder, 'model.safetensors'));
        await writeFile(join(folder, 'pytorch_model.bin'), 'x');
        return folder;
      },
      /This has its weights as pytorch_model\.bin.*Save it as safetensors/,
    ],
    [
      'a folder without a config',
      async () => {
        const folder = await smallCheckpoint();
        await rm(join(folder, 'config.json'));
        return folder;
      },
      /config\.json cannot be read.*folder of a Hugging Face checkpoint/,
    ],
    [
      'a checkpoint that is cut short',
      async () => {
        const folder = await smallCheckpoint();
        const file = join(folder, 'model.safetensors');
        await writeFile(file, (await readFile(file)).subarray(0, 5000));
        return folder;
      },
      /model\.safetensors/,
    ],
  ];

test.each(REFUSED)('refuses %s in words, and takes another', async (_, folder, words) => {
  const { page } = await openPackPage();
  await choose(page, await folder());
  await eventually(() => problems(page)).toEqual([expect.stringMatching(words)]);
  expect((await problems(page)).join()).not.toMatch(/--\w|undefined|\[object/);
  await choose(page, await smallCheckpoint());
  await eventually(() => title(page)).toBe('2. The pack');
});

test('a weight that is no number stops it, and nothing of a pack stays', async () => {
  const { page } = await openPackPage();
  const folder = await smallCheckpoint(({ tensors }) => {
    const tensor = tensors.get('h.0.mlp.c_fc.weight');
    if (tensor) tensor.values[7] = Number.NaN;
  });
  await choose(page, folder);
  await page.getByRole('button', { name: 'Make the pack' }).click();
  await eventually(() => problems(page)).toEqual([
    expect.stringMatching(/"h\.0\.mlp\.c_fc\.weight" .*NaN/),
  ]);
  await eventually(() => namesInPicked(page)).toEqual([]);
});

/** Names in the folder that stands in for the one a reader chooses. */
function namesInPicked(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const names: string[] = [];
    const folder = (await navigator.storage.getDirectory()) as unknown as {
      keys(): AsyncIterable<string>;
    };
    for await (const name of folder.keys()) names.push(name);
    return names;
  });
}

test('is cancelled, and begins again', async () => {
  const { page } = await openPackPage();
  const folder = join(await temporaryFolder(), 'deep');
  // Long enough to be cancelled.
  const shape = { ...ONE_HEAD, layers: 200, dModel: 64, heads: 2 };
  await writeCheckpoint(folder, randomCheckpoint(shape, 5));
  await choose(page, folder);
  await page.getByRole('button', { name: 'Make the pack' }).click();
  await eventually(() => page.getByRole('status').textContent()).toMatch(/^Converting: layer/);
  await eventually(() => namesInPicked(page)).toEqual(['deep']);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await eventually(() => title(page)).toBe('1. The checkpoint');
  expect(await problems(page)).toEqual([]);
  await eventually(() => namesInPicked(page)).toEqual([]);
  await choose(page, await smallCheckpoint());
  await page.getByRole('button', { name: 'Make the pack' }).click();
  await eventually(() => title(page)).toBe('small is ready');
});

test('fields that cannot be right are pointed at', async () => {
  const { page } = await openPackPage();
  await choose(page, await smallCheckpoint());
  const id = page.getByLabel('Id, the name of its folder');
  await id.fill('../up');
  await page.getByRole('button', { name: 'Make the pack' }).click();
  expect(await id.evaluate((input: HTMLInputElement) => input.validationMessage)).toMatch(
    /^Use letters/,
  );
  expect(await title(page)).toBe('2. The pack');
  await page.getByRole('button', { name: 'Another checkpoint' }).click();
  const repository = page.getByLabel('Or a repository on Hugging Face');
  await repository.fill('https://example.org/gpt2');
  await page.getByRole('button', { name: 'Look up its size' }).click();
  await eventually(() => problems(page)).toEqual([
    expect.stringMatching(/does not name a repository of Hugging Face\. Write owner and name/),
  ]);
});

test.each([
  ['wide', { viewport: { width: 1200, height: 900 } }],
  ['280 px', { viewport: { width: 280, height: 800 } }],
  ['dark', { colorScheme: 'dark' }],
  ['forced colours', { forcedColors: 'active' }],
] as const)(
  '%s: nothing is cut off in any step, axe finds nothing, and the keyboard is where it goes on',
  async (_, options) => {
    const { page, complaints } = await openPackPage(options);
    const check = async (step: RegExp) => {
      await eventually(() => title(page)).toMatch(step);
      const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
      expect(scrollWidth).toBe(clientWidth);
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: typeof axe }).axe.run(),
      );
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    };
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await check(/^1/);
    await choose(page, await smallCheckpoint());
    await check(/^2/);
    expect(await focused()).toBe('2. The pack');
    await page.getByRole('button', { name: 'Make the pack' }).press('Enter');
    await check(/ready$/);
    expect(await focused()).toBe('small is ready');
    await page.getByRole('button', { name: 'Make another' }).press('Enter');
    await page.getByLabel('Or a repository on Hugging Face').fill('nobody');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await check(/^1/);
    expect(complaints).toEqual([]);
  },
);

test('a page that is opened as a file says why it does nothing', async () => {
  const { page } = await openPage(browser);
  await page.goto(new URL('../dist/pack/index.html', import.meta.url).href);
  expect(await problems(page)).toEqual([
    expect.stringMatching(/opened as a file .*Open it through a web server/),
  ]);
});
