// `run="visible"`: the model runs once the lens is in sight. Loaded where a page asks for it.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { windowOf } from '../shared/own-window.js';

export class RunVisible implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #run: () => void;
  #observer: IntersectionObserver | null = null;
  #done = false;

  /** @param run is called once. */
  constructor(host: ReactiveControllerHost & Element, run: () => void) {
    this.#host = host;
    this.#run = run;
    host.addController(this);
  }

  hostConnected(): void {
    if (this.#done) return;
    const { IntersectionObserver } = windowOf(this.#host);
    if (!IntersectionObserver) return;
    this.#observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      this.#done = true;
      this.#observer?.disconnect();
      this.#run();
    });
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }
}
