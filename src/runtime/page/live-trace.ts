// The worker's answer as a trace.

import type { LiveTrace, Plan, Truncation } from '../api.js';
import { fidelitySentence } from '../packs/fidelity-words.js';
import type { ModelManifest } from '../packs/manifest.js';
import { type QkvVectors, Trace, TraceError } from '../trace/index.js';
import type { RunReply } from '../wire/protocol.js';

/** Said of a pack whose fidelity nobody has measured. */
const PRECISION = {
  wasm: 'weights in 8 bits, a scale per row; activations in 8 bits, a scale per token, outlier channels in float32',
  webgpu: 'weights in 8 bits, a scale per row; activations in float32',
} as const;

export function liveTrace(manifest: ModelManifest, plan: Plan, reply: RunReply): LiveTrace {
  return new RunTrace(manifest, plan, reply);
}

class RunTrace extends Trace implements LiveTrace {
  readonly plan: Plan;
  readonly truncated: Truncation | undefined;
  readonly vectors: QkvVectors | undefined;

  constructor(manifest: ModelManifest, plan: Plan, reply: RunReply) {
    const { layers, heads, dModel } = manifest.architecture;
    const { licence } = manifest.provenance;
    const square = reply.tokens.length ** 2;
    super(
      {
        model: { id: manifest.id, name: manifest.name, layers, heads, headDim: dModel / heads },
        text: reply.text,
        tokens: reply.tokens,
        causal: true,
        next: reply.next,
        provenance: {
          kind: 'live',
          source: `computed in this page by ${manifest.name}`,
          ...(licence !== undefined && { licence }),
          precision: manifest.fidelity
            ? fidelitySentence(manifest.fidelity)
            : PRECISION[plan.device],
        },
      },
      (layer, head) =>
        (reply.attention[layer] as Float32Array).subarray(head * square, (head + 1) * square),
    );
    this.plan = plan;
    this.truncated = reply.truncated;
    this.vectors =
      reply.qkv.size > 0 ? qkvVectors(reply.qkv, reply.tokens.length, heads, dModel) : undefined;
  }
}

/** @param layers per layer [T,3 dModel]: q, k and v of each token, each of all heads. */
export function qkvVectors(
  layers: RunReply['qkv'],
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
