// The files of one load, in parallel, with one progress for all. Each comes from the cache or the network, is checked
// against its SHA-256, and is kept for the next visit. In the worker.

import type { FileRequest, Notice } from '../api.js';
import { fetchFile } from '../fetch/fetch-file.js';
import { StallWatch } from '../fetch/stall-watch.js';
import { fileHashError } from '../packs/file-hash.js';
import { sha256 } from '../packs/sha256.js';
import { type RuntimeError, throwIfAborted } from '../runtime-error.js';
import type { RemoteFile } from '../wire/protocol.js';
import { KeptFiles } from './kept-files.js';

/** How often progress is told at most: every half per cent. */
const STEPS = 200;
/** Files that come at the same time: as many as a browser asks one HTTP/1.1 server for. */
const AT_ONCE = 6;

export class Download {
  readonly #signal: AbortSignal;
  readonly #total: number;
  readonly #onProgress: (loaded: number, total: number) => void;
  /** Kept since a caller may put its own in place of the global one: see `bundled-wasm.ts`. */
  readonly #fetch = globalThis.fetch.bind(globalThis);
  readonly #watch = new StallWatch();
  readonly keeping = new KeptFiles();
  readonly #request: FileRequest;
  #underWay = 0;
  /** Files that wait for their turn, first come first served. */
  readonly #waiting: (() => void)[] = [];
  #loaded = 0;
  #told = 0;

  /** @param total bytes of all files that will be fetched. */
  constructor(
    total: number,
    request: FileRequest,
    signal: AbortSignal,
    onProgress: (loaded: number, total: number) => void,
  ) {
    this.#total = total;
    this.#request = request;
    this.#signal = signal;
    this.#onProgress = onProgress;
  }

  /**
   * Several files joined into one buffer, in order.
   * @throws {RuntimeError} `file-unreachable`, `file-size`, `file-hash`, `aborted`.
   */
  async fetch(files: readonly RemoteFile[]): Promise<Uint8Array<ArrayBuffer>> {
    const joined = new Uint8Array(files.reduce((sum, { bytes }) => sum + bytes, 0));
    let start = 0;
    const parts = files.map((file) => {
      const part = joined.subarray(start, start + file.bytes);
      start += file.bytes;
      return this.fill(part, file);
    });
    await Promise.all(parts);
    return joined;
  }

  /** Waits until what was fetched is kept. Why it is not, if it is not. */
  kept(): Promise<Notice | undefined> {
    return this.keeping.settled();
  }

  /**
   * One file into a part of a buffer, when it is its turn: no manifest makes the page ask for all that it lists at once.
   * @throws as `fetch` does.
   */
  async fill(target: Uint8Array<ArrayBuffer>, file: RemoteFile): Promise<void> {
    if (this.#underWay === AT_ONCE) await new Promise<void>((go) => this.#waiting.push(go));
    else this.#underWay++;
    try {
      throwIfAborted(this.#signal);
      await this.#get(target, file);
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#underWay--;
    }
  }

  async #get(target: Uint8Array<ArrayBuffer>, file: RemoteFile): Promise<void> {
    if (await this.#fromCache(target, file)) return;
    try {
      await this.#fromNetwork(target, file, false);
    } catch (error) {
      const { code } = error as RuntimeError;
      if (code !== 'file-hash' && code !== 'file-size') throw error;
      // The browser's own cache may hold another version's file.
      await this.#fromNetwork(target, file, true);
    }
    this.keeping.put(file.sha256, target);
  }

  async #fromNetwork(
    target: Uint8Array<ArrayBuffer>,
    file: RemoteFile,
    reload: boolean,
  ): Promise<void> {
    let arrived = 0;
    try {
      await fetchFile(file.url, target, {
        signal: this.#signal,
        fetch: this.#fetch,
        request: this.#request,
        watch: this.#watch,
        reload,
        onBytes: (change) => {
          arrived += change;
          this.count(change);
        },
      });
      await checkHash(target, file);
    } catch (error) {
      this.count(-arrived);
      throw error;
    }
  }

  async #fromCache(target: Uint8Array<ArrayBuffer>, file: RemoteFile): Promise<boolean> {
    const kept = await this.keeping.get(file);
    if (!kept) return false;
    target.set(kept);
    this.count(kept.length);
    return true;
  }

  /** Bytes that have come, also by another way than this; negative where they have to come again. */
  count(change: number): void {
    this.#loaded += change;
    const step = Math.abs(this.#loaded - this.#told);
    if (step < this.#total / STEPS && this.#loaded < this.#total) return;
    this.#told = this.#loaded;
    this.#onProgress(this.#loaded, this.#total);
  }
}

async function checkHash(bytes: Uint8Array<ArrayBuffer>, file: RemoteFile): Promise<void> {
  const actual = await sha256(bytes);
  // On plain http nothing can be checked, and whoever could change the file could change this script as well.
  if (actual === undefined || actual === file.sha256) return;
  throw fileHashError(file.url, actual, file.sha256);
}
