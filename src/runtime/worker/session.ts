// A GPT-2 graph in onnxruntime-web: ids in, attention, vectors and logits out. It does not know text.

import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { Plan } from '../api.js';
import { times } from '../attention/index.js';
import { RuntimeError } from '../runtime-error.js';
import { shorten } from '../shorten.js';
import { breakdown } from './breakdown.js';
import { type ModelOutput, outputProblem } from './model-output.js';
import type { Ort } from './ort.js';

/** The name under which the graphs look for their weights. */
const WEIGHTS = 'weights.bin';

export interface ModelFiles {
  readonly graph: Uint8Array;
  readonly weights: Uint8Array;
}

/** What a session has to know of its model, and where the graph is from. */
export interface ModelShape {
  readonly layers: number;
  readonly heads: number;
  readonly dModel: number;
  readonly vocab: number;
  readonly graph: { readonly url: string };
}

export class ModelSession {
  readonly #ort: Ort;
  readonly #session: InferenceSession;
  readonly #about: ModelShape;

  private constructor(ort: Ort, session: InferenceSession, about: ModelShape) {
    this.#ort = ort;
    this.#session = session;
    this.#about = about;
  }

  /** @throws {RuntimeError} `ort-start` or `bad-model`. */
  static async create(
    ort: Ort,
    { device }: Plan,
    { graph, weights }: ModelFiles,
    about: ModelShape,
  ): Promise<ModelSession> {
    let session: InferenceSession;
    try {
      session = await ort.InferenceSession.create(graph, {
        executionProviders: [device],
        externalData: [{ path: WEIGHTS, data: weights }],
        // Errors only: on WebGPU it always warns that shapes are computed on the CPU, which is as it should be.
        logSeverityLevel: 3,
      });
    } catch (error) {
      throw startError(error, about);
    }
    const outputs = new Set(session.outputNames);
    for (let layer = 0; layer < about.layers; layer++) {
      if (!outputs.has(`attention.${layer}`)) {
        throw badModel(`its graph has no output "attention.${layer}"`, about);
      }
    }
    return new ModelSession(ort, session, about);
  }

  /**
   * One forward pass.
   * @param headMask [L,H], row-major; all heads on without it.
   * @throws {RuntimeError} `run` when onnxruntime-web fails, `bad-model` when what it computes cannot be right.
   */
  async run(
    ids: readonly number[],
    headMask: Float32Array | undefined,
    qkvLayers: readonly number[],
  ): Promise<ModelOutput<Float32Array<ArrayBuffer>>> {
    const { Tensor } = this.#ort;
    const { layers, heads } = this.#about;
    const mask = headMask ?? new Float32Array(layers * heads).fill(1);
    const layerIndices = times(layers, (layer) => layer);
    let results: InferenceSession.OnnxValueMapType;
    try {
      results = await this.#session.run(
        {
          input_ids: new Tensor('int32', Int32Array.from(ids), [1, ids.length]),
          head_mask: new Tensor('float32', mask, [layers, heads]),
        },
        [
          ...layerIndices.map((layer) => `attention.${layer}`),
          ...qkvLayers.map((layer) => `qkv.${layer}`),
          'logits',
        ],
      );
    } catch (error) {
      throw (
        breakdown(error) ??
        new RuntimeError(
          'run',
          `The model could not run: ${shorten(messageOf(error))}.`,
          'Try again. If it keeps failing, load the model again or choose device "wasm".',
          { cause: error },
        )
      );
    }
    const output = (name: string) => floats(results[name], this.#about);
    const given = {
      attention: layerIndices.map((layer) => output(`attention.${layer}`)),
      qkv: new Map(qkvLayers.map((layer) => [layer, output(`qkv.${layer}`)])),
      logits: output('logits'),
    };
    const problem = outputProblem(given, { ...this.#about, tokens: ids.length });
    if (problem) throw wrongOutput(problem, this.#about);
    return given;
  }

  async release(): Promise<void> {
    await this.#session.release();
  }
}

/** A tensor's numbers in a buffer of their own, so that it can be transferred. */
function floats(tensor: Tensor | undefined, about: ModelShape): Float32Array<ArrayBuffer> {
  if (!(tensor?.data instanceof Float32Array)) {
    throw wrongOutput('an output is not float32', about);
  }
  const { data } = tensor;
  return data.byteLength === data.buffer.byteLength && data.buffer instanceof ArrayBuffer
    ? (data as Float32Array<ArrayBuffer>)
    : data.slice();
}

function startError(error: unknown, about: ModelShape): RuntimeError {
  const message = messageOf(error);
  // What stopped the start may have a name already: its .wasm could not be fetched.
  if (error instanceof RuntimeError) return error;
  // How onnxruntime-web begins the message of a backend that does not start, whatever the reason.
  if (/no available backend|failed to asynchronously prepare wasm/i.test(message)) {
    return new RuntimeError(
      'ort-start',
      `onnxruntime-web did not start: ${message}.`,
      'Authors: its .wasm has to be of the version this library depends on, and where a bundle is on another server than the page, ortBase has to say where.',
      { subject: 'onnxruntime-web', cause: error },
    );
  }
  return breakdown(error) ?? badModel(message, about, error);
}

function badModel(what: string, { graph }: ModelShape, cause?: unknown): RuntimeError {
  return new RuntimeError(
    'bad-model',
    `The model could not be opened: ${shorten(what)} (${shorten(graph.url)}).`,
    'Authors: make the pack again with `attention-lens convert` of this version.',
    { subject: graph.url, cause },
  );
}

function wrongOutput(problem: string, { graph }: ModelShape): RuntimeError {
  return new RuntimeError(
    'bad-model',
    `The model's numbers cannot be right: ${problem} (${shorten(graph.url)}).`,
    'Authors: check the pack with `attention-lens verify`. If it is sound, this device computes it wrongly: choose device "wasm".',
    { subject: graph.url },
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
