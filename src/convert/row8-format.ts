// How a pack stores matrices: row8, one byte per weight and one scale per row; positions as float16.

import { strideOf } from '../runtime/packs/row8.js';
import { type Checkpoint, rowRanges } from './checkpoint.js';
import { ConvertError } from './convert-error.js';
import type { Activations } from './float/activations.js';
import { floatToHalf } from './half.js';
import type { OutlierChannels } from './outliers.js';
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

/**
 * Matrices of linear layers, each with its outlier channels.
 * @param activations what they are multiplied by, as far as it is known.
 */
export function row8Matrices(
  checkpoint: Checkpoint,
  file: WeightsFile,
  activations: ReadonlyMap<string, Activations>,
  outliers: OutlierChannels,
): LayOutMatrix<Row8Matrix> {
  // The rows are columns in the checkpoint, so it is read whole.
  return async (name, rows, columns) => {
    const [values, inputs] = [await checkpoint.tensor(name), activations.get(name)];
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

/**
 * An embedding or an unembedding [rows,columns], as `embeddingPlaces` says: the scales of all rows first, then the rows. It
 * is read twice rather than kept: GPT-2 XL's has 80 MB.
 */
export async function layOutRows(
  checkpoint: Checkpoint,
  file: WeightsFile,
  name: string,
  rows: number,
  columns: number,
): Promise<Row8Matrix> {
  async function* parts() {
    for (const range of rowRanges(rows)) {
      const values = await checkpoint.tensor(name, range);
      yield quantiseRows(values, range.end - range.begin, columns, 'output-major');
    }
  }
  async function* bytes() {
    for await (const part of parts()) yield part.bytes;
  }
  const scales = new Float32Array(rows);
  let end = 0;
  for await (const part of parts()) {
    scales.set(part.scales, end);
    end += part.rows;
  }
  const scale = await storeScales(file, name, scales);
  const stride = strideOf(columns);
  const weight = await file.storeParts(name, 'uint8', [rows, stride], bytes());
  return { rows, columns, stride, weight, scale };
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
  checkpoint: Pick<Checkpoint, 'architecture' | 'tensor'>,
  file: WeightsFile,
): Promise<StoredTensor> {
  const { context, dModel } = checkpoint.architecture;
  const halves = toHalf(POSITIONS, await checkpoint.tensor(POSITIONS));
  return file.store(POSITIONS, 'float16', [context, dModel], halves);
}

function storeScales(file: WeightsFile, name: string, scales: Float32Array): Promise<StoredTensor> {
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
