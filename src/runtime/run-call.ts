// A lease's request, checked against the model, as the call that the worker gets.

import type { ModelInfo, RunRequest } from './handle.js';
import { RuntimeError } from './runtime-error.js';
import type { RunCall } from './worker/protocol.js';

const NEXT_TOKENS = 20;

/** @throws {RuntimeError} `bad-mask` or `bad-head`. */
export function runCall(request: RunRequest, model: ModelInfo): RunCall {
  const { headMask, want = {} } = request;
  return {
    ...(request.text !== undefined ? { text: request.text } : { ids: [...request.ids] }),
    maxTokens: tokenLimit(request.maxTokens, model),
    ...(headMask && { headMask: readMask(headMask, model) }),
    qkvLayers: readLayers(want.qkv ?? [], model),
    next: want.next ?? NEXT_TOKENS,
  };
}

/** A wish within what the model can do. */
export function tokenLimit(
  wish: number | undefined,
  { maxTokens, context }: Pick<ModelInfo, 'maxTokens' | 'context'>,
): number {
  return wish === undefined ? maxTokens : Math.min(Math.max(1, Math.floor(wish)), context);
}

function readMask(mask: ArrayLike<number>, { layers, heads }: ModelInfo): Float32Array {
  if (mask.length !== layers * heads) {
    throw new RuntimeError(
      'bad-mask',
      `headMask has ${mask.length} numbers; the model has ${layers} x ${heads} heads.`,
      'Give one number per head, layer by layer: 1 leaves it on, 0 switches it off.',
    );
  }
  return Float32Array.from(mask);
}

function readLayers(ids: readonly string[], { layers, heads }: ModelInfo): number[] {
  const wanted = ids.map((id) => {
    const [layer = Number.NaN, head = Number.NaN] = id.split('.').map(Number);
    if (!(layer >= 0 && layer < layers && head >= 0 && head < heads)) {
      throw new RuntimeError(
        'bad-head',
        `The model has no head ${id}: the last one is ${layers - 1}.${heads - 1}.`,
        'Heads are written layer.head, zero-based.',
      );
    }
    return layer;
  });
  return [...new Set(wanted)];
}
