// The tensors of a GPT-2.

import type { ModelArchitecture } from '../runtime/packs/manifest.js';

/** The output layer's own matrix [V,d], where it is not the embedding. */
export const HEAD = 'lm_head.weight';

/**
 * Every tensor of a GPT-2 and its shape, one by one: a config may lie about how many there are. Matrices are input-major
 * [K,N], as Hugging Face's Conv1D keeps them.
 */
export function* tensorShapes({
  layers,
  dModel,
  dInner,
  vocab,
  context,
}: ModelArchitecture): Generator<readonly [name: string, shape: readonly number[]]> {
  function* linear(name: string, inputs: number, outputs: number) {
    yield [`${name}.weight`, [inputs, outputs]] as const;
    yield [`${name}.bias`, [outputs]] as const;
  }
  function* norm(name: string) {
    yield [`${name}.weight`, [dModel]] as const;
    yield [`${name}.bias`, [dModel]] as const;
  }
  yield ['wte.weight', [vocab, dModel]];
  yield ['wpe.weight', [context, dModel]];
  yield* norm('ln_f');
  for (let layer = 0; layer < layers; layer++) {
    yield* norm(`h.${layer}.ln_1`);
    yield* norm(`h.${layer}.ln_2`);
    yield* linear(`h.${layer}.attn.c_attn`, dModel, 3 * dModel);
    yield* linear(`h.${layer}.attn.c_proj`, dModel, dModel);
    yield* linear(`h.${layer}.mlp.c_fc`, dModel, dInner);
    yield* linear(`h.${layer}.mlp.c_proj`, dInner, dModel);
  }
}
