// A model as a stack of blocks, in Node: a session per layer, all over the one block graph, and one for the output.

import * as ort from 'onnxruntime-web/wasm';
import { ZERO_POINT } from '../../../runtime/packs/row8.js';
import { halfToFloat } from '../../../runtime/trace/qkv.js';
import { EDIT_POINTS } from '../../../runtime/worker/stack/edits.js';
import { MASKED } from '../../../runtime/worker/stack/rows.js';
import { runFloat } from '../../float/float-pass.js';
import { calibrationTexts } from '../calibration-texts.js';
import { openCheckpoint } from '../checkpoint.js';
import { buildBlockGraph } from '../graph/block-graph.js';
import { WEIGHTS_PATH } from '../graph/graph-builder.js';
import { buildOutputGraph } from '../graph/output-graph.js';
import { WASM_OPERATIONS } from '../graph/wasm-graph.js';
import { WEBGPU_OPERATIONS } from '../graph/webgpu-graph.js';
import { findOutliers } from '../outliers.js';
import { type Row8Matrix, row8Format } from '../row8-format.js';
import {
  layOutBlock,
  layOutInMemory,
  layOutNorm,
  type StoredTensor,
  type WeightsFile,
} from '../weights.js';

/** An edit of a point of one layer. Without a shape its values are one number. */
interface Edit {
  readonly keep?: readonly number[];
  readonly add?: readonly number[];
  readonly shape?: readonly number[];
  /** Of attention: 1 scales what is kept of a row so that the row sums to 1. */
  readonly rescale?: number;
}

interface StackRun {
  readonly tokens: number;
  /** Per layer [H,T,T]. */
  readonly attention: readonly Float32Array[];
  /** Per layer [H,D,T] and [H,T,D]. */
  readonly keys: readonly Float32Array[];
  readonly values: readonly Float32Array[];
  /** [V], of the last position. */
  readonly logits: Float32Array;
}

interface StackOptions {
  /** A run of the first of the tokens, which is continued. */
  readonly before?: StackRun;
  /** By layer. */
  readonly edits?: Readonly<Record<number, Partial<Record<keyof typeof EDIT_POINTS, Edit>>>>;
}

export interface BlockStack {
  /** Per layer. */
  readonly graphs: readonly Uint8Array[];
  run(ids: readonly number[], options?: StackOptions): Promise<StackRun>;
  release(): Promise<void>;
}

const OPERATIONS = { wasm: WASM_OPERATIONS, webgpu: WEBGPU_OPERATIONS };

/**
 * @param folder of a checkpoint, which is quantised as `convert` does it.
 * @param device whose graphs are run, in either case by the CPU.
 */
export async function openBlockStack(
  folder: string,
  device: keyof typeof OPERATIONS = 'wasm',
): Promise<BlockStack> {
  const checkpoint = await openCheckpoint(folder);
  const { architecture } = checkpoint;
  const { layers, heads, dModel } = architecture;
  const headDim = dModel / heads;
  const { activations } = await runFloat(checkpoint, {
    texts: [],
    calibration: calibrationTexts(architecture, 'none'),
  });
  const outliers = findOutliers(activations);
  const formatOf = (file: WeightsFile) => row8Format(checkpoint, file, activations, outliers);

  ort.env.wasm.numThreads = 1;
  const graphs: Uint8Array[] = [];
  const blocks: ort.InferenceSession[] = [];
  for (let layer = 0; layer < layers; layer++) {
    const { stored, bytes } = await layOutInMemory(
      (file) => layOutBlock(checkpoint, file, formatOf(file), layer),
      `h.${layer}.`,
    );
    const graph = buildBlockGraph(architecture, stored, OPERATIONS[device]);
    graphs.push(graph);
    // One after another: two at once, with the same name of external data, would both have the second's weights.
    blocks.push(await open(graph, bytes));
  }
  const { stored: ends, bytes } = await layOutInMemory(async (file) => ({
    head: await formatOf(file).tall('wte.weight', architecture.vocab, dModel),
    positions: await formatOf(file).positions('wpe.weight', architecture.context, dModel),
    lnFinal: await layOutNorm(checkpoint, file, 'ln_f'),
  }));
  const output = await open(buildOutputGraph(architecture, ends, OPERATIONS[device]), bytes);
  await checkpoint.close();

  return {
    graphs,
    async run(ids, { before, edits = {} } = {}) {
      const known = before?.tokens ?? 0;
      const tokens = ids.length - known;
      const padding = -ids.length & 3;
      const width = ids.length + padding;
      const shared = {
        mask: tensor(causalMask(known, tokens, width), [1, 1, tokens, width]),
        'padding.keys': zeros([1, heads, headDim, padding]),
        'padding.values': zeros([1, heads, padding, headDim]),
      };
      let residual: ort.Tensor = tensor(embed(bytes, ends, ids.slice(known), known, dModel), [
        1,
        tokens,
        dModel,
      ]);
      const attention: Float32Array[] = [];
      const keys: Float32Array[] = [];
      const values: Float32Array[] = [];
      for (const [layer, block] of blocks.entries()) {
        const past = {
          keys: before?.keys[layer] ?? new Float32Array(),
          values: before?.values[layer] ?? new Float32Array(),
          attention: before?.attention[layer] ?? new Float32Array(),
        };
        const results = await block.run({
          ...shared,
          ...editFeeds(edits[layer] ?? {}),
          residual,
          'past.keys': tensor(past.keys, [1, heads, headDim, known]),
          'past.values': tensor(past.values, [1, heads, known, headDim]),
        });
        residual = results['residual.post'] as ort.Tensor;
        keys.push(joinRows(past.keys, known, floats(results.keys), tokens, heads * headDim));
        values.push(
          joinRows(past.values, known * headDim, floats(results.values), tokens * headDim, heads),
        );
        attention.push(
          wholeAttention(past.attention, floats(results.attention), heads, known, tokens, width),
        );
      }
      const last = floats(residual).slice(-dModel);
      const { logits } = await output.run({ residual: tensor(last, [1, 1, dModel]) });
      return { tokens: ids.length, attention, keys, values, logits: floats(logits).slice() };
    },
    async release() {
      for (const session of [...blocks, output]) await session.release();
    },
  };
}

