// Async work of which only the latest counts, as when a reader types, or chooses one thing after another. It does not know a host: the caller
// updates what is shown.

export class LatestTask {
  #latest: AbortController | undefined;

  /**
   * Runs `work` in the place of the run before, whose signal fires once `work` has begun: what both of them wait for is then not
   * cancelled between the two.
   * @param work gets a signal that fires when its result is no longer wanted.
   * @returns how the run ended. `undefined` if a newer run took its place or `cancel` was called: its result and error are dropped.
   */
  async run<T>(
    work: (signal: AbortSignal) => T | Promise<T>,
  ): Promise<PromiseSettledResult<T> | undefined> {
    const before = this.#latest;
    this.#latest = new AbortController();
    const { signal } = this.#latest;
    // What it throws at once is a rejection like any other.
    const result = (async () => work(signal))();
    before?.abort();
    const [outcome] = await Promise.allSettled([result]);
    if (signal.aborted) return undefined;
    this.#latest = undefined;
    return outcome;
  }

  /** Cancels the run under way, if there is one. */
  cancel(): void {
    this.#latest?.abort();
    this.#latest = undefined;
  }
}
