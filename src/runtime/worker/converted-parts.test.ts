import { afterEach, expect, test, vi } from 'vitest';
import { FLOAT_ENGINE } from '../../cli/convert/float-engine.js';
import { openCheckpoint } from '../../convert/checkpoint.js';
import { encodeSafetensors } from '../../convert/testing/encode-safetensors.js';
import { memoryFiles } from '../../convert/testing/memory-files.js';
import { ONE_HEAD, randomCheckpoint } from '../../convert/testing/random-checkpoint.js';
import { filesOf, isMade, madeName, readMade } from '../hub/made.js';
import { embeddingPlaces } from '../packs/row8.js';
import { memoryCaches } from '../packs/testing/memory-caches.js';
import type { CheckpointWeights } from '../wire/protocol.js';
import { ConvertedParts } from './converted-parts.js';
import { KeptFiles } from './kept-files.js';

const KEY = 'hf:somebody/model@0000000000000000000000000000000000000000';
const ARCHITECTURE = { ...ONE_HEAD, layers: 3 };

afterEach(() => vi.unstubAllGlobals());

/** A hub with one checkpoint. */
async function serveCheckpoint(): Promise<CheckpointWeights> {
  const { config, tensors } = randomCheckpoint(ARCHITECTURE, 3);
  const contents: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
    'config.json': new TextEncoder().encode(JSON.stringify(config)),
    'model.safetensors': Uint8Array.from(encodeSafetensors(tensors)),
  };
  vi.stubGlobal('caches', memoryCaches());
  vi.stubGlobal('fetch', async (url: string, { headers }: RequestInit) => {
    const range = new Headers(headers).get('Range') ?? '';
    const [, begin, end] = /(\d+)-(\d+)/.exec(range) ?? [];
    const bytes = contents[url.split('/').at(-1) ?? ''];
    return new Response(bytes?.slice(Number(begin), Number(end) + 1), { status: 206 });
  });
  const { bytes } = await openCheckpoint(memoryFiles(contents));
  return {
    kind: 'checkpoint',
    key: KEY,
    files: Object.entries(contents).map(([name, { length }]) => ({
      name,
      url: `https://hub.example/${name}`,
      bytes: length,
    })),
    bytes,
  };
}

/** A tab. Gives what reads its model on: up to some layer, and the rest. */
function openTab(weights: CheckpointWeights) {
  const keeping = new KeptFiles();
  const { signal } = new AbortController();
  const parts = new ConvertedParts(ARCHITECTURE, weights, {
    ...{ device: 'wasm', keeping, signal, engine: FLOAT_ENGINE, onBytes: () => {} },
  });
  const table = new Uint8Array(embeddingPlaces(ARCHITECTURE).bytes);
  return {
    async begin() {
      await parts.readFirstRows(table);
      await parts.readPositions();
    },
    async layers(begin: number, end: number) {
      for (let layer = begin; layer < end; layer++) await parts.readLayer(layer);
      expect(await keeping.settled()).toBeUndefined();
    },
    async end() {
      await parts.readOtherRows();
      await parts.readOutput(table);
      expect(await keeping.settled()).toBeUndefined();
    },
  };
}

test('a tab whose progress another tab has outrun spoils nothing that the other has kept', async () => {
  const weights = await serveCheckpoint();
  const killed = openTab(weights);
  await killed.begin();
  await killed.layers(0, 1);
  const [first, second] = [openTab(weights), openTab(weights)];
  for (const tab of [first, second]) await tab.begin();
  await first.layers(0, 2);
  // The residual streams after layer 0 have gone.
  await expect(second.layers(0, 2)).rejects.toMatchObject({ code: 'file-unreachable' });
  await first.layers(2, 3);
  await first.end();
  expect(await isMade(KEY)).toBe(true);
  const third = openTab(weights);
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Nothing is to be asked for.')));
  await third.begin();
  await third.layers(0, 3);
  await third.end();
});

test('on a slow disk one file waits to be kept, and no more', async () => {
  const weights = await serveCheckpoint();
  let [waiting, most] = [0, 0];
  const cache = await caches.open('any');
  const put = async (key: string, response: Response) => {
    most = Math.max(most, ++waiting);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await cache.put(key, response);
    waiting--;
  };
  vi.stubGlobal('caches', { open: async () => ({ ...cache, put }) });
  const tab = openTab(weights);
  await tab.begin();
  await tab.layers(0, 3);
  await tab.end();
  expect(most).toBe(1);
  expect(await isMade(KEY)).toBe(true);
});

test('a record of which a file has been thrown away counts for nothing', async () => {
  const weights = await serveCheckpoint();
  const whole = openTab(weights);
  await whole.begin();
  await whole.layers(0, 3);
  await whole.end();
  const keeping = new KeptFiles();
  const made = readMade((await keeping.record(madeName(KEY))) ?? '');
  const [file] = made ? filesOf(made) : [];
  const cache = await caches.open('attention-lens/assets@1');
  await cache.delete(`https://attention-lens.invalid/sha256/${file?.sha256}`);
  expect(await isMade(KEY)).toBe(false);
  const again = openTab(weights);
  await again.begin();
  await again.layers(0, 3);
  await again.end();
  expect(await isMade(KEY)).toBe(true);
});
