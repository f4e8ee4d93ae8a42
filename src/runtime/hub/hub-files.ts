// A checkpoint's files on a hub, read by single ranges: a browser asks for one without asking whether it may, which the hub's
// own file servers would refuse.

import type { ByteFile, CheckpointFiles } from '../../convert/checkpoint-files.js';
import { fetchFile } from '../fetch/fetch-file.js';
import { StallWatch } from '../fetch/stall-watch.js';
import type { CheckpointFile } from '../wire/protocol.js';

/** How everything is asked for on a hub: its large files are on a third origin, and it refuses some who say where they are from. */
export const HUB_REQUEST = {
  credentials: 'omit',
  redirect: 'follow',
  referrerPolicy: 'no-referrer',
} as const;

export interface HubFilesOptions {
  readonly signal: AbortSignal;
  /** Told of every change; negative where bytes have to be fetched again. */
  readonly onBytes?: (change: number) => void;
}

export class HubFiles implements CheckpointFiles {
  readonly names: readonly string[];
  readonly #files: ReadonlyMap<string, CheckpointFile>;
  readonly #options: HubFilesOptions;
  readonly #watch = new StallWatch();

  constructor(files: readonly CheckpointFile[], options: HubFilesOptions) {
    this.names = files.map(({ name }) => name);
    this.#files = new Map(files.map((file) => [file.name, file]));
    this.#options = options;
  }

  async open(name: string): Promise<ByteFile | undefined> {
    const file = this.#files.get(name);
    if (!file) return undefined;
    return { size: file.bytes, read: (begin, end) => this.#read(file, begin, end) };
  }

  async sha256(name: string): Promise<string | undefined> {
    return this.#files.get(name)?.sha256;
  }

  async close(): Promise<void> {}

  /** @throws {RuntimeError} `file-unreachable`, `file-size`, `aborted`. */
  async #read(
    { url, bytes }: CheckpointFile,
    begin: number,
    end: number,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { signal, onBytes = () => {} } = this.#options;
    const target = new Uint8Array(end - begin);
    if (target.length === 0) return target;
    await fetchFile(url, target, {
      ...{ signal, onBytes },
      fetch: globalThis.fetch.bind(globalThis),
      watch: this.#watch,
      request: HUB_REQUEST,
      part: { begin, fileBytes: bytes },
    });
    return target;
  }
}
