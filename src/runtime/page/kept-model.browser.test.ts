// Whether a model is kept, as the browser's own cache tells.

import { afterEach, expect, test, vi } from 'vitest';
import { ORT_FILES } from '../device/ort-builds.js';
import { keepsFiles, openAssetCache } from '../packs/asset-cache.js';
import { loadedFiles } from '../packs/pack-files.js';
import { testManifest } from '../testing/manifest.js';
import { isKept } from './kept-model.js';

const NAME = 'hf:someone/tales@0123456789012345678901234567890123456789';
const manifest = testManifest();

/** Keeps what a load on a device reads. */
async function keep(device: 'wasm' | 'webgpu', wasm: string): Promise<void> {
  const cache = await openAssetCache();
  await cache.putManifest(NAME, JSON.stringify(manifest));
  const hashes = loadedFiles(manifest, device).map(({ sha256 }) => sha256);
  for (const sha256 of [...hashes, wasm]) await cache.put(sha256, new Uint8Array(1));
}

afterEach(async () => {
  vi.restoreAllMocks();
  for (const name of await caches.keys()) await caches.delete(name);
});

test.each([
  ['wasm', ORT_FILES.wasm.sha256],
  ['webgpu', ORT_FILES.jspi.sha256],
] as const)('all files of a load on %s are enough', async (device, wasm) => {
  const fetched = vi.spyOn(globalThis, 'fetch');
  expect(await isKept(NAME)).toBe(false);
  await keep(device, wasm);
  expect(await isKept(NAME)).toBe(true);
  await (await openAssetCache()).drop(loadedFiles(manifest, device)[3]?.sha256 ?? '');
  expect(await isKept(NAME)).toBe(false);
  expect(fetched).not.toHaveBeenCalled();
});

test('a damaged manifest, or a browser that keeps nothing, has no model', async () => {
  await keep('wasm', ORT_FILES.wasm.sha256);
  await (await openAssetCache()).putManifest(NAME, '{}');
  expect(await isKept(NAME)).toBe(false);
  vi.spyOn(caches, 'open').mockRejectedValue(new Error('not allowed'));
  expect(await isKept(NAME)).toBe(false);
});

test('to ask makes no room for files', async () => {
  expect(await keepsFiles()).toBe(false);
  expect(await caches.keys()).toEqual([]);
  await openAssetCache();
  expect(await keepsFiles()).toBe(true);
});
