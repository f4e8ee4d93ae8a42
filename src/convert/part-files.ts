// The files that a part of a pack is cut into, and their names.

import type { ModelArchitecture, PackFile } from '../runtime/packs/manifest.js';
import { embeddingPlaces } from '../runtime/packs/row8.js';
import { joinBytes } from './join-bytes.js';
import type { WeightsSink } from './weights.js';

/** A number is a layer. */
export type PackPart = 'embedding' | 'positions' | 'output' | number;

/** Writes one part: what `layOut` puts into the sink. */
export type WritePart = <Stored>(
  part: PackPart,
  layOut: (sink: WeightsSink) => Promise<Stored>,
) => Promise<Stored>;

/** Puts a finished file where it stays. @returns what a manifest says of it. */
export type StoreFile = (path: string, bytes: Uint8Array<ArrayBuffer>) => Promise<PackFile>;

/** Public CDNs refuse files over 20 MB. */
export const CHUNK_BYTES = 18 * 2 ** 20;

/** Tokens whose rows are in the first file: the most frequent, in GPT-2's vocabulary, and nearly all of a plain text. */
export const FIRST_ROWS = 8192;

/** Cuts one part into files of at most so many bytes. */
export class PartFiles {
  /** Those that are written. */
  readonly files: PackFile[] = [];
  readonly #store: StoreFile;
  readonly #part: PackPart;
  readonly #most: number;
  readonly #mostOfFirst: number;
  /** Of the next file. */
  #pieces: Uint8Array[] = [];
  #bytes = 0;

  constructor(
    store: StoreFile,
    part: PackPart,
    architecture: ModelArchitecture,
    most: number = CHUNK_BYTES,
  ) {
    this.#store = store;
    this.#part = part;
    // A manifest names one file of positions.
    this.#most = part === 'positions' ? Number.POSITIVE_INFINITY : most;
    this.#mostOfFirst = part === 'embedding' ? Math.min(most, firstRows(architecture)) : this.#most;
  }

  /** @param unit bytes that are not cut. */
  async write(bytes: Uint8Array, unit = 1): Promise<void> {
    for (let at = 0; at < bytes.byteLength; ) {
      const room = (this.files.length === 0 ? this.#mostOfFirst : this.#most) - this.#bytes;
      const fits = Math.floor(room / unit) * unit;
      if (fits <= 0 && this.#bytes > 0) {
        await this.#finishFile(true);
        continue;
      }
      const piece = bytes.subarray(at, at + Math.max(fits, unit));
      this.#pieces.push(piece);
      this.#bytes += piece.byteLength;
      at += piece.byteLength;
    }
  }

  /** Writes the last file. */
  async end(): Promise<void> {
    await this.#finishFile(this.files.length > 0);
  }

  async #finishFile(isOneOfSeveral: boolean): Promise<void> {
    const bytes = joinBytes(this.#pieces);
    this.#pieces = [];
    this.#bytes = 0;
    const path = pathOf(this.#part, this.files.length, isOneOfSeveral);
    this.files.push(await this.#store(path, bytes));
  }
}

function pathOf(part: PackPart, index: number, isOneOfSeveral: boolean): string {
  if (part === 'positions') return 'positions.bin';
  if (typeof part === 'string') return `${part}.${twoDigits(index)}.bin`;
  return isOneOfSeveral ? `layer.${twoDigits(part)}.${index}.bin` : `layer.${twoDigits(part)}.bin`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** Bytes of an embedding up to the end of its first rows. */
function firstRows(architecture: ModelArchitecture): number {
  const { rows, stride } = embeddingPlaces(architecture);
  return rows + Math.min(FIRST_ROWS, architecture.vocab) * stride;
}
