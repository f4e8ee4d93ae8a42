// Errors after which the worker is of no more use: its memory is full, or in no state that is known.

import { RuntimeError } from '../runtime-error.js';
import { shorten } from '../shorten.js';

const OUT_OF_MEMORY =
  /bad_alloc|out of memory|\bOOM\b|allocation failed|(?:could not|failed to) allocate|cannot enlarge memory|invalid (?:typed )?array (?:buffer )?length/i;

/** `out-of-memory` or `ort-aborted`, by what was thrown: neither browsers nor onnxruntime-web have a type for it. */
export function breakdown(cause: unknown): RuntimeError | undefined {
  const message = shorten(cause instanceof Error ? cause.message : String(cause));
  if (OUT_OF_MEMORY.test(message)) {
    return new RuntimeError(
      'out-of-memory',
      `There was not enough memory: ${message}.`,
      'Close other tabs, use a shorter text, or take a smaller model.',
      { subject: 'memory', cause },
    );
  }
  if (cause instanceof WebAssembly.RuntimeError || /\bAborted\(/.test(message)) {
    return new RuntimeError(
      'ort-aborted',
      `onnxruntime-web broke down: ${message}.`,
      'Load the model again, or choose device "wasm".',
      { subject: 'onnxruntime-web', cause },
    );
  }
  return undefined;
}
