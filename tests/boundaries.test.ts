// Bad moments, in a real browser: between which layers the worker dies, the device is lost, or the reader cancels or types
// something else. Their words stay, what runs next is right to the last bit, and nothing is left over.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { GPT2_SMALL, writeSyntheticPack } from '../src/convert/testing/synthetic-pack.js';
import type { Engine, LiveTrace } from '../src/runtime/index.js';
import { launchBrowser, openPage } from './browser.js';
import { eventually } from './eventually.js';
import { PackServer } from './pack-server.js';

type Device = 'wasm' | 'webgpu';

/** After the first layer, in the middle, and before the output layer. */
const BOUNDARIES = [1, 6, 12] as const;

/** What the reader types, and what they type in its place. */
const WHILE_LOADING = ['The man wrote this, and the man', 'It was late in the city'] as const;
const WHEN_LOADED = ['The man wrote this, and the woman', 'It was late in the day'] as const;

/** Numbers of the same run on the same device may differ by as much. */
const TOLERANCE: Readonly<Record<Device, number>> = { wasm: 0, webgpu: 1e-5 };

let folder: string;
let browser: Browser;
let servers: Readonly<Record<Device, PackServer>>;
/** What a fresh engine gives, by device and text. */
const fresh = new Map<string, Numbers>();
let page: Page;

/** All that a run says. */
interface Numbers {
  readonly attention: readonly number[];
  readonly next: readonly (readonly [id: number, p: number])[];
}

/** What the test's own script has on the page. */
interface Watch {
  readonly engine: Engine;
  readonly workers: Worker[];
  /** Of each run that has ended, by its text. */
  readonly runs: Record<string, LiveTrace>;
  /** Layers of the run under way. */
  layers: number;
  /** What happens after so many layers of the next run. */
  next?: { readonly layers: number; readonly fault: Fault; readonly words: string } | undefined;
  /** @param words those that the reader types then. */
  cause(fault: Fault, words: string): void;
}

type Fault = 'kill' | 'lose' | 'Escape' | 'button' | 'text';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attention-lens-'));
  await writeSyntheticPack(folder, { ...GPT2_SMALL, heads: 2, dModel: 32, dInner: 64 });
  browser = await launchBrowser(['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader']);
  servers = {
    wasm: await PackServer.start(folder),
    webgpu: await PackServer.start(folder, 'webgpu'),
  };
  servers.webgpu.workerPrelude = `
    const { requestDevice } = GPUAdapter.prototype;
    GPUAdapter.prototype.requestDevice = async function (...parameters) {
      const device = await requestDevice.apply(this, parameters);
      new BroadcastChannel('lose').onmessage = () => device.destroy();
      return device;
    };`;
  for (const device of ['wasm', 'webgpu'] as const) {
    await visit(device);
    for (const text of [...WHILE_LOADING, ...WHEN_LOADED]) {
      // Only of WASM is another text asked for.
      if (device === 'wasm' || text === WHILE_LOADING[0] || text === WHEN_LOADED[0]) {
        fresh.set(`${device} ${text}`, await runApart(text));
      }
    }
    await page.context().close();
  }
});

afterEach(() => page.context().close());

afterAll(async () => {
  await browser.close();
  await Promise.all(Object.values(servers).map((server) => server.close()));
  await rm(folder, { recursive: true, force: true });
});

async function visit(device: Device): Promise<void> {
  servers[device].reset();
  ({ page } = await openPage(browser));
  await page.addInitScript(() => {
    const workers: Worker[] = [];
    const { Worker } = globalThis;
    Object.assign(globalThis, {
      workers,
      Worker: class extends Worker {
        constructor(...parameters: ConstructorParameters<typeof Worker>) {
          super(...parameters);
          workers.push(this);
        }
      },
    });
  });
  await page.goto(`${servers[device].url}page`);
  await lens().locator('[part=token]').first().waitFor();
  await page.evaluate(watchRuns);
}

/** In the page: sees what the lens is told, before it does. */
function watchRuns(): void {
  const { engine } = document.querySelector('attn-model') as unknown as { engine: Engine };
  const inLens = <T extends HTMLElement>(selector: string) =>
    document.querySelector('attn-lens')?.shadowRoot?.querySelector(selector) as T;
  const press = (key: string) =>
    inLens('textarea').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  const watch = Object.assign(globalThis as unknown as Watch, {
    engine,
    runs: {},
    layers: 0,
    cause(fault: Fault, words: string): void {
      if (fault === 'kill') watch.workers.at(-1)?.terminate();
      if (fault === 'lose') new BroadcastChannel('lose').postMessage('');
      if (fault === 'Escape') press('Escape');
      if (fault === 'button') inLens('[part=cancel]').click();
      if (fault !== 'text') return;
      const box = inLens<HTMLTextAreaElement>('textarea');
      box.value = words;
      box.dispatchEvent(new Event('input', { bubbles: true }));
      press('Enter');
    },
  });
  const acquire = engine.acquire.bind(engine);
  engine.acquire = () => {
    const lease = acquire();
    return {
      ...lease,
      async run(request, options) {
        const trace = await lease.run(request, {
          ...options,
          onLayer(partial) {
            options?.onLayer?.(partial);
            watch.layers = partial.model.layers;
            const { next } = watch;
            if (next?.layers !== watch.layers) return;
            watch.next = undefined;
            watch.cause(next.fault, next.words);
          },
        });
        watch.runs[trace.text] = trace;
        return trace;
      },
    };
  };
}

