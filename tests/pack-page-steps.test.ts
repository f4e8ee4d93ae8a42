// The page that makes model packs, step by step: what it refuses it says, it can be cancelled, and everybody can use it.

import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningServer, serve } from '../scripts/serve.js';
import { temporaryFolder } from '../src/cli/convert/testing/temporary-folder.js';
import {
  ONE_HEAD,
  randomCheckpoint,
  writeCheckpoint,
} from '../src/convert/testing/random-checkpoint.js';
import { launchBrowser, openPage } from './browser.js';
import { eventually } from './eventually.js';
import { choose, openPackPage, problems, smallCheckpoint, stepTitle } from './pack-page.js';

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  server = await serve();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await server.close();
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
  const { page } = await openPackPage(browser, server.url);
  await choose(page, await folder());
  await eventually(() => problems(page)).toEqual([expect.stringMatching(words)]);
  expect((await problems(page)).join()).not.toMatch(/--\w|undefined|\[object/);
  await choose(page, await smallCheckpoint());
  await eventually(() => stepTitle(page)).toBe('2. The pack');
});

test('a weight that is NaN stops it, and nothing of a pack stays', async () => {
  const { page } = await openPackPage(browser, server.url);
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
  const { page } = await openPackPage(browser, server.url);
  const folder = join(await temporaryFolder(), 'deep');
  // Long enough to be cancelled.
  const shape = { ...ONE_HEAD, layers: 200, dModel: 64, heads: 2 };
  await writeCheckpoint(folder, randomCheckpoint(shape, 5));
  await choose(page, folder);
  await page.getByRole('button', { name: 'Make the pack' }).click();
  await eventually(() => page.getByRole('status').textContent()).toMatch(/^Converting: layer/);
  await eventually(() => namesInPicked(page)).toEqual(['deep']);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await eventually(() => stepTitle(page)).toBe('1. The checkpoint');
  expect(await problems(page)).toEqual([]);
  await eventually(() => namesInPicked(page)).toEqual([]);
  await choose(page, await smallCheckpoint());
  await page.getByRole('button', { name: 'Make the pack' }).click();
  await eventually(() => stepTitle(page)).toBe('small is ready');
});

test('a pack that is far from the original is made, with a warning', async () => {
  const { page } = await openPackPage(browser, server.url);
  const folder = join(await temporaryFolder(), 'wild');
  // Random weights so large that every layer makes much of what the one before it got wrong.
  await writeCheckpoint(folder, randomCheckpoint({ ...ONE_HEAD, layers: 30, dModel: 64 }, 5));
  await choose(page, folder);
  await page.getByRole('button', { name: 'Make the pack' }).click();
  await eventually(() => stepTitle(page)).toBe('wild is ready');
  expect(await problems(page)).toEqual([
    expect.stringMatching(
      /^Mean total variation is .*; at most 0\.02 is allowed\..*other rounding/,
    ),
  ]);
});

test.each([
  ['its worker', '**/pack-worker.js', /could not start.*publish all files of this folder/],
  ['onnxruntime-web', '**/*.wasm', /^onnxruntime-web .*could not be fetched.*connection/],
])('without %s the page says what is missing', async (_, missing, words) => {
  const { page } = await openPackPage(browser, server.url);
  await page.context().route(missing, (route) => route.abort());
  await choose(page, await smallCheckpoint());
  if (missing.endsWith('wasm')) await page.getByRole('button', { name: 'Make the pack' }).click();
  await eventually(() => problems(page)).toEqual([expect.stringMatching(words)]);
});

test('fields that cannot be right are pointed at', async () => {
  const { page } = await openPackPage(browser, server.url);
  await choose(page, await smallCheckpoint());
  const id = page.getByLabel('Id, the name of its folder');
  await id.fill('../up');
  await page.getByRole('button', { name: 'Make the pack' }).click();
  expect(await id.evaluate((input: HTMLInputElement) => input.validationMessage)).toMatch(
    /^Use letters/,
  );
  expect(await stepTitle(page)).toBe('2. The pack');
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
  '%s: nothing is cut off in any step, axe finds nothing, and the keyboard follows the steps',
  async (_, options) => {
    const { page, complaints } = await openPackPage(browser, server.url, options);
    const check = async (step: RegExp) => {
      await eventually(() => stepTitle(page)).toMatch(step);
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
