// Whether files, or a whole model, are kept from another visit: what the cache alone tells. Nothing is asked of the network or of the
// device.

import type { OrtBuild } from '../api.js';
import { ORT_FILES } from '../device/ort-builds.js';
import { isMade } from '../hub/made.js';
import { openAssetCache } from '../packs/asset-cache.js';
import { readHubAddress } from '../packs/hub-address.js';
import { loadedFiles } from '../packs/pack-files.js';
import { readManifest } from '../packs/read-manifest.js';

/** Which build of onnxruntime-web runs on which device. */
const BUILDS: readonly (readonly [device: 'wasm' | 'webgpu', build: OrtBuild])[] = [
  ['wasm', 'wasm'],
  ['webgpu', 'webgpu'],
  ['webgpu', 'jspi'],
];

/** Whether all of these files are kept. */
export async function areKept(files: readonly { readonly sha256: string }[]): Promise<boolean> {
  try {
    const cache = await openAssetCache();
    const kept = await Promise.all(files.map(({ sha256 }) => cache.has(sha256)));
    return kept.every(Boolean);
  } catch {
    return false;
  }
}

/** Whether all that a load needs is kept, on one device or the other. @param manifestUrl what its manifest is kept under. */
export async function isKept(manifestUrl: string): Promise<boolean> {
  try {
    if (readHubAddress(manifestUrl) && (await isMade(manifestUrl))) {
      return (await Promise.all(BUILDS.map(([, build]) => areKept([ORT_FILES[build]])))).some(
        Boolean,
      );
    }
    const json = await (await openAssetCache()).manifest(manifestUrl);
    if (json === undefined) return false;
    const manifest = readManifest(JSON.parse(json));
    const perDevice = BUILDS.map(([device, build]) =>
      areKept([...loadedFiles(manifest, device), ORT_FILES[build]]),
    );
    return (await Promise.all(perDevice)).some(Boolean);
  } catch {
    // Nothing can be kept here, or an older library kept it: a load will tell.
    return false;
  }
}
