// How a page learns that its worker has ended. A worker that is killed, runs out of memory or closes itself says nothing;
// but a web lock that it holds is free then.

/** In the worker: takes a lock for as long as it lives. Its name, or nothing where there are no locks (plain http). */
export async function holdLifeLock(): Promise<string | undefined> {
  if (!globalThis.navigator?.locks) return undefined;
  const name = `attention-lens/worker/${crypto.randomUUID()}`;
  return new Promise((resolve) => {
    navigator.locks
      .request(name, () => {
        resolve(name);
        return new Promise<never>(() => {});
      })
      // An opaque origin has none.
      .catch(() => resolve(undefined));
  });
}

/** On the page: calls back when the lock is free. Returns the way to stop watching. */
export function watchLifeLock(name: string, onFree: () => void): () => void {
  const watching = new AbortController();
  navigator.locks.request(name, { signal: watching.signal }, onFree).catch(() => {});
  return () => watching.abort();
}
