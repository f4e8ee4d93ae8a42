// Traces that were run before, the latest used ones, up to a number of bytes.

import type { LiveTrace } from '../api.js';
import type { OwnerlessCall } from './run-call.js';

/** Seven traces of GPT-2 small at 128 tokens, whose attention is 9.4 MB. */
const MOST_BYTES = 64 * 2 ** 20;

export class TraceCache {
  /** The latest used last. */
  readonly #entries = new Map<string, { readonly trace: LiveTrace; readonly bytes: number }>();
  readonly #mostBytes: number;
  #bytes = 0;

  constructor(mostBytes = MOST_BYTES) {
    this.#mostBytes = mostBytes;
  }

  get(call: OwnerlessCall): LiveTrace | undefined {
    const key = keyOf(call);
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.trace;
  }

  /** @param bytes of the trace, besides the request's own. What is larger than the whole cache is not kept. */
  set(call: OwnerlessCall, trace: LiveTrace, bytes: number): void {
    const key = keyOf(call);
    this.#remove(key);
    const all = bytes + 2 * key.length;
    if (all > this.#mostBytes) return;
    this.#entries.set(key, { trace, bytes: all });
    this.#bytes += all;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.#mostBytes) break;
      this.#remove(oldest);
    }
  }

  clear(): void {
    this.#entries.clear();
    this.#bytes = 0;
  }

  #remove(key: string): void {
    this.#bytes -= this.#entries.get(key)?.bytes ?? 0;
    this.#entries.delete(key);
  }
}

function keyOf({ text, ids, maxTokens, headMask, qkvLayers, next }: OwnerlessCall): string {
  const mask = headMask?.every((value) => value === 1) ? undefined : headMask && [...headMask];
  return JSON.stringify([text ?? ids, maxTokens, mask, [...qkvLayers].sort(), next]);
}
