// GPT-2's forward pass on a checkpoint's own float32 weights, on onnxruntime-web: what packs are compared with, and what tells
// which channels are outliers.
//
// One layer at a time for all texts, so that a model of any size fits: never more than one layer of it is in memory.

import { WEIGHTS_PATH } from '../../runtime/worker/stack/open-session.js';
import { type Checkpoint, type CheckpointTensors, rowRanges } from '../checkpoint.js';
import { ConvertError } from '../convert-error.js';
import { addBlock, causalMaskOf, placesOf } from '../graph/gpt2-block.js';
import { GraphBuilder } from '../graph/graph-builder.js';
import { joinFloats } from '../join-bytes.js';
import { layerTensors } from '../layer-tensors.js';
import type { RowRange } from '../safetensors.js';
import { HEAD } from '../tensor-shapes.js';
import { layOutBlock, layOutInMemory } from '../weights.js';
import { type Activations, ActivationsRecorder } from './activations.js';
import { FLOAT_OPERATIONS, floatMatrices } from './float-matrices.js';

type Ort = typeof import('onnxruntime-web/wasm');

type FloatOrt = Pick<Ort, 'InferenceSession' | 'Tensor'>;

/** What the pass runs on: does work that needs onnxruntime-web, for itself, once it is there. */
export type FloatEngine = <T>(work: (ort: FloatOrt) => Promise<T>) => Promise<T>;

export interface FloatRun {
  readonly ids: readonly number[];
  /** Per layer [H,T,T]. */
  readonly attention: readonly Float32Array[];
  /** [V], of the last position. */
  readonly logits: Float32Array;
}

/** Texts are token ids, below `vocab`, at least one and at most `context` of them each. */
export interface FloatTexts {
  readonly texts: readonly (readonly number[])[];
  /** Texts of which what matrices are multiplied by is told, and nothing else. */
  readonly calibration?: readonly (readonly number[])[];
}

export class FloatPass {
  readonly #architecture: Checkpoint['architecture'];
  readonly #engine: FloatEngine;
  readonly #texts: FloatTexts['texts'];
  /** The texts, and after them those for calibration. */
  readonly #all: readonly (readonly number[])[];
  readonly #attention: readonly Float32Array[][];
  /** Rows of the embedding, by their tokens. */
  readonly #rows = new Map<number, Float32Array>();
  #residuals: Float32Array<ArrayBuffer>[] = [];

  constructor(
    architecture: Checkpoint['architecture'],
    { texts, calibration = [] }: FloatTexts,
    engine: FloatEngine,
  ) {
    this.#architecture = architecture;
    this.#engine = engine;
    this.#texts = texts;
    this.#all = [...texts, ...calibration];
    this.#attention = texts.map(() => []);
  }

