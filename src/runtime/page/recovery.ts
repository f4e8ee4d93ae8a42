// What to do when a worker, its device or onnxruntime-web breaks down: start again, at most twice in a row and after a
// pause; then with WASM in the place of WebGPU; then give up.

import type { ErrorInfo, Plan, RuntimeErrorCode } from '../api.js';

/** Milliseconds before the first and the second new start. */
const RESPAWN_DELAYS: readonly number[] = [500, 2000];

/** A new worker may do better. */
const BREAKDOWNS: ReadonlySet<RuntimeErrorCode> = new Set([
  'worker-lost',
  'device-lost',
  'out-of-memory',
  'ort-aborted',
]);
/** The same again would fail in the same way, but WebGPU's failure need not be WASM's. */
const FAILS_ON_DEVICE: ReadonlySet<RuntimeErrorCode> = new Set(['ort-start', 'bad-model', 'run']);

export type RecoveryStep =
  | { readonly kind: 'respawn'; readonly delay: number }
  | { readonly kind: 'step-down' }
  | { readonly kind: 'give-up' };

/** Whether after this error of a run the worker is of no more use. */
export function isBreakdown({ code }: ErrorInfo, { device }: Plan): boolean {
  return BREAKDOWNS.has(code) || (device === 'webgpu' && FAILS_ON_DEVICE.has(code));
}

export class Recovery {
  #respawns = 0;

  /** What comes after `error` under `plan`. Every step is counted. */
  next({ code }: ErrorInfo, { device }: Plan): RecoveryStep {
    if (BREAKDOWNS.has(code)) {
      const delay = RESPAWN_DELAYS[this.#respawns];
      if (delay !== undefined) {
        this.#respawns++;
        return { kind: 'respawn', delay };
      }
    } else if (!FAILS_ON_DEVICE.has(code)) {
      return { kind: 'give-up' };
    }
    if (device === 'wasm') return { kind: 'give-up' };
    this.#respawns = 0;
    return { kind: 'step-down' };
  }

  /** It works. */
  reset(): void {
    this.#respawns = 0;
  }
}
