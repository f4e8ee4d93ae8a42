// How a pack stores matrices: row8, one byte per weight and one scale per row; positions as float16.

import { strideOf } from '../../runtime/packs/row8.js';
import type { Activations } from '../float/activations.js';
import { type Checkpoint, rowRanges } from './checkpoint.js';
import { ConvertError } from './convert-error.js';
import { floatToHalf } from './half.js';
import type { OutlierChannels } from './outliers.js';
import { quantiseRows } from './quantise.js';
import { quantiseForInputs } from './quantise-for-inputs.js';
import type { MatrixFormat, StoredTensor, WeightsFile } from './weights.js';

/** A row8 matrix [N,K]: `weight` is uint8 [N,stride], `scale` float32 [N]. */
export interface Row8Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly stride: number;
  readonly weight: StoredTensor;
  readonly scale: StoredTensor;
  /** Input channels that are multiplied in float32, int32 [count], where they lie beside the weights. */
  readonly outliers?: StoredTensor;
}

/**
 * @param activations what the linear layers' matrices are multiplied by, as far as it is known.
 * @param outliers channels to store beside each matrix. Without them the graph has them.
 */
export function row8Format(
  checkpoint: Checkpoint,
  file: WeightsFile,
  activations: ReadonlyMap<string, Activations>,
  outliers?: OutlierChannels,
): MatrixFormat<Row8Matrix> {
  const finish = async (
    name: string,
    weight: StoredTensor,
    rows: number,
    columns: number,
    scales: Float32Array,
  ) => {
    const scale = await file.store(`${name}.scale`, 'float32', [rows], scales);
    const matrix = { rows, columns, stride: strideOf(columns), weight, scale };
    const channels = outliers?.get(name);
    if (!channels) return matrix;
    const values = Int32Array.from(channels);
    return {
      ...matrix,
      outliers: await file.store(`${name}.outliers`, 'int32', [values.length], values),
    };
  };
  return {
    async tall(name, rows, columns) {
      const scales = new Float32Array(rows);
      async function* parts() {
        for (const range of rowRanges(rows)) {
          const values = await checkpoint.tensor(name, range);
          const some = quantiseRows(values, range.end - range.begin, columns, 'output-major');
          scales.set(some.scales, range.begin);
          yield some.bytes;
        }
      }
      const dims = [rows, strideOf(columns)];
      const weight = await file.storeParts(name, 'uint8', dims, parts());
      return finish(name, weight, rows, columns, scales);
    },
    // Its rows are columns in the file, so it is read whole.
    async wide(name, rows, columns) {
      const [values, inputs] = [await checkpoint.tensor(name), activations.get(name)];
      const row8 = inputs
        ? quantiseForInputs(values, rows, columns, inputs)
        : quantiseRows(values, rows, columns, 'input-major');
      const weight = await file.store(name, 'uint8', [rows, row8.stride], row8.bytes);
      return finish(name, weight, rows, columns, row8.scales);
    },
    async positions(name, rows, columns) {
      const halves = toHalf(name, await checkpoint.tensor(name));
      return file.store(name, 'float16', [rows, columns], halves);
    },
  };
}

function toHalf(name: string, values: Float32Array): Uint16Array {
  return Uint16Array.from(values, (value, index) => {
    const half = floatToHalf(value);
    if ((half & 0x7fff) < 0x7c00) return half;
    const problem = `holds ${value} at index ${index}, which is beyond float16.`;
    throw new ConvertError('tensor', `Tensor "${name}" ${problem}`);
  });
}