  /** Residual streams of all texts, one after another, after the layers that were run. A later pass continues from them. */
  get residuals(): Float32Array<ArrayBuffer> {
    return joinFloats(this.#residuals);
  }

  set residuals(all: Float32Array<ArrayBuffer>) {
    let end = 0;
    this.#residuals = this.#all.map(({ length }) => {
      const begin = end;
      end += length * this.#architecture.dModel;
      return all.slice(begin, end);
    });
  }

  /** Takes what it needs of some rows of the token embedding, [N,d]. */
  takeRows({ begin, end }: RowRange, values: Float32Array): void {
    const { dModel } = this.#architecture;
    for (const id of new Set(this.#all.flat())) {
      if (id < begin || id >= end) continue;
      this.#rows.set(id, values.slice((id - begin) * dModel, (id - begin + 1) * dModel));
    }
  }

  /** Once it has all rows: the residual streams before the first layer. @param positions [context,d]. */
  begin(positions: Float32Array): void {
    const { dModel } = this.#architecture;
    this.#residuals = this.#all.map((ids) => {
      const residual = new Float32Array(ids.length * dModel);
      ids.forEach((id, place) => {
        const row = this.#rows.get(id);
        if (!row) throw new Error(`Row ${id} of the embedding was not read.`);
        for (let at = 0; at < dModel; at++) {
          residual[place * dModel + at] = (row[at] ?? 0) + (positions[place * dModel + at] ?? 0);
        }
      });
      return residual;
    });
  }

  /**
   * Runs the next layer.
   * @returns what each of its matrices is multiplied by in the calibration texts, by the matrix's name.
   * @throws {ConvertError} `tensor` when the layer's output is not finite.
   */
  async runLayer(
    tensors: CheckpointTensors,
    layer: number,
  ): Promise<ReadonlyMap<string, Activations>> {
    const recorder = new ActivationsRecorder();
    await this.#engine(async (ort) => {
      const block = await openBlock(tensors, layer, ort);
      for (const [text, ids] of this.#all.entries()) {
        const before = this.#residuals[text] ?? new Float32Array();
        const { residual, attention, inputs } = await block.run(before, ids.length);
        requireFinite(residual, `The weights of layer ${layer}, "h.${layer}.…",`);
        this.#residuals[text] = residual.slice();
        this.#attention[text]?.push(attention.slice());
        // Only of the calibration texts: what is compared later must not have had a say in the rounding.
        if (text < this.#texts.length) continue;
        for (const [matrix, values] of inputs) {
          recorder.add(matrix, values.slice(), values.length / ids.length);
        }
      }
      await block.release();
    });
    return recorder.recorded;
  }

  /**
   * What the output layer's matrix is multiplied by, at the last position of each text.
   * @throws {ConvertError} `tensor` when it is not finite.
   */
  async lasts(checkpoint: CheckpointTensors): Promise<{
    readonly texts: readonly Float32Array[];
    readonly calibration: Activations | undefined;
  }> {
    const { dModel, layerNormEpsilon } = this.#architecture;
    const gain = await checkpoint.tensor('ln_f.weight');
    const bias = await checkpoint.tensor('ln_f.bias');
    const lasts = this.#residuals.map((residual) =>
      layerNorm(residual.subarray(-dModel), gain, bias, layerNormEpsilon),
    );
    for (const values of lasts)
      requireFinite(values, 'The weights of the last LayerNorm, "ln_f.…",');
    const ofCalibration = lasts.slice(this.#texts.length);
    return {
      texts: lasts.slice(0, this.#texts.length),
      calibration:
        ofCalibration.length > 0
          ? { channels: dModel, values: joinFloats(ofCalibration) }
          : undefined,
    };
  }

  /** What the texts gave, once all layers were run. Reads the output layer's matrix. @throws as `lasts` does. */
  async runs(checkpoint: Checkpoint): Promise<FloatRun[]> {
    if (this.#texts.length === 0) return [];
    const { texts } = await this.lasts(checkpoint);
    const head = checkpoint.hasHead ? HEAD : 'wte.weight';
    const logits = await predict(checkpoint, head, texts);
    for (const values of logits) requireFinite(values, `The weights of "${head}"`);
    return this.#texts.map((ids, text) => ({
      ids,
      attention: this.#attention[text] ?? [],
      logits: logits[text] ?? new Float32Array(),
    }));
  }
}

/** A whole pass over a checkpoint that is not converted. @throws {ConvertError} `tensor` when numbers are not finite. */
export async function runFloat(
  checkpoint: Checkpoint,
  texts: readonly (readonly number[])[],
  engine: FloatEngine,
): Promise<FloatRun[]> {
  const { vocab, layers } = checkpoint.architecture;
  const pass = new FloatPass(checkpoint.architecture, { texts }, engine);
  for (const range of rowRanges(vocab)) {
    pass.takeRows(range, await checkpoint.tensor('wte.weight', range));
  }
  pass.begin(await checkpoint.tensor('wpe.weight'));
  for (let layer = 0; layer < layers; layer++) {
    await pass.runLayer(
      await checkpoint.tensors(layerTensors(checkpoint.architecture, layer)),
      layer,
    );
  }
  return pass.runs(checkpoint);
}

/** @throws {ConvertError} `tensor` */
function requireFinite(values: Float32Array, weights: string): void {
  if (values.every(Number.isFinite)) return;
  const problem = `${weights} are so large that their results are not finite.`;
  throw new ConvertError('tensor', `${problem} The checkpoint is damaged: download it again.`);
}

interface BlockResult {
  /** [T,d]. */
  readonly residual: Float32Array;
  /** [H,T,T]. */
  readonly attention: Float32Array;
  /** What each matrix is multiplied by, [T,K], by the matrix's name. */
  readonly inputs: ReadonlyMap<string, Float32Array>;
}

async function openBlock(checkpoint: CheckpointTensors, layer: number, ort: FloatOrt) {
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

  const session = await ort.InferenceSession.create(graph.build(), {
    executionProviders: ['wasm'],
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
  checkpoint: CheckpointTensors,
  head: string,
  vectors: readonly Float32Array[],
): Promise<Float32Array[]> {
  const { vocab, dModel } = checkpoint.architecture;
  const logits = vectors.map(() => new Float32Array(vocab));
  for (const range of rowRanges(vocab)) {
    const rows = await checkpoint.tensor(head, range);
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
