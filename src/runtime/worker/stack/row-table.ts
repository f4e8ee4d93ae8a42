// Token and position embeddings as the rows that a run begins with. In JavaScript: as a part of a graph the table, a third
// of GPT-2 small, would lie in memory twice.

import type { ModelArchitecture } from '../../packs/manifest.js';
import { embeddingPlaces, ZERO_POINT } from '../../packs/row8.js';
import { halfToFloat } from '../../trace/index.js';

export class RowTable {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  /** float16 [context,d]. */
  readonly #positions: Uint16Array;
  readonly #architecture: ModelArchitecture;

  /**
   * @param bytes the embedding's files, joined: a row is there once its file is.
   * @param positions their file.
   */
  constructor(
    architecture: ModelArchitecture,
    bytes: Uint8Array<ArrayBuffer>,
    positions: Uint8Array<ArrayBuffer>,
  ) {
    this.#architecture = architecture;
    this.#bytes = bytes;
    this.#positions = new Uint16Array(positions.buffer, positions.byteOffset);
  }

  /** The residual stream before the first block [N,d], of tokens from position `first` on. */
  embed(ids: readonly number[], first: number): Float32Array {
    const { dModel, vocab } = this.#architecture;
    const { rows, stride } = embeddingPlaces(this.#architecture);
    const scales = new Float32Array(this.#bytes.buffer, this.#bytes.byteOffset, vocab);
    const residual = new Float32Array(ids.length * dModel);
    for (const [at, id] of ids.entries()) {
      const scale = scales[id] as number;
      const row = rows + id * stride;
      const position = (first + at) * dModel;
      for (let channel = 0; channel < dModel; channel++) {
        const step = (this.#bytes[row + channel] as number) - ZERO_POINT;
        // Each rounded to float32, as a graph would.
        residual[at * dModel + channel] =
          Math.fround(step * scale) + halfToFloat(this.#positions[position + channel] as number);
      }
    }
    return residual;
  }
}

/** How many rows of an embedding are whole in its first `bytes` bytes. */
export function rowsIn(bytes: number, architecture: ModelArchitecture): number {
  const { rows, stride } = embeddingPlaces(architecture);
  return Math.max(0, Math.floor((bytes - rows) / stride));
}
