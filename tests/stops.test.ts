// A reader has what has come: the heads of each layer as soon as its weights are there, of a model of true size, and a reader who
// leaves early has cost no more. And nobody can tell from the requests what was typed.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GPT2_SMALL, writeSyntheticPack } from '../src/convert/testing/synthetic-pack.js';
import type { Engine, LiveTrace } from '../src/runtime/index.js';
import { launchBrowser, openPage } from './browser.js';
import { eventually } from './eventually.js';
import { PackServer } from './pack-server.js';

const DOG = 'The dog on the ship ran off, and the dog';

const SMALL = { ...GPT2_SMALL, heads: 2, dModel: 32, dInner: 64 };

let folder: string;
let browser: Browser;
let trueSize: PackServer;
let small: PackServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attention-lens-'));
  const [large, little] = [join(folder, 'large'), join(folder, 'small')];
  await writeSyntheticPack(large, GPT2_SMALL);
  await writeSyntheticPack(little, SMALL);
  trueSize = await PackServer.start(large);
  small = await PackServer.start(little);
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
  await trueSize.close();
  await small.close();
  await rm(folder, { recursive: true, force: true });
});

/** What the test's own script leaves on the page. */
interface Told {
  readonly engine: Engine;
  readonly traces: LiveTrace[];
  readonly leaving: AbortController;
}

async function visit(server: PackServer): Promise<Page> {
  server.reset();
  const { page } = await openPage(browser);
  await page.goto(`${server.url}page`);
  await page.locator('attn-lens [part=token]').first().waitFor();
  await page.evaluate(() => {
    const { engine } = document.querySelector('attn-model') as unknown as { engine: Engine };
    Object.assign(globalThis, { engine, traces: [], leaving: new AbortController() });
  });
  return page;
}

type Request = { readonly text: string } | { readonly ids: readonly number[] };

/** Asks for a run, and does not wait for it. */
function ask(page: Page, request: Request): Promise<void> {
  return page.evaluate((request) => {
    const { engine, traces, leaving } = globalThis as unknown as Told;
    const { signal } = leaving;
    const run = engine.acquire().run(request, { signal, onLayer: (trace) => traces.push(trace) });
    run.then(
      (trace) => traces.push(trace),
      (error: { code: string }) => {
        if (error.code !== 'aborted') throw error;
      },
    );
  }, request);
}

/** Of each trace that was told: its layers, those to come, and how many next tokens it knows. */
function told(page: Page): Promise<(readonly [layers: number, awaited: number, next: number])[]> {
  return page.evaluate(() =>
    (globalThis as unknown as Told).traces.map(
      ({ model, awaitedLayers = -1, next = [] }) =>
        [model.layers, awaitedLayers, next.length] as const,
    ),
  );
}

const layerByLayer = (layers: number) =>
  Array.from({ length: layers }, (_, layer) => [layer + 1, 11 - layer, 0]);

test('after 16 MB there are twelve heads, after 96 MB all 144, after 128 MB the next token', async () => {
  const page = await visit(trueSize);
  trueSize.allow(16e6);
  await ask(page, { text: DOG });
  await eventually(() => told(page)).toEqual(layerByLayer(1));
  expect(trueSize.sent).toBeLessThanOrEqual(16e6);

  trueSize.allow(96e6);
  await eventually(() => told(page)).toEqual(layerByLayer(12));
  await eventually(() => trueSize.sent).toBe(96e6);

  trueSize.allow(128e6);
  await eventually(() => told(page)).toEqual([...layerByLayer(12), [12, 0, 20]]);
  const { heads, worst } = await page.evaluate(() => {
    const { traces } = globalThis as unknown as Told;
    const last = traces.at(-1) as LiveTrace;
    const T = last.tokens.length;
    let [heads, worst] = [0, 0];
    for (const trace of traces) {
      for (let index = 0; index < trace.model.layers * trace.model.heads; index++) {
        const at = [Math.floor(index / trace.model.heads), index % trace.model.heads] as const;
        const [weights, whole] = [trace.attention(...at), last.attention(...at)];
        heads += Number(trace === last);
        weights.forEach((weight, at) => {
          worst = Math.max(worst, Math.abs(weight - (whole[at] as number)));
        });
        const sum = weights.subarray(T * (T - 1)).reduce((sum, weight) => sum + weight, 0);
        worst = Math.max(worst, Math.abs(sum - 1) - 1e-4);
      }
    }
    return { heads, worst };
  });
  expect({ heads, worst }).toEqual({ heads: 144, worst: 0 });
  expect(trueSize.asked).toEqual(trueSize.readingOrder.map(({ path }) => path));
  expect(trueSize.mostAtOnce).toBe(1);
  await page.context().close();
});

