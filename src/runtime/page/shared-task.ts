// One piece of work that several callers wait for. Each may walk away; the work is given up when nobody is left.

import { abortedError } from '../runtime-error.js';

export class SharedTask<T> {
  readonly #controller = new AbortController();
  readonly #work: (signal: AbortSignal) => Promise<T>;
  readonly #result: Promise<T>;
  #settle: (result: Promise<T>) => void = () => {};
  #waiting = 0;
  #settled = false;

  /** `work` shall stop when its signal fires. */
  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.#work = work;
    this.#result = new Promise((resolve) => {
      this.#settle = resolve;
    });
    // A rejection reaches those who wait; with nobody waiting it is no event of the page's.
    this.#result.catch(() => {});
  }

  /** Starts the work, at once. Its owner knows the task by then: what the work sets off may ask for it again. */
  start(): void {
    this.#settle(
      this.#work(this.#controller.signal).finally(() => {
        this.#settled = true;
      }),
    );
  }

  /** True once it was given up: later callers need a new task. */
  get cancelled(): boolean {
    return this.#controller.signal.aborted;
  }

  /** Gives the work up, whoever waits for it. */
  cancel(): void {
    if (!this.#settled) this.#controller.abort();
  }

  /** The work's result, for those who do not keep it going. */
  get result(): Promise<T> {
    return this.#result;
  }

  /** The work's result, or a rejection with `aborted` as soon as `signal` fires. */
  join(signal?: AbortSignal): Promise<T> {
    if (signal?.aborted) {
      this.#cancelIfUnwanted();
      return Promise.reject(abortedError());
    }
    this.#waiting++;
    return new Promise<T>((resolve, reject) => {
      const handleAbort = () => {
        reject(abortedError());
        this.#waiting--;
        this.#cancelIfUnwanted();
      };
      signal?.addEventListener('abort', handleAbort, { once: true });
      this.#result.then(resolve, reject).finally(() => {
        signal?.removeEventListener('abort', handleAbort);
      });
    });
  }

  #cancelIfUnwanted(): void {
    // Not at once: a caller who cancels one request to make the next joins again in the same turn.
    queueMicrotask(() => {
      if (this.#waiting === 0) this.cancel();
    });
  }
}
