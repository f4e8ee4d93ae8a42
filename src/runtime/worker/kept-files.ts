// What is kept in the browser from one visit to the next, as far as it keeps anything, and why it does not. In the worker.

import type { Notice } from '../api.js';
import { type AssetCache, openAssetCache } from '../packs/asset-cache.js';
import { sha256 as hashOf } from '../packs/sha256.js';

/** A file by its content. */
interface KeptFile {
  readonly bytes: number;
  readonly sha256: string;
}

export class KeptFiles {
  readonly #puts: Promise<void>[] = [];
  #cache: Promise<AssetCache | undefined> | undefined;
  #uncached: Notice | undefined;

  /** A copy that is damaged is dropped. */
  async get({ bytes, sha256 }: KeptFile): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      const cache = await this.#open();
      const response = await cache?.get(sha256);
      if (!cache || !response) return undefined;
      const kept = new Uint8Array(await response.arrayBuffer());
      if (kept.length === bytes && (await hashOf(kept)) === sha256) return kept;
      await cache.drop(sha256);
    } catch (error) {
      this.#disable(error);
    }
    return undefined;
  }

  /** Whether there is a copy, without reading it. */
  async has({ sha256 }: KeptFile): Promise<boolean> {
    try {
      return (await (await this.#open())?.has(sha256)) ?? false;
    } catch (error) {
      this.#disable(error);
      return false;
    }
  }

  put(sha256: string, bytes: Uint8Array<ArrayBuffer>): void {
    this.#later((cache) => cache.put(sha256, bytes));
  }

  /** What is kept under a name beside files, as the manifests of packs are. */
  async record(name: string): Promise<string | undefined> {
    try {
      return await (await this.#open())?.manifest(name);
    } catch (error) {
      this.#disable(error);
      return undefined;
    }
  }

  /** After all files that were put before: a record names none that is not there. @param dropped files that it no longer names. */
  putRecord(name: string, json: string, dropped: readonly KeptFile[] = []): void {
    const before = [...this.#puts];
    this.#later(async (cache) => {
      await Promise.all(before);
      if (this.#uncached) return;
      await cache.putManifest(name, json);
      for (const { sha256 } of dropped) await cache.drop(sha256);
    });
  }

  /** Waits until all is kept. Why it is not, if it is not. */
  async settled(): Promise<Notice | undefined> {
    await Promise.all(this.#puts);
    return this.#uncached;
  }

  #later(work: (cache: AssetCache) => Promise<void>): void {
    const put = async () => {
      try {
        const cache = await this.#open();
        if (cache) await work(cache);
      } catch (error) {
        this.#disable(error);
      }
    };
    this.#puts.push(put());
  }

  #open(): Promise<AssetCache | undefined> {
    this.#cache ??= openAssetCache().catch((error) => {
      this.#disable(error);
      return undefined;
    });
    return this.#cache;
  }

  #disable(error: unknown): void {
    this.#uncached ??= {
      code: 'uncached',
      message: `The model is not kept for the next visit: ${whyUncached(error)}.`,
    };
  }
}

function whyUncached(error: unknown): string {
  const { name, message } = error as Error;
  if (name === 'QuotaExceededError') return 'there is not enough room for it';
  // A sandboxed frame, or a reader who lets sites keep nothing.
  if (name === 'SecurityError') return 'this page may keep nothing in this browser';
  return message;
}
