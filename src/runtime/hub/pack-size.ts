// How large the pack of a model is, before there is one.

import type { ModelArchitecture } from '../packs/manifest.js';
import { ALIGNMENT, embeddingPlaces, strideOf } from '../packs/row8.js';

/** Outlier channels and the spaces between tensors: a bound, of a thousandth of the whole. */
const SPARE_PER_MATRIX = 4 * 32 + 4 * ALIGNMENT;

/** Bytes of its weights, without the graphs; a little more than there will be. */
export function packBytes(architecture: ModelArchitecture, isTied: boolean): number {
  const { layers, dModel, dInner, context } = architecture;
  const matrix = (rows: number, columns: number) =>
    rows * (strideOf(columns) + 8) + SPARE_PER_MATRIX;
  const layer =
    matrix(3 * dModel, dModel) +
    matrix(dModel, dModel) +
    matrix(dInner, dModel) +
    matrix(dModel, dInner) +
    16 * dModel;
  const table = embeddingPlaces(architecture).bytes;
  return (isTied ? 1 : 2) * table + 2 * context * dModel + layers * layer + 8 * dModel;
}
