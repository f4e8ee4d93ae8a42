// A token embedding or an unembedding as a pack has it, filled row by row. It is held in memory, for the scales of all rows
// lie before the first row.

import type { ModelArchitecture } from '../runtime/packs/manifest.js';
import { type EmbeddingPlaces, embeddingPlaces } from '../runtime/packs/row8.js';
import { quantiseRows } from './quantise.js';
import type { Row8Matrix } from './row8-format.js';
import { storeScales } from './row8-format.js';
import type { RowRange } from './safetensors.js';
import type { WeightsFile } from './weights.js';

export class EmbeddingTable {
  /** Its files joined, as `embeddingPlaces` says; zeros where nothing has been put. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #architecture: ModelArchitecture;
  readonly #places: EmbeddingPlaces;
  readonly #scales: Float32Array<ArrayBuffer>;

  /** @param bytes at the start of a buffer or at a multiple of four. */
  constructor(
    architecture: ModelArchitecture,
    bytes = new Uint8Array(embeddingPlaces(architecture).bytes),
  ) {
    this.#architecture = architecture;
    this.#places = embeddingPlaces(architecture);
    this.bytes = bytes;
    this.#scales = new Float32Array(bytes.buffer, bytes.byteOffset, architecture.vocab);
  }

  /** Quantises some rows. @param values of these rows, row-major. */
  put({ begin, end }: RowRange, values: Float32Array): void {
    const rows = quantiseRows(values, end - begin, this.#architecture.dModel, 'output-major');
    this.#scales.set(rows.scales, begin);
    this.bytes.set(rows.bytes, this.#places.rows + begin * this.#places.stride);
  }

  equals({ bytes }: EmbeddingTable): boolean {
    return this.bytes.every((byte, at) => byte === bytes[at]);
  }

  /** Puts all of it into a buffer of weights. */
  async store(file: WeightsFile, name: string): Promise<Row8Matrix> {
    const { vocab, dModel } = this.#architecture;
    const { rows, stride } = this.#places;
    const scale = await storeScales(file, name, this.#scales);
    const bytes = this.bytes.subarray(rows);
    const weight = await file.store(name, 'uint8', [vocab, stride], bytes);
    return { rows: vocab, columns: dModel, stride, weight, scale };
  }
}
