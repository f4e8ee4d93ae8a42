// A lease's request, checked against the model, as the call that the worker gets. Pages in plain JavaScript ask for anything.

import type { ModelInfo, RunRequest } from '../api.js';
import { RuntimeError } from '../runtime-error.js';
import { shorten } from '../shorten.js';
import type { RunCall } from '../wire/protocol.js';

/** From any owner. */
export type OwnerlessCall = Omit<RunCall, 'owner'>;

const NEXT_TOKENS = 20;

/** @throws {RuntimeError} `bad-request`, `no-tokenizer`, `bad-mask` or `bad-head`. */
export function runCall(request: RunRequest, model: ModelInfo): OwnerlessCall {
  const { headMask, want, maxTokens } = request ?? {};
  return {
    ...readInput(request ?? {}, model),
    maxTokens: tokenLimit(maxTokens, model),
    ...(headMask && { headMask: readMask(headMask, model) }),
    qkvLayers: readLayers(want?.qkv ?? [], model),
    next: want?.next === undefined ? NEXT_TOKENS : Math.max(0, readNumber(want.next, 'want.next')),
  };
}

/**
 * A wish within what the model can do.
 * @throws {RuntimeError} `bad-request` when it is no number.
 */
export function tokenLimit(
  wish: number | undefined,
  { maxTokens, context }: Pick<ModelInfo, 'maxTokens' | 'context'>,
): number {
  if (wish === undefined) return maxTokens;
  return Math.min(Math.max(1, readNumber(wish, 'maxTokens')), context);
}

/** @throws {RuntimeError} `no-tokenizer`, with the reason where it is known. */
export function requireText({ name, takesText, whyNoText }: ModelInfo): void {
  if (takesText) return;
  const reason = whyNoText === undefined ? '' : ` ${shorten(whyNoText)}`;
  throw new RuntimeError(
    'no-tokenizer',
    `${name} has no tokenizer here, so it cannot read text.${reason}`,
    'Give it token ids, or use a model with a tokenizer.',
  );
}

function readInput({ text, ids }: RunRequest, model: ModelInfo): Pick<RunCall, 'text' | 'ids'> {
  if (typeof text === 'string') {
    requireText(model);
    return { text };
  }
  if (text === undefined && ids !== undefined && Symbol.iterator in Object(ids)) {
    return { ids: [...ids] };
  }
  throw badRequest('it has neither a text nor a list of ids');
}

function readNumber(value: number, name: string): number {
  if (typeof value !== 'number' || Number.isNaN(value)) throw badRequest(`${name} is no number`);
  return Math.floor(value);
}

function badRequest(what: string): RuntimeError {
  return new RuntimeError(
    'bad-request',
    `This request cannot be run: ${what}.`,
    'Ask for { text: "…" } or { ids: [464, 3290] }, with whole numbers for maxTokens and want.next.',
  );
}

function readMask(mask: ArrayLike<number>, { layers, heads }: ModelInfo): Float32Array {
  const numbers = Float32Array.from(mask);
  if (numbers.length !== layers * heads || !numbers.every(Number.isFinite)) {
    const what =
      numbers.length === layers * heads
        ? 'a value that is no number'
        : `${numbers.length} numbers; the model has ${layers} x ${heads} heads`;
    throw new RuntimeError(
      'bad-mask',
      `headMask has ${what}.`,
      'Give one number per head, layer by layer: 1 leaves it on, 0 switches it off.',
    );
  }
  return numbers;
}

function readLayers(ids: readonly string[], { layers, heads }: ModelInfo): number[] {
  if (!Array.isArray(ids)) throw badRequest('want.qkv is no list of heads');
  const wanted = ids.map((id) => {
    const [, layer = Number.NaN, head = Number.NaN] = /^(\d+)\.(\d+)$/.exec(id)?.map(Number) ?? [];
    if (!(layer < layers && head < heads)) {
      throw new RuntimeError(
        'bad-head',
        `The model has no head ${shorten(String(id))}: the last one is ${layers - 1}.${heads - 1}.`,
        'Heads are written layer.head, zero-based.',
      );
    }
    return layer;
  });
  return [...new Set(wanted)];
}
