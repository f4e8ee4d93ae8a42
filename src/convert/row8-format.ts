// How a pack stores matrices: row8, one byte per weight and one scale per row; positions as float16.

import type { CheckpointTensors } from './checkpoint.js';
import { ConvertError } from './convert-error.js';
import type { Activations } from './float/activations.js';
import { floatToHalf } from './half.js';
import { findOutliers, type OutlierChannels } from './outliers.js';
import { quantiseRows } from './quantise.js';
import { quantiseForInputs } from './quantise-for-inputs.js';
import type { LayOutMatrix, StoredTensor, WeightsFile } from './weights.js';

const POSITIONS = 'wpe.weight';

/** A row8 matrix [N,K]: `weight` is uint8 [N,stride], `scale` float32 [N]. */
export interface Row8Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly stride: number;
  readonly weight: StoredTensor;
  readonly scale: StoredTensor;
  /** Input channels that WASM multiplies in float32, int32 [count]. */
  readonly outliers?: StoredTensor;
}

/** How weights become bytes: each to the nearest, or so that their products with recorded inputs stay right. */
export type Rounding = 'nearest' | 'inputs';

/**
 * Matrices of linear layers, each with its outlier channels.
 * @param activations what they are multiplied by, as far as it is known.
 */
export function row8Matrices(
  checkpoint: CheckpointTensors,
  file: WeightsFile,
  activations: ReadonlyMap<string, Activations>,
  rounding: Rounding,
): LayOutMatrix<Row8Matrix> {
  const outliers = findOutliers(activations);
  // The rows are columns in the checkpoint, so it is read whole.
  return async (name, rows, columns) => {
    const values = await checkpoint.tensor(name);
    const inputs = rounding === 'inputs' ? activations.get(name) : undefined;
    const row8 = inputs
      ? quantiseForInputs(values, rows, columns, inputs)
      : quantiseRows(values, rows, columns, 'input-major');
    const { stride, bytes, scales } = row8;
    const weight = await file.store(name, 'uint8', [rows, stride], bytes);
    const scale = await storeScales(file, name, scales);
    const matrix = { rows, columns, stride, weight, scale };
    return withOutliers(file, name, matrix, outliers);
  };
}

/** The matrix and its outlier channels, which are stored now. */
export async function withOutliers(
  file: WeightsFile,
  name: string,
  matrix: Row8Matrix,
  outliers: OutlierChannels,
): Promise<Row8Matrix> {
  const channels = outliers.get(name);
  if (!channels) return matrix;
  const values = Int32Array.from(channels);
  return {
    ...matrix,
    outliers: await file.store(`${name}.outliers`, 'int32', [values.length], values),
  };
}

/** Position embedding, float16 [context,d]. */
export async function layOutPositions(
  checkpoint: CheckpointTensors,
  file: WeightsFile,
): Promise<StoredTensor> {
  const { context, dModel } = checkpoint.architecture;
  const halves = toHalf(POSITIONS, await checkpoint.tensor(POSITIONS));
  return file.store(POSITIONS, 'float16', [context, dModel], halves);
}

export function storeScales(
  file: WeightsFile,
  name: string,
  scales: Float32Array,
): Promise<StoredTensor> {
  return file.store(`${name}.scale`, 'float32', [scales.length], scales);
}

function toHalf(name: string, values: Float32Array): Uint16Array {
  return Uint16Array.from(values, (value, index) => {
    const half = floatToHalf(value);
    if ((half & 0x7fff) < 0x7c00) return half;
    const problem = `holds ${value} at index ${index}, which is beyond float16.`;
    throw new ConvertError('tensor', `Tensor "${name}" ${problem}`);
  });
}
