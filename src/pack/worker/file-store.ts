// Where the files of a pack go as they are made, and where they are read again to be compared with the original.

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { ConvertError } from '../../convert/convert-error.js';
import type { StoreFile } from '../../convert/part-files.js';
import type { PackFile } from '../../runtime/packs/manifest.js';

/** Files by their names. */
export interface FileStore {
  write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  read(name: string): Promise<Blob>;
}

/** In memory, or wherever the browser puts its blobs. */
export class BlobStore implements FileStore {
  readonly #blobs = new Map<string, Blob>();

  async write(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#blobs.set(name, new Blob([bytes]));
  }

  async read(name: string): Promise<Blob> {
    const blob = this.#blobs.get(name);
    if (!blob) throw new Error(`There is no file "${name}".`);
    return blob;
  }

  get all(): ReadonlyMap<string, Blob> {
    return this.#blobs;
  }
}

/** In a folder of the reader's. */
export function folderStore(folder: FileSystemDirectoryHandle): FileStore {
  return {
    async write(name, bytes) {
      try {
        const handle = await folder.getFileHandle(name, { create: true });
        const stream = await handle.createWritable();
        await stream.write(bytes);
        await stream.close();
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause);
        const advice = 'Check that there is room and that the folder may be written to.';
        throw new ConvertError('output', `${name} could not be written: ${why} ${advice}`, {
          cause,
        });
      }
    },
    read: async (name) => (await folder.getFileHandle(name)).getFile(),
  };
}

export function storeIn(store: FileStore): StoreFile {
  return async (path, bytes) => {
    await store.write(path, bytes);
    return { path, bytes: bytes.byteLength, sha256: bytesToHex(sha256(bytes)) };
  };
}

/** @throws {ConvertError} `output` when it is not what was written. */
export async function readFrom(
  store: FileStore,
  { path, sha256: expected }: PackFile,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(await (await store.read(path)).arrayBuffer());
  if (bytesToHex(sha256(bytes)) === expected) return bytes;
  throw new ConvertError('output', `${path} is not what was written: another program changed it.`);
}
