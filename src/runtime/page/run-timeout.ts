// How long runs may take. A graph can be made so that it never ends, and then only ending its worker helps. Measured against
// this device where it has finished a run before; else against the slowest device that has any use.

import type { ModelArchitecture } from '../packs/manifest.js';
import type { OwnerlessCall } from './run-call.js';

/** Milliseconds; of a first run half a minute is WebGPU's shaders, on a software adapter. */
const LEAST = 60_000;
/** A run that another has taken the place of, on a device that is known. */
const LEAST_OVERTAKEN = 5_000;
/** A run that was cancelled: most are over by then, and need no new load. */
const LEAST_CANCELLED = 1_000;
/** Multiplications and additions in a millisecond: an old phone has ten times as many. */
const SLOWEST = 100_000;
/** Counted in ticks: the time that a laptop sleeps, or a page stands still, is none of the run's. */
const TICK = 500;

/** Whether somebody still waits for a run: a newer one may have taken its place. */
export type Interest = 'wanted' | 'overtaken' | 'cancelled';

export class RunTimeout {
  /** Milliseconds a token of the slowest run yet took. */
  #slowest: number | undefined;

  /** Of another device nothing is known. */
  reset(): void {
    this.#slowest = undefined;
  }

  /**
   * Watches one run.
   * @param onLimit told once, when it is past what it may take.
   */
  begin(
    call: OwnerlessCall,
    architecture: ModelArchitecture,
    onLimit: (ms: number) => void,
  ): WatchedRun {
    const tokens = Math.min(call.ids?.length ?? call.maxTokens, call.maxTokens);
    const measured = this.#slowest === undefined ? undefined : this.#slowest * tokens;
    const guess = (workPerToken(architecture) * tokens) / SLOWEST;
    const limits: Readonly<Record<Interest, number>> = {
      wanted: Math.max(LEAST, measured === undefined ? LEAST + guess : 20 * measured),
      overtaken: measured === undefined ? LEAST : Math.max(LEAST_OVERTAKEN, 4 * measured),
      cancelled: Math.max(LEAST_CANCELLED, 2 * (measured ?? 0)),
    };
    let [elapsed, deadline] = [0, limits.wanted];
    let waiting = false;
    const timer = setInterval(() => {
      if (waiting) return;
      elapsed += TICK;
      if (elapsed < deadline) return;
      clearInterval(timer);
      onLimit(elapsed);
    }, TICK);
    return {
      wait: (begun) => {
        waiting = begun;
      },
      hurry: (interest) => {
        deadline = Math.min(deadline, elapsed + limits[interest]);
      },
      end: (ran) => {
        clearInterval(timer);
        if (ran) this.#slowest = Math.max(this.#slowest ?? 0, elapsed / ran.tokens);
      },
    };
  }
}

export interface WatchedRun {
  /** It waits for a part of the model that is still on its way, or no longer: the wait does not count. */
  wait(waiting: boolean): void;
  /** It is not wanted as much as before. */
  hurry(interest: Interest): void;
  /** @param ran how many tokens it had, where it came to its end. */
  end(ran?: { readonly tokens: number }): void;
}

function workPerToken({ layers, dModel, dInner, vocab }: ModelArchitecture): number {
  return layers * (4 * dModel ** 2 + 2 * dModel * dInner) + vocab * dModel;
}
