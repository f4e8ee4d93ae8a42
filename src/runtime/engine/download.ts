// Fetches the files of a load in parallel, with one progress for all, and checks each. In the worker.

import { abortedError, RuntimeError } from '../runtime-error.js';
import type { RemoteFile } from '../worker/protocol.js';

/** How often progress is told at most: every half per cent. */
const STEPS = 200;

export class Download {
  readonly #signal: AbortSignal;
  readonly #total: number;
  readonly #onProgress: (loaded: number, total: number) => void;
  #loaded = 0;
  #told = 0;

  /** @param total bytes of all files that will be fetched. */
  constructor(
    total: number,
    signal: AbortSignal,
    onProgress: (loaded: number, total: number) => void,
  ) {
    this.#total = total;
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
      return this.#fetchInto(part, file);
    });
    await Promise.all(parts);
    return joined;
  }

  async #fetchInto(target: Uint8Array<ArrayBuffer>, file: RemoteFile): Promise<void> {
    let at = 0;
    try {
      const response = await fetch(file.url, { signal: this.#signal });
      if (!response.ok || !response.body) throw unreachable(file, `status ${response.status}`);
      const reader = response.body.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        if (at + value.length > target.length) {
          void reader.cancel();
          throw wrongSize(file, `more than ${target.length}`);
        }
        target.set(value, at);
        at += value.length;
        this.#count(value.length);
      }
    } catch (error) {
      if (error instanceof RuntimeError) throw error;
      if (this.#signal.aborted) throw abortedError();
      throw unreachable(file, error instanceof Error ? error.message : String(error));
    }
    if (at !== target.length) throw wrongSize(file, String(at));
    if (file.sha256 !== undefined) await checkHash(target, file, file.sha256);
  }

  #count(bytes: number): void {
    this.#loaded += bytes;
    if (this.#loaded - this.#told < this.#total / STEPS && this.#loaded < this.#total) return;
    this.#told = this.#loaded;
    this.#onProgress(this.#loaded, this.#total);
  }
}

async function checkHash(
  bytes: Uint8Array<ArrayBuffer>,
  file: RemoteFile,
  expected: string,
): Promise<void> {
  // Plain http has no crypto.subtle. Whoever could change the file there could change this script as well.
  if (!globalThis.crypto?.subtle) return;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const actual = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (actual !== expected) {
    throw new RuntimeError(
      'file-hash',
      `${file.url} is not the file that the model's manifest names: its SHA-256 is ${actual}, not ${expected}.`,
      'Publish the whole pack again, manifest and files together, and clear caches between.',
    );
  }
}

function unreachable(file: RemoteFile, reason: string): RuntimeError {
  return new RuntimeError(
    'file-unreachable',
    `${file.url} could not be fetched: ${reason}.`,
    'Check the connection and that the file is there. From another origin it needs CORS, and the page may need it in connect-src.',
  );
}

function wrongSize(file: RemoteFile, actual: string): RuntimeError {
  return new RuntimeError(
    'file-size',
    `${file.url} has ${actual} bytes instead of ${file.bytes}.`,
    'It is cut short, an error page, or of another version. Publish it again, or correct the address.',
  );
}