test('in a lens the first twelve heads are on screen after 16 MB, and all after 96 MB', async () => {
  const page = await visit(trueSize);
  trueSize.allow(16e6);
  const lens = page.locator('attn-lens');
  await lens.locator('textarea').fill(DOG);
  await lens.locator('textarea').press('Enter');
  const rows = lens.locator('[part=map] [role=row]');
  await eventually(() => lens.locator('.badge').textContent()).toMatch('running');
  expect(await lens.getByRole('heading', { name: '12 of 144 heads' }).count()).toBe(1);
  expect(await rows.count()).toBe(1);
  // The heads, and their average.
  expect(await rows.first().getByRole('gridcell').count()).toBe(13);
  expect(await lens.locator('[part=token]').count()).toBeGreaterThanOrEqual(11);
  expect(trueSize.sent).toBeLessThanOrEqual(16e6);

  trueSize.allow(96e6);
  await eventually(() => rows.count()).toBe(12);
  expect(await lens.locator('textarea').inputValue()).toBe(DOG);
  expect(await lens.locator('[part=next] li').count()).toBe(0);
  trueSize.allow(128e6);
  await eventually(() => lens.locator('[part=next] li').count()).toBeGreaterThan(0);
  await page.context().close();
});

test.each<[string, (page: Page) => Promise<unknown>]>([
  ['closes the page', (page) => page.close()],
  ['goes to another page', (page) => page.goto('about:blank')],
  ['cancels', (page) => page.evaluate(() => (globalThis as unknown as Told).leaving.abort())],
])('who %s after the second layer has cost only what came', async (_name, leave) => {
  const page = await visit(small);
  small.allowLayers(2, 100);
  await ask(page, { text: DOG });
  await eventually(() => told(page)).toEqual(layerByLayer(2));
  await eventually(() => small.asked.at(-1)).toBe('layer.02.bin');
  const { asked, sent } = small;
  const before = [...asked];
  await leave(page);
  await eventually(() => small.underWay).toBe(0);
  // What would be asked for now would be answered.
  small.allow(Number.POSITIVE_INFINITY);
  await pause(1000);
  expect({ asked, sent: small.sent }).toEqual({ asked: before, sent });
  await page.context().close();
});

/** What is asked for until all is there. */
async function orderOf(request?: Request): Promise<readonly string[]> {
  const page = await visit(small);
  if (request) {
    await ask(page, request);
    await eventually(() => told(page)).toContainEqual([12, 0, 20]);
  }
  await page.evaluate(() => (globalThis as unknown as Told).engine.load());
  await page.context().close();
  expect(small.mostAtOnce).toBe(1);
  return small.asked;
}

const LAYERS = Array.from(
  { length: 12 },
  (_, layer) => `layer.${String(layer).padStart(2, '0')}.bin`,
);

test.each<[string, Request?]>([
  ['for no text'],
  ['for one text', { text: DOG }],
  ['for another text', { text: 'It was a cold day in the city, and it was late' }],
  ['for the rarest of common tokens', { ids: [8191, 0, 8190] }],
])('files are asked for in the same order: %s', async (_name, request) => {
  expect(await orderOf(request)).toEqual([
    ...['block.wasm.onnx', 'embedding.00.bin', 'positions.bin', ...LAYERS, 'embedding.01.bin'],
    ...['output.00.bin', 'output.wasm.onnx'],
  ]);
});

test.each<[string, Request]>([
  ['in a text', { text: 'A zygote is a cell' }],
  ['the first of them', { ids: [464, 8192] }],
])('all other rows come first where a token is rare: %s', async (_name, request) => {
  expect(await orderOf(request)).toEqual([
    ...['block.wasm.onnx', 'embedding.00.bin', 'embedding.01.bin', 'positions.bin', ...LAYERS],
    ...['output.00.bin', 'output.wasm.onnx'],
  ]);
});
