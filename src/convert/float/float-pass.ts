// GPT-2's forward pass on a checkpoint's own float32 weights, on onnxruntime-web: what packs are compared with.
//
// One layer at a time for all texts, so that a model of any size fits: never more than one layer of it is in memory.

import * as ort from 'onnxruntime-web/wasm';
import { WEIGHTS_PATH } from '../../runtime/worker/stack/open-session.js';
import { type Checkpoint, HEAD, rowRanges } from '../checkpoint.js';
import { ConvertError } from '../convert-error.js';
import { addBlock, causalMaskOf, placesOf } from '../graph/gpt2-block.js';
import { GraphBuilder } from '../graph/graph-builder.js';
import { layOutBlock, layOutInMemory } from '../weights.js';
import { type Activations, ActivationsRecorder } from './activations.js';
import { FLOAT_OPERATIONS, floatMatrices } from './float-matrices.js';

export interface FloatRun {
  readonly ids: readonly number[];
  /** Per layer [H,T,T]. */
  readonly attention: readonly Float32Array[];
  /** [V], of the last position. */
  readonly logits: Float32Array;
}

export interface FloatTexts {
  readonly texts: readonly (readonly number[])[];
  readonly calibration?: readonly (readonly number[])[];
  readonly beforeLayer?: (layer: number) => void;
}

export interface FloatPass {
  /** One per text, in their order. */
  readonly runs: readonly FloatRun[];
  /** For every matrix that activations meet, by its name: its inputs in the calibration texts. */
  readonly activations: ReadonlyMap<string, Activations>;
}

/**
 * Texts are token ids, below `vocab`, at least one and at most `context` of them each.
 * @throws {ConvertError} `tensor` when a layer's output or the logits are not finite.
 * @param calibration texts whose `activations` are kept, and nothing else of them.
 */
export async function runFloat(
  checkpoint: Checkpoint,
  { texts, calibration = [], beforeLayer }: FloatTexts,
): Promise<FloatPass> {
  const { layers, dModel } = checkpoint.architecture;
  const recorder = new ActivationsRecorder();
  const attention: Float32Array[][] = texts.map(() => []);
  const all = [...texts, ...calibration];
  const residuals: Float32Array[] = [];
  for (const ids of all) residuals.push(await embed(checkpoint, ids));

  for (let layer = 0; layer < layers; layer++) {
    beforeLayer?.(layer);
    const block = await openBlock(checkpoint, layer);
    for (const [text, ids] of all.entries()) {
      const result = await block.run(residuals[text] ?? new Float32Array(), ids.length);
      requireFinite(result.residual, `The weights of layer ${layer}, "h.${layer}.…",`);
      residuals[text] = result.residual;
      attention[text]?.push(result.attention);
      // Only of the calibration texts: what is compared later must not have had a say in the rounding.
      if (text < texts.length) continue;
      for (const [matrix, values] of result.inputs)
        recorder.add(matrix, values, values.length / ids.length);
    }
    await block.release();
  }

  const [gain, bias] = [
    await checkpoint.tensor('ln_f.weight'),
    await checkpoint.tensor('ln_f.bias'),
  ];
  const { layerNormEpsilon } = checkpoint.architecture;
  const lasts = residuals.map((residual) =>
    layerNorm(residual.subarray(-dModel), gain, bias, layerNormEpsilon),
  );
  for (const last of lasts.slice(texts.length)) {
    recorder.add(headName(checkpoint), last, dModel);
  }
  const logits = await predict(checkpoint, lasts.slice(0, texts.length));
  for (const values of lasts) requireFinite(values, 'The weights of the last LayerNorm, "ln_f.…",');
  for (const values of logits) requireFinite(values, `The weights of "${headName(checkpoint)}"`);
  return {
    runs: texts.map((ids, text) => ({
      ids,
      attention: attention[text] ?? [],
      logits: logits[text] ?? new Float32Array(),
    })),
    activations: recorder.recorded,
  };
}

/** @throws {ConvertError} `tensor` */
function requireFinite(values: Float32Array, weights: string): void {
  if (values.every(Number.isFinite)) return;
  const problem = `${weights} are so large that what they give is no number.`;
  throw new ConvertError('tensor', `${problem} The checkpoint is damaged: download it again.`);
}

