// The order of runs on one engine: one at a time, first come first served between owners, and of one owner only the
// newest. It does not know what a run is.

import { abortedError, RuntimeError } from './runtime-error.js';

interface Entry {
  readonly owner: object;
  readonly work: () => Promise<void>;
  readonly reject: (error: RuntimeError) => void;
  settled: boolean;
}

export class RunQueue {
  /** One waiting entry per owner, in order of arrival. */
  readonly #waiting = new Map<object, Entry>();
  #running: Entry | undefined;

  /**
   * Queues a run for `owner`, in place of those it has here: they reject with `superseded`, and of one that runs already
   * the result is dropped. `gate` is awaited first; when it rejects, so does this. `work` may ask whether its result is
   * still wanted.
   */
  push<T>(
    owner: object,
    gate: Promise<void>,
    work: (isWanted: () => boolean) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    this.cancel(owner, supersededError());
    // Of a run that never gets its turn nobody awaits the gate.
    gate.catch(() => {});
    return new Promise<T>((resolve, reject) => {
      if (signal?.aborted) {
        reject(abortedError());
        return;
      }
      const settle = () => {
        entry.settled = true;
        signal?.removeEventListener('abort', handleAbort);
      };
      const entry: Entry = {
        owner,
        settled: false,
        reject: (error) => {
          settle();
          reject(error);
        },
        work: async () => {
          try {
            await gate;
            if (entry.settled) return;
            const result = await work(() => !entry.settled);
            resolve(result);
          } catch (error) {
            reject(error);
          } finally {
            settle();
          }
        },
      };
      const handleAbort = () => {
        if (this.#waiting.get(owner) === entry) this.#waiting.delete(owner);
        entry.reject(abortedError());
      };
      signal?.addEventListener('abort', handleAbort, { once: true });
      this.#waiting.set(owner, entry);
      this.#next();
    });
  }

  /** Rejects whatever `owner` has here. */
  cancel(owner: object, error: RuntimeError): void {
    const waiting = this.#waiting.get(owner);
    this.#waiting.delete(owner);
    waiting?.reject(error);
    if (this.#running?.owner === owner && !this.#running.settled) this.#running.reject(error);
  }

  #next(): void {
    if (this.#running) return;
    const [entry] = this.#waiting.values();
    if (!entry) return;
    this.#waiting.delete(entry.owner);
    this.#running = entry;
    void entry.work().finally(() => {
      this.#running = undefined;
      this.#next();
    });
  }
}

export function supersededError(): RuntimeError {
  return new RuntimeError(
    'superseded',
    'A newer run took the place of this one.',
    'Wait for the newer one.',
  );
}
