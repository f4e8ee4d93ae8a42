// Waits for a part of a model that may still be on its way.

import { abortedError, throwIfAborted } from '../../runtime-error.js';

const NOT_YET = Symbol('not yet');

/** @throws {RuntimeError} `aborted` as soon as `signal` fires, and what `part` rejects with. */
export async function arrival<T>(
  part: Promise<T>,
  {
    signal,
    onWait,
  }: {
    readonly signal?: AbortSignal | undefined;
    /** Told that it is not there yet, and when it is. */
    readonly onWait?: ((waiting: boolean) => void) | undefined;
  },
): Promise<T> {
  // Of two that are settled the first wins.
  if ((await Promise.race([part, Promise.resolve(NOT_YET)])) === NOT_YET) {
    onWait?.(true);
    await new Promise<void>((resolve, reject) => {
      const stop = () => reject(abortedError());
      if (signal?.aborted) stop();
      signal?.addEventListener('abort', stop, { once: true });
      part.then(() => resolve(), reject).finally(() => signal?.removeEventListener('abort', stop));
    });
    onWait?.(false);
  }
  throwIfAborted(signal);
  return part;
}
