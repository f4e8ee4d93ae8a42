// A checkpoint's own weights, unrounded, as the reference forward pass wants them.

import { openCheckpointFolder } from '../../cli/convert/checkpoint-folder.js';
import type {
  ReferenceLinear,
  ReferenceNorm,
  ReferenceWeights,
} from '../../runtime/testing/reference-gpt2.js';

export async function referenceCheckpoint(folder: string): Promise<ReferenceWeights> {
  const checkpoint = await openCheckpointFolder(folder);
  const { architecture } = checkpoint;
  const { dModel, dInner, vocab, context, layers } = architecture;
  const vector = async (name: string) => Float64Array.from(await checkpoint.tensor(name));
  const linear = async (
    name: string,
    inputs: number,
    outputs: number,
  ): Promise<ReferenceLinear> => {
    const inputMajor = await vector(`${name}.weight`);
    const values = Float64Array.from({ length: inputMajor.length }, (_, at) => {
      const [output, input] = [Math.floor(at / inputs), at % inputs];
      return inputMajor[input * outputs + output] ?? 0;
    });
    const weight = { rows: outputs, columns: inputs, values };
    return { weight, bias: await vector(`${name}.bias`) };
  };
  const norm = async (name: string): Promise<ReferenceNorm> => ({
    gain: await vector(`${name}.weight`),
    bias: await vector(`${name}.bias`),
  });

  const embedding = await vector('wte.weight');
  const positions = await vector('wpe.weight');
  const blocks = [];
  for (let layer = 0; layer < layers; layer++) {
    blocks.push({
      ln1: await norm(`h.${layer}.ln_1`),
      attention: await linear(`h.${layer}.attn.c_attn`, dModel, 3 * dModel),
      attentionOut: await linear(`h.${layer}.attn.c_proj`, dModel, dModel),
      ln2: await norm(`h.${layer}.ln_2`),
      mlp: await linear(`h.${layer}.mlp.c_fc`, dModel, dInner),
      mlpOut: await linear(`h.${layer}.mlp.c_proj`, dInner, dModel),
    });
  }
  const lnFinal = await norm('ln_f');
  const head = checkpoint.hasHead ? await vector('lm_head.weight') : undefined;
  await checkpoint.close();
  return {
    architecture,
    ...(head && { head: { rows: vocab, columns: dModel, values: head } }),
    embedding: { rows: vocab, columns: dModel, values: embedding },
    positions: { rows: context, columns: dModel, values: positions },
    blocks,
    lnFinal,
  };
}
