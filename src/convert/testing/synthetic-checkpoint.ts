// A checkpoint of any size that is nowhere: its bytes are made when they are read. For what takes a checkpoint of true size and
// not a true one.

import type { ModelArchitecture } from '../../runtime/packs/manifest.js';
import { tensorShapes } from '../tensor-shapes.js';
import { randomNumbers } from './random-checkpoint.js';

export interface SyntheticFile {
  readonly size: number;
  read(begin: number, end: number): Buffer;
}

/** Numbers that repeat: as many as a float32 megabyte has, and a prime, so that no two rows are alike. */
const PERIOD = 262_139;

/**
 * config.json and model.safetensors as on the hub: float32, no prefix, sorted by name, causal masks among them.
 * @param masks whether attention's mask buffers are there.
 */
export function syntheticCheckpoint(
  architecture: ModelArchitecture,
  { masks = true }: { readonly masks?: boolean } = {},
): ReadonlyMap<string, SyntheticFile> {
  const { layers, context } = architecture;
  const shapes = new Map(tensorShapes(architecture));
  for (let layer = 0; masks && layer < layers; layer++) {
    shapes.set(`h.${layer}.attn.bias`, [1, 1, context, context]);
  }
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let end = 0;
  for (const name of [...shapes.keys()].sort()) {
    const shape = shapes.get(name) ?? [];
    const begin = end;
    end += 4 * shape.reduce((product, length) => product * length, 1);
    header[name] = { dtype: 'F32', shape, data_offsets: [begin, end] };
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  const head = Buffer.concat([length, text]);
  return new Map([
    ['config.json', fileOf(Buffer.from(JSON.stringify(configOf(architecture))))],
    ['model.safetensors', weightsOf(head, end)],
  ]);
}

function configOf(architecture: ModelArchitecture): Record<string, unknown> {
  return {
    model_type: 'gpt2',
    activation_function: 'gelu_new',
    n_layer: architecture.layers,
    n_head: architecture.heads,
    n_embd: architecture.dModel,
    n_inner: architecture.dInner,
    n_positions: architecture.context,
    vocab_size: architecture.vocab,
    layer_norm_epsilon: architecture.layerNormEpsilon,
  };
}

export function fileOf(bytes: Buffer): SyntheticFile {
  return { size: bytes.length, read: (begin, end) => bytes.subarray(begin, end) };
}

function weightsOf(head: Buffer, dataBytes: number): SyntheticFile {
  const random = randomNumbers(7);
  // Of the size of GPT-2's own, about.
  const numbers = Float32Array.from({ length: PERIOD }, () => 0.2 * (random() + random() - 1));
  const period = Buffer.from(numbers.buffer);
  return {
    size: head.length + dataBytes,
    read(begin, end) {
      const bytes = Buffer.alloc(end - begin);
      if (begin < head.length) head.copy(bytes, 0, begin, Math.min(end, head.length));
      for (let at = Math.max(begin, head.length); at < end; ) {
        const place = (at - head.length) % period.length;
        const count = Math.min(end - at, period.length - place);
        period.copy(bytes, at - begin, place, place + count);
        at += count;
      }
      return bytes;
    },
  };
}
