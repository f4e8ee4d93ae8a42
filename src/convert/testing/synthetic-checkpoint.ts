// A checkpoint of any size that is nowhere: its bytes are made when they are read. For what takes a checkpoint of true size and
// not a true one.

import type { ModelArchitecture } from '../../runtime/packs/manifest.js';
import { tensorShapes } from '../tensor-shapes.js';
import { safetensorsHead } from './encode-safetensors.js';
import { gpt2Config } from './gpt2-config.js';
import { randomNumbers } from './random-checkpoint.js';

export interface SyntheticFile {
  readonly size: number;
  read(begin: number, end: number): Buffer;
}

/** Numbers that repeat: as many as a float32 megabyte has, and a prime, so that no two rows are alike. */
const PERIOD = 262_139;

/** config.json and model.safetensors as on the hub: float32, no prefix, sorted by name, causal masks among them. */
export function syntheticCheckpoint(
  architecture: ModelArchitecture,
): ReadonlyMap<string, SyntheticFile> {
  const { layers, context } = architecture;
  const shapes = new Map(tensorShapes(architecture));
  for (let layer = 0; layer < layers; layer++) {
    shapes.set(`h.${layer}.attn.bias`, [1, 1, context, context]);
  }
  const { head, dataBytes } = safetensorsHead(
    [...shapes.keys()]
      .sort()
      .map((name) => [name, { dtype: 'F32', shape: shapes.get(name) ?? [] }] as const),
  );
  return new Map([
    ['config.json', fileOf(Buffer.from(JSON.stringify(gpt2Config(architecture))))],
    ['model.safetensors', weightsOf(head, dataBytes)],
  ]);
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