const lens = (): Locator => page.locator('attn-lens');
const stateOf = () => page.evaluate(() => (globalThis as unknown as Watch).engine.status.state);

/** The reader types and asks for a run. */
async function ask(text: string): Promise<void> {
  await lens().locator('textarea').fill(text);
  await lens().locator('textarea').press('Enter');
}

/** What is known of a text's run. */
function numbersOf(text: string): Promise<Numbers | undefined> {
  return page.evaluate((text) => {
    const trace = (globalThis as unknown as Watch).runs[text];
    if (!trace) return undefined;
    const { layers, heads } = trace.model;
    return {
      attention: Array.from({ length: layers * heads }, (_, index) => [
        ...trace.attention(Math.floor(index / heads), index % heads),
      ]).flat(),
      next: (trace.next ?? []).map(({ id, p }) => [id, p] as const),
    };
  }, text);
}

/** A run of a lease that has run nothing before. */
async function runApart(text: string): Promise<Numbers> {
  await page.evaluate(
    (text) => (globalThis as unknown as Watch).engine.acquire().run({ text }),
    text,
  );
  return (await numbersOf(text)) as Numbers;
}

/** A text has run, with the numbers of a fresh engine. */
async function expectRun(device: Device, text: string): Promise<void> {
  await eventually(async () => (await numbersOf(text)) !== undefined).toBe(true);
  const { attention, next } = (await numbersOf(text)) as Numbers;
  const expected = fresh.get(`${device} ${text}`) as Numbers;
  const far = (one: readonly number[], other: readonly number[]) =>
    Math.max(...one.map((value, at) => Math.abs(value - (other[at] as number))));
  expect(attention).toHaveLength(expected.attention.length);
  expect(far(attention, expected.attention)).toBeLessThanOrEqual(TOLERANCE[device]);
  expect(next).toHaveLength(20);
  const chances = (of: Numbers['next']) => of.map(([, p]) => p);
  expect(far(chances(next), chances(expected.next))).toBeLessThanOrEqual(TOLERANCE[device]);
  if (device === 'wasm') expect(next).toEqual(expected.next);
}

/** The lens shows the reader's words and their run, and nothing else is under way. */
async function expectNothingLeft(device: Device, text: string): Promise<void> {
  await eventually(stateOf).toBe('ready');
  await eventually(() => lens().locator('.badge').textContent()).toMatch('live');
  await eventually(() => lens().locator('[part=cancel]').count()).toBe(0);
  await expectWords(text);
  expect(await lens().locator('[part=problem]').textContent()).toMatch(/^\s*$/);
  await eventually(() => page.workers().length).toBe(1);
  expect(servers[device].underWay).toBe(0);
}

async function expectWords(text: string): Promise<void> {
  expect(await lens().locator('textarea').inputValue()).toBe(text);
  expect(await lens().locator('[part=token]').count()).toBeGreaterThan(5);
}

const isCancelled = (fault: Fault) => fault === 'Escape' || fault === 'button';

/** What comes after the fault, now that nothing is in the way. */
async function expectRecovery(
  device: Device,
  fault: Fault,
  [text, instead]: readonly [string, string],
): Promise<void> {
  if (fault === 'text') {
    await expectRun(device, instead);
    await expectNothingLeft(device, instead);
    await ask(text);
  } else if (isCancelled(fault)) {
    await expectWords(text);
    await lens().locator('textarea').press('Enter');
  }
  await expectRun(device, text);
  await expectNothingLeft(device, text);
}

describe.each<[string, Device, Fault, Fault]>([
  ['the worker is killed', 'wasm', 'kill', 'kill'],
  ['the GPU goes away', 'webgpu', 'lose', 'lose'],
  // The button may not be there as soon as a run begins.
  ['the reader cancels', 'wasm', 'button', 'Escape'],
  ['the reader asks for other words', 'wasm', 'text', 'text'],
])('%s', (_name, device, whileLoading, whenLoaded) => {
  test.each(BOUNDARIES)('after %i of 12 layers, of a load and of a run', async (layers) => {
    const server = servers[device];
    await visit(device);
    const seen = () => page.evaluate(() => (globalThis as unknown as Watch).layers);

    server.allowLayers(layers, 10);
    const [text, instead] = WHILE_LOADING;
    await ask(text);
    await eventually(seen).toBe(layers);
    await eventually(() => server.underWay).toBe(1);
    expect(await numbersOf(text)).toBeUndefined();
    await page.evaluate(([fault, words]) => (globalThis as unknown as Watch).cause(fault, words), [
      whileLoading,
      instead,
    ] as const);
    if (isCancelled(whileLoading)) {
      await eventually(stateOf).toBe('idle');
      await eventually(() => page.workers().length).toBe(0);
      await eventually(() => server.underWay).toBe(0);
    }
    server.allow(Number.POSITIVE_INFINITY);
    await expectRecovery(device, whileLoading, WHILE_LOADING);

    const next = { layers, fault: whenLoaded, words: WHEN_LOADED[1] };
    await page.evaluate((next) => Object.assign(globalThis, { next }), next);
    await ask(WHEN_LOADED[0]);
    await eventually(() =>
      page.evaluate(() => (globalThis as unknown as Watch).next === undefined),
    ).toBe(true);
    if (isCancelled(whenLoaded)) {
      await eventually(stateOf).toBe('ready');
      expect(await numbersOf(WHEN_LOADED[0])).toBeUndefined();
    }
    await expectRecovery(device, whenLoaded, WHEN_LOADED);
  });
});
