// How large a pack will be, from the model's shape alone.

import type { ModelArchitecture } from '../runtime/packs/manifest.js';
import { embeddingPlaces, strideOf } from '../runtime/packs/row8.js';

/** In bytes, to about a hundredth: outlier channels, graphs and the manifest are left out. */
export function packBytes(architecture: ModelArchitecture): number {
  const { layers, dModel, dInner, context } = architecture;
  const matrix = (rows: number, columns: number) => rows * (strideOf(columns) + 8);
  const layer =
    matrix(3 * dModel, dModel) +
    matrix(dModel, dModel) +
    matrix(dInner, dModel) +
    matrix(dModel, dInner) +
    16 * dModel;
  return embeddingPlaces(architecture).bytes + 2 * context * dModel + layers * layer;
}

/** "126 MB". */
export function megabytes(bytes: number): string {
  const value = bytes / 1e6;
  return `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en')} MB`;
}
