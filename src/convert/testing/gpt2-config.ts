// config.json of a GPT-2.

import type { ModelArchitecture } from '../../runtime/packs/manifest.js';

export function gpt2Config(architecture: ModelArchitecture): Record<string, unknown> {
  return {
    model_type: 'gpt2',
    activation_function: architecture.activation ?? 'gelu_new',
    vocab_size: architecture.vocab,
    n_positions: architecture.context,
    n_embd: architecture.dModel,
    n_layer: architecture.layers,
    n_head: architecture.heads,
    n_inner: architecture.dInner,
    layer_norm_epsilon: architecture.layerNormEpsilon,
  };
}
