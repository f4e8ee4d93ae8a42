// What the worker tells of a run, as traces.

import type { LiveTrace, Plan, Truncation } from '../api.js';
import { fidelitySentence } from '../packs/fidelity-words.js';
import type { ModelAbout } from '../packs/manifest.js';
import { type QkvVectors, Trace, TraceError } from '../trace/index.js';
import type { LayerReply, RunProgress, RunReply } from '../wire/protocol.js';

/** Said of a pack whose fidelity nobody has measured. */
const PRECISION = {
  wasm: 'weights in 8 bits, a scale per row; activations in 8 bits, a scale per token, outlier channels in float32',
  webgpu: 'weights in 8 bits, a scale per row; activations in float32',
} as const;

/** A run of which the worker tells, as the traces of what is there. */
export class RunningTrace {
  readonly #about: ModelAbout;
  readonly #qkvLayers: readonly number[];
  #input: RunInput | undefined;
  readonly #layers: LayerReply[] = [];

  /** @param qkvLayers those whose vectors were asked for. */
  constructor(about: ModelAbout, qkvLayers: readonly number[]) {
    this.#about = about;
    this.#qkvLayers = qkvLayers;
  }

  /** How many tokens are run. */
  get tokens(): number {
    return this.#input?.tokens.length ?? 0;
  }

  /** Of the attention and the vectors. */
  get bytes(): number {
    return this.#layers.reduce(
      (sum, { attention, qkv }) => sum + attention.byteLength + (qkv?.byteLength ?? 0),
      0,
    );
  }

  /** @returns the trace of the layers so far, where this is one more. */
  take(progress: RunProgress): LiveTrace | undefined {
    if (progress.kind === 'input') this.#input = progress;
    if (progress.kind !== 'layer') return undefined;
    this.#layers.push(progress);
    return this.#trace();
  }

  /** @returns the trace of all layers, with what comes next. */
  finish({ next }: RunReply): LiveTrace {
    return this.#trace(next);
  }

  #trace(next?: RunReply['next']): LiveTrace {
    if (!this.#input) throw new Error('A worker told of a layer before it told of what it runs.');
    const told = this.#layers.slice();
    const qkv = this.#qkvLayers.flatMap((layer) => {
      const vectors = told[layer]?.qkv;
      return vectors ? [[layer, vectors] as const] : [];
    });
    return new RunTrace(this.#about, this.#input, told, new Map(qkv), next);
  }
}

type RunInput = Extract<RunProgress, { readonly kind: 'input' }>;

class RunTrace extends Trace implements LiveTrace {
  readonly plan: Plan;
  readonly truncated: Truncation | undefined;
  readonly vectors: QkvVectors | undefined;
  readonly awaitedLayers: number;

  constructor(
    about: ModelAbout,
    { plan, text, tokens, truncated }: RunInput,
    layers: readonly LayerReply[],
    qkv: ReadonlyMap<number, Float32Array>,
    next: RunReply['next'] | undefined,
  ) {
    const { heads, dModel } = about.architecture;
    const { licence } = about.provenance;
    const square = tokens.length ** 2;
    const headDim = dModel / heads;
    super(
      {
        model: { id: about.id, name: about.name, layers: layers.length, heads, headDim },
        text,
        tokens,
        causal: true,
        ...(next && { next }),
        provenance: {
          kind: 'live',
          source: `computed in this page by ${about.name}`,
          ...(licence !== undefined && { licence }),
          precision: about.fidelity ? fidelitySentence(about.fidelity) : PRECISION[plan.device],
        },
      },
      (layer, head) =>
        (layers[layer] as LayerReply).attention.subarray(head * square, (head + 1) * square),
    );
    this.plan = plan;
    this.truncated = truncated;
    this.vectors = qkv.size > 0 ? qkvVectors(qkv, tokens.length, heads, dModel) : undefined;
    this.awaitedLayers = about.architecture.layers - layers.length;
  }
}

/** @param layers per layer [T,3 dModel]: q, k and v of each token, each of all heads. */
export function qkvVectors(
  layers: ReadonlyMap<number, Float32Array>,
  tokens: number,
  heads: number,
  dModel: number,
): QkvVectors {
  const parts = ['q', 'k', 'v'] as const;
  const headDim = dModel / heads;
  return {
    parts,
    vectors(part, layer, head) {
      const all = layers.get(layer);
      if (!all || !(head >= 0 && head < heads)) {
        throw new TraceError('vectors', `has no head ${layer}.${head}: it was not asked for.`);
      }
      const start = parts.indexOf(part) * dModel + head * headDim;
      const vectors = new Float32Array(tokens * headDim);
      for (let token = 0; token < tokens; token++) {
        const at = token * 3 * dModel + start;
        vectors.set(all.subarray(at, at + headDim), token * headDim);
      }
      return vectors;
    },
  };
}
