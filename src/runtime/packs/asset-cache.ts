// Files kept from one visit to the next, in the browser's Cache API. A file is kept under its SHA-256, so that a pack that
// is published again, or in two places, never meets another one's files; a manifest under its address. Browsers refuse
// the cache for many reasons (plain http, private mode, a sandboxed frame, a full disk), none of which is an error.

/** The number is that of the way things are kept: a library that keeps them otherwise takes another name. */
const NAME = 'attention-lens/assets@1';
/** Keys are addresses, and nobody can own this one. */
const BASE = 'https://attention-lens.invalid/';

export interface AssetCache {
  has(sha256: string): Promise<boolean>;
  get(sha256: string): Promise<Response | undefined>;
  /** @throws {Error} when it cannot be kept: mostly for want of room. */
  put(sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  drop(sha256: string): Promise<void>;
  manifest(url: string): Promise<string | undefined>;
  putManifest(url: string, json: string): Promise<void>;
  dropManifest(url: string): Promise<void>;
}

/** Whether this browser has kept files of models here. Makes no room for any. */
export async function keepsFiles(): Promise<boolean> {
  try {
    return await caches.has(NAME);
  } catch {
    return false;
  }
}

/** @throws {Error} when this browser keeps nothing here. */
export async function openAssetCache(): Promise<AssetCache> {
  if (!globalThis.caches) throw new Error('this browser offers no cache here');
  const cache = await caches.open(NAME);
  const fileKey = (sha256: string) => `${BASE}sha256/${sha256}`;
  const manifestKey = (url: string) => `${BASE}manifest?${encodeURIComponent(url)}`;
  return {
    has: async (sha256) => (await cache.keys(fileKey(sha256))).length > 0,
    get: (sha256) => cache.match(fileKey(sha256)),
    put: (sha256, bytes) => cache.put(fileKey(sha256), new Response(bytes)),
    drop: async (sha256) => {
      await cache.delete(fileKey(sha256));
    },
    manifest: async (url) => (await cache.match(manifestKey(url)))?.text(),
    putManifest: (url, json) => cache.put(manifestKey(url), new Response(json)),
    dropManifest: async (url) => {
      await cache.delete(manifestKey(url));
    },
  };
}
