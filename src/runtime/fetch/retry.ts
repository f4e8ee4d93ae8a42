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

/** What is waited for a server that is busy and does not say for how long. */
const BUSY_DELAYS: readonly number[] = [1000, 5000, 20_000, 60_000];
/** A server that asks for more is not waited for. */
const MOST_WAIT = 300_000;

/** The server asks to be asked again later. */
export class BusyError extends Error {
  /** Milliseconds, where the server has said so and a page may read it. */
  readonly #asked: number | undefined;

  override get name(): string {
    return 'BusyError';
  }

  constructor(status: number, asked: number | undefined) {
    super(`the server is busy or was asked too often, and answered with status ${status}`);
    this.#asked = asked;
  }

  /** @param before how often it was busy before. @returns milliseconds; nothing if waiting does not help. */
  wait(before: number): number | undefined {
    const delay = BUSY_DELAYS[before];
    if (delay === undefined || this.#asked === undefined) return delay;
    return this.#asked <= MOST_WAIT ? this.#asked : undefined;
  }
}

/** Milliseconds that an answer asks to wait: its `Retry-After`, in seconds or as a date. */
export function askedWait(headers: Headers): number | undefined {
  const after = headers.get('Retry-After') ?? '';
  const seconds = /^\d+$/.test(after) ? Number(after) : (Date.parse(after) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, 1000 * seconds) : undefined;
}

/** What an answer says of a busy server: 429 or 503. */
export function busyAnswer({ status, headers }: Response): BusyError | undefined {
  return status === 429 || status === 503 ? new BusyError(status, askedWait(headers)) : undefined;
}

export interface PersistOptions {
  readonly signal?: AbortSignal | undefined;
  /** How far it has come. A connection that breaks again and again but gets on is worth its attempts. */
  readonly progress?: () => number;
  /** What is thrown once another attempt would not help. */
  readonly giveUp: (reason: BusyError | ConnectionError) => Error;
}

/**
 * Attempts something until it succeeds, with pauses: those that a busy server asks for, or else longer ones each time.
 * @throws {RuntimeError} `aborted`; what `giveUp` makes; and what the attempt throws for other reasons.
 */
export async function persist<T>(
  attempt: () => Promise<T>,
  { signal, progress = () => 0, giveUp }: PersistOptions,
): Promise<T> {
  let [furthest, failures, busy] = [0, 0, 0];
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (signal?.aborted) throw abortedError();
      if (!(error instanceof BusyError || error instanceof ConnectionError)) throw error;
      let delay: number | undefined;
      if (error instanceof BusyError) delay = error.wait(busy++);
      else {
        failures = progress() > furthest ? 1 : failures + 1;
        furthest = Math.max(furthest, progress());
        delay = RETRY_DELAYS[failures - 1];
      }
      if (delay === undefined) throw giveUp(error);
      await pause(delay, signal);
    }
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
