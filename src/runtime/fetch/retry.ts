// When to ask the network once more.

import { abortedError } from '../runtime-error.js';

/** Milliseconds before the second, third and fourth attempt. */
export const RETRY_DELAYS: readonly number[] = [300, 1000, 3000];

/** The connection failed, which another attempt may mend. An answer, whatever it says, is no such failure. */
export class ConnectionError extends Error {
  override get name(): string {
    return 'ConnectionError';
  }
}

/** @throws {RuntimeError} `aborted` as soon as the signal fires. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(abortedError());
      return;
    }
    const handleAbort = () => {
      clearTimeout(timer);
      reject(abortedError());
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', handleAbort);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', handleAbort, { once: true });
  });
}
