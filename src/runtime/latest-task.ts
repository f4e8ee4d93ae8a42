// Async work of which only the latest counts, as when a reader types, or chooses one thing after another. It does not know a host: the caller
// updates what is shown.

/** How a run ended. `cancelled`: a newer run took its place, or `cancel` was called; its own result and error are dropped. */
export type TaskOutcome<T> =
  | { readonly status: 'done'; readonly value: T }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'cancelled'; readonly error: unknown };

export class LatestTask {
  #latest: AbortController | undefined;

  /**
   * Runs `work` in the place of the run before, whose signal fires once `work` has begun: what both of them wait for is then not
   * cancelled between the two.
   * @param work gets a signal that fires when its result is no longer wanted.
   */
  async run<T>(work: (signal: AbortSignal) => T | Promise<T>): Promise<TaskOutcome<T>> {
    const before = this.#latest;
    this.#latest = new AbortController();
    const { signal } = this.#latest;
    let outcome: TaskOutcome<T>;
    try {
      // What it throws at once is a rejection like any other.
      const result = (async () => work(signal))();
      before?.abort();
      outcome = { status: 'done', value: await result };
    } catch (error) {
      outcome = { status: 'failed', error };
    }
    if (signal.aborted) return { status: 'cancelled', error: signal.reason };
    this.#latest = undefined;
    return outcome;
  }

  /** Cancels the run under way, if there is one. */
  cancel(): void {
    this.#latest?.abort();
    this.#latest = undefined;
  }
}
