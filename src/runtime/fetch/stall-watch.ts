// Notices a network that is dead without saying so, as after a laptop's sleep or behind a hotel's sign-in page.

import { ConnectionError } from './retry.js';

/** How long nothing may come. */
export const STALL_MS = 30_000;

/**
 * For several transfers together, since they share a line: one may wait for another's turn, but while any is under way
 * something has to come.
 */
export class StallWatch {
  readonly #timeout: number;
  #stall = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #underWay = 0;

  /** @param timeout milliseconds. */
  constructor(timeout = STALL_MS) {
    this.#timeout = timeout;
  }

  /** A transfer begins. Its signal fires, with a `ConnectionError`, when nothing comes any more. */
  begin(): AbortSignal {
    this.#underWay++;
    this.heard();
    return this.#stall.signal;
  }

  /** Something came. */
  heard(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const stall = this.#stall;
      this.#stall = new AbortController();
      stall.abort(new ConnectionError(`nothing came for ${this.#timeout / 1000} seconds`));
    }, this.#timeout);
  }

  /** A transfer is over. */
  end(): void {
    this.#underWay--;
    if (this.#underWay === 0) clearTimeout(this.#timer);
  }
}
