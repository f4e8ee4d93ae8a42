// The order of runs on one engine: one at a time, first come first served between owners, and of one owner only the
// newest. It does not know what a run is.

import { abortedError, RuntimeError } from '../runtime-error.js';

/** What a run needs first, and what it then does. Both get a signal that fires when nobody wants the result any more. */
export interface RunSteps<Gate, Result> {
  /** Awaited before its turn begins; when it rejects, so does the run. Called at once. */
  readonly gate: (signal: AbortSignal) => Promise<Gate>;
  readonly work: (gate: Gate, signal: AbortSignal) => Promise<Result>;
}

interface Entry {
  readonly owner: object;
  readonly work: () => Promise<void>;
  /** Rejects it; of one that runs already the result is dropped. */
  readonly cancel: (error: RuntimeError) => void;
}

export class RunQueue {
  /** One waiting entry per owner, in order of arrival. */
  readonly #waiting = new Map<object, Entry>();
  #running: Entry | undefined;

  /** Queues a run for `owner`, in place of those it has here, which reject with `superseded`. */
  push<Gate, Result>(
    owner: object,
    { gate, work }: RunSteps<Gate, Result>,
    signal?: AbortSignal,
  ): Promise<Result> {
    this.cancel(owner, supersededError());
    if (signal?.aborted) return Promise.reject(abortedError());
    return new Promise<Result>((resolve, reject) => {
      const unwanted = new AbortController();
      const cancel = (error: RuntimeError) => {
        reject(error);
        unwanted.abort(error);
      };
      const handleAbort = () => {
        if (this.#waiting.get(owner) === entry) this.#waiting.delete(owner);
        cancel(abortedError());
      };
      let openGate: (gate: Promise<Gate>) => void = () => {};
      const gated = new Promise<Gate>((resolve) => {
        openGate = resolve;
      });
      // Of a run that never gets its turn nobody awaits the gate.
      gated.catch(() => {});
      const entry: Entry = {
        owner,
        cancel,
        work: async () => {
          try {
            const open = await gated;
            if (!unwanted.signal.aborted) resolve(await work(open, unwanted.signal));
          } catch (error) {
            reject(error);
          } finally {
            signal?.removeEventListener('abort', handleAbort);
          }
        },
      };
      this.#waiting.set(owner, entry);
      signal?.addEventListener('abort', handleAbort, { once: true, signal: unwanted.signal });
      // Only now: whoever listens to what it sets off may abort this run at once, or push another one.
      openGate(gate(unwanted.signal));
      this.#next();
    });
  }

  /** Rejects whatever `owner` has here. */
  cancel(owner: object, error: RuntimeError): void {
    const waiting = this.#waiting.get(owner);
    this.#waiting.delete(owner);
    waiting?.cancel(error);
    if (this.#running?.owner === owner) this.#running.cancel(error);
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