/** The matrix that makes the logits. */
function headName({ tied }: Checkpoint): string {
  return tied ? 'wte.weight' : HEAD;
}

/** [T,d]. */
async function embed(checkpoint: Checkpoint, ids: readonly number[]): Promise<Float32Array> {
  const { dModel } = checkpoint.architecture;
  const residual = new Float32Array(ids.length * dModel);
  for (const [place, id] of ids.entries()) {
    const token = await checkpoint.tensor('wte.weight', { begin: id, end: id + 1 });
    const position = await checkpoint.tensor('wpe.weight', { begin: place, end: place + 1 });
    residual.set(
      token.map((value, at) => value + (position[at] ?? 0)),
      place * dModel,
    );
  }
  return residual;
}

interface BlockResult {
  /** [T,d]. */
  readonly residual: Float32Array;
  /** [H,T,T]. */
  readonly attention: Float32Array;
  /** What each matrix is multiplied by, [T,K], by the matrix's name. */
  readonly inputs: ReadonlyMap<string, Float32Array>;
}

async function openBlock(checkpoint: Checkpoint, layer: number) {
  const { architecture } = checkpoint;
  const { heads, dModel } = architecture;
  const { stored, bytes } = await layOutInMemory((file) =>
    layOutBlock(checkpoint, file, floatMatrices(checkpoint, file), layer),
  );

  const graph = new GraphBuilder();
  const inputs = new Map<string, string>();
  const residual = graph.input('residual', 'float32', [1, 'T', dModel]);
  const out = addBlock(
    graph,
    {
      ...FLOAT_OPERATIONS,
      linear(builder, x, linear, as) {
        inputs.set(linear.matrix.name, x);
        builder.output(x, 'float32', [1, 'T', linear.matrix.dims[0] ?? 0]);
        return FLOAT_OPERATIONS.linear(builder, x, linear, as);
      },
    },
    architecture,
    {
      ...{ block: stored, residual, names: { attention: 'attention' } },
      mask: causalMaskOf(graph, placesOf(graph, residual)),
    },
  );
  graph.output('attention', 'float32', [1, heads, 'T', 'T']);
  graph.output(out, 'float32', [1, 'T', dModel]);

  ort.env.wasm.numThreads = 1;
  const session = await ort.InferenceSession.create(graph.build(), {
    externalData: [{ path: WEIGHTS_PATH, data: bytes }],
  });
  return {
    async run(values: Float32Array, length: number): Promise<BlockResult> {
      const results = await session.run({
        residual: new ort.Tensor('float32', values, [1, length, dModel]),
      });
      const read = (name: string): Float32Array => {
        const data = results[name]?.data;
        if (!(data instanceof Float32Array)) throw new Error(`Layer ${layer} gave no "${name}".`);
        return data;
      };
      return {
        residual: read(out),
        attention: read('attention'),
        inputs: new Map(Array.from(inputs, ([matrix, name]) => [matrix, read(name)])),
      };
    },
    release: () => session.release(),
  };
}

function layerNorm(
  row: Float32Array,
  gain: Float32Array,
  bias: Float32Array,
  epsilon: number,
): Float32Array {
  const mean = row.reduce((total, value) => total + value, 0) / row.length;
  const variance = row.reduce((total, value) => total + (value - mean) ** 2, 0) / row.length;
  const deviation = Math.sqrt(variance + epsilon);
  return row.map((value, at) => ((value - mean) / deviation) * (gain[at] ?? 0) + (bias[at] ?? 0));
}

/** Logits [V] for each of the vectors [d], some rows of the matrix at a time. */
async function predict(
  checkpoint: Checkpoint,
  vectors: readonly Float32Array[],
): Promise<Float32Array[]> {
  const { vocab, dModel } = checkpoint.architecture;
  const logits = vectors.map(() => new Float32Array(vocab));
  for (const range of rowRanges(vocab)) {
    const rows = await checkpoint.tensor(headName(checkpoint), range);
    for (const [text, vector] of vectors.entries()) {
      for (let id = range.begin; id < range.end; id++) {
        const start = (id - range.begin) * dModel;
        let sum = 0;
        for (let at = 0; at < dModel; at++) sum += (rows[start + at] ?? 0) * (vector[at] ?? 0);
        const all = logits[text];
        if (all) all[id] = sum;
      }
    }
  }
  return logits;
}
