// Fetches and checks a pack's manifest. Without a network the one of the last visit does.

import { abortedError, RuntimeError, throwIfAborted } from '../runtime-error.js';
import { type AssetCache, openAssetCache } from './asset-cache.js';
import { checkIntegrity } from './integrity.js';
import type { ModelManifest } from './manifest.js';
import { readManifest } from './read-manifest.js';
import { pause, RETRY_DELAYS } from './retry.js';

export interface ManifestOptions {
  readonly integrity?: string | undefined;
  readonly signal?: AbortSignal;
}

/** @throws {RuntimeError} `manifest-unreachable`, `manifest-hash`, `bad-manifest` or `aborted`. */
export async function fetchManifest(
  url: string,
  { integrity, signal }: ManifestOptions = {},
): Promise<ModelManifest> {
  // Nothing is kept here: so be it.
  const cache = await openAssetCache().catch(() => undefined);
  const kept = await cache?.manifest(url).catch(() => undefined);
  const bytes = await fetchBytes(url, kept, signal);
  throwIfAborted(signal);
  if (integrity !== undefined) await checkIntegrity(url, bytes, integrity);
  const json = new TextDecoder().decode(bytes);
  const manifest = readManifest(parse(url, json));
  if (json !== kept) await keep(cache, url, json);
  return manifest;
}

/** `kept`: what there is should the network fail, which then is not asked again and again. */
async function fetchBytes(
  url: string,
  kept: string | undefined,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  for (let failures = 0; ; failures++) {
    try {
      const response = await fetch(url, { signal: signal ?? null });
      if (!response.ok)
        throw unreachable(url, `the server answered with status ${response.status}`);
      return new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      if (signal?.aborted) throw abortedError();
      if (error instanceof RuntimeError) throw error;
      if (kept !== undefined) return new TextEncoder().encode(kept);
      const delay = RETRY_DELAYS[failures];
      if (delay === undefined) {
        throw unreachable(url, error instanceof Error ? error.message : String(error));
      }
      await pause(delay, signal);
    }
  }
}

/** Where the embedded model would be if the library lay where Vite's development server moves it to. */
const MOVED = /\/node_modules\/models\//;
const CONFIGURE_VITE =
  'Vite 7 and older move the library away from its files: set optimizeDeps.exclude to attention-lens and onnxruntime-web, and worker.format to es.';

function parse(url: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new RuntimeError(
      'bad-manifest',
      `${url} is not JSON.`,
      MOVED.test(url)
        ? CONFIGURE_VITE
        : 'Check the address: servers often answer a wrong one with a page.',
      { subject: url, cause: error },
    );
  }
}

async function keep(cache: AssetCache | undefined, url: string, json: string): Promise<void> {
  try {
    await cache?.putManifest(url, json);
  } catch {
    // No room for 2 kB: the files of the model will say the same.
  }
}

function unreachable(url: string, reason: string): RuntimeError {
  return new RuntimeError(
    'manifest-unreachable',
    `The model's manifest ${url} could not be fetched: ${reason}.`,
    'Check the address and the connection. From another origin it needs CORS, and the page may need it in connect-src.',
    { subject: url },
  );
}
