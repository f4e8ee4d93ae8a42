// What matrices are multiplied by in a float32 pass, kept by the name of the matrix.

import { joinFloats } from '../join-bytes.js';

/** Inputs of one matrix, [T,channels] row-major: a row per token. */
export interface Activations {
  readonly channels: number;
  readonly values: Float32Array;
}

/** Collects inputs text by text. */
export class ActivationsRecorder {
  readonly #parts = new Map<string, { channels: number; parts: Float32Array[] }>();

  add(matrix: string, values: Float32Array, channels: number): void {
    const known = this.#parts.get(matrix) ?? { channels, parts: [] };
    known.parts.push(values);
    this.#parts.set(matrix, known);
  }

  /** By matrix, the rows of all texts one after another. */
  get recorded(): ReadonlyMap<string, Activations> {
    return new Map(
      Array.from(this.#parts, ([matrix, { channels, parts }]) => [
        matrix,
        { channels, values: joinFloats(parts) },
      ]),
    );
  }
}