function open(graph: Uint8Array, data: Uint8Array): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(graph, { externalData: [{ path: WEIGHTS_PATH, data }] });
}

function tensor(values: Float32Array, dims: readonly number[]): ort.Tensor {
  return new ort.Tensor('float32', values, dims);
}

function zeros(dims: readonly number[]): ort.Tensor {
  return tensor(new Float32Array(dims.reduce((total, length) => total * length, 1)), dims);
}

function floats(value: ort.Tensor | undefined): Float32Array {
  return value?.data as Float32Array;
}

function causalMask(known: number, tokens: number, width: number): Float32Array {
  return Float32Array.from({ length: tokens * width }, (_, at) =>
    at % width <= known + Math.floor(at / width) ? 0 : MASKED,
  );
}

function editFeeds(
  edits: Partial<Record<keyof typeof EDIT_POINTS, Edit>>,
): Record<string, ort.Tensor> {
  const feeds: Record<string, ort.Tensor> = {
    'attention.rescale': tensor(Float32Array.of(edits.attention?.rescale ?? 0), [1, 1, 1, 1]),
  };
  for (const [point, dimensions] of Object.entries(EDIT_POINTS)) {
    const { keep = [1], add = [0], shape } = edits[point as keyof typeof EDIT_POINTS] ?? {};
    const one = Array.from({ length: dimensions }, () => 1);
    const feed = (values: readonly number[]) =>
      tensor(Float32Array.from(values), values.length === 1 ? one : (shape ?? one));
    feeds[`${point}.keep`] = feed(keep);
    feeds[`${point}.add`] = feed(add);
  }
  return feeds;
}

/** Rows of an embedding from its bytes, in float32 as the whole graph computes them. */
function embed(
  bytes: Uint8Array<ArrayBuffer>,
  { head, positions }: { readonly head: Row8Matrix; readonly positions: StoredTensor },
  ids: readonly number[],
  first: number,
  dModel: number,
): Float32Array {
  const scales = new Float32Array(bytes.buffer, head.scale.offset, head.rows);
  const halves = new Uint16Array(bytes.buffer, positions.offset, positions.bytes / 2);
  const rows = new Float32Array(ids.length * dModel);
  for (const [at, id] of ids.entries()) {
    for (let channel = 0; channel < dModel; channel++) {
      const step = (bytes[head.weight.offset + id * head.stride + channel] ?? 0) - ZERO_POINT;
      const token = Math.fround(step * (scales[id] ?? 0));
      rows[at * dModel + channel] =
        token + halfToFloat(halves[(first + at) * dModel + channel] ?? 0);
    }
  }
  return rows;
}

/** Rows of two lengths, one beside the other. */
function joinRows(
  left: Float32Array,
  leftLength: number,
  right: Float32Array,
  rightLength: number,
  rows: number,
): Float32Array {
  const length = leftLength + rightLength;
  const joined = new Float32Array(rows * length);
  for (let row = 0; row < rows; row++) {
    joined.set(left.subarray(row * leftLength, (row + 1) * leftLength), row * length);
    joined.set(
      right.subarray(row * rightLength, (row + 1) * rightLength),
      row * length + leftLength,
    );
  }
  return joined;
}

/** [H,T,T] of the rows that were known and those that are new, without the padding. */
function wholeAttention(
  past: Float32Array,
  fresh: Float32Array,
  heads: number,
  known: number,
  tokens: number,
  width: number,
): Float32Array {
  const total = known + tokens;
  const whole = new Float32Array(heads * total ** 2);
  for (let head = 0; head < heads; head++) {
    for (let query = 0; query < total; query++) {
      const row =
        query < known
          ? past.subarray((head * known + query) * known, (head * known + query + 1) * known)
          : fresh.subarray(
              (head * tokens + query - known) * width,
              (head * tokens + query - known) * width + total,
            );
      whole.set(row, (head * total + query) * total);
    }
  }
  return whole;
}
