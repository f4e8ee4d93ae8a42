// `run="visible"`: the model runs once the lens is in sight. Loaded where a page asks for it.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Engine } from '../../../runtime/index.js';
import { isOnHub } from '../../shared/on-hub.js';
import { windowOf } from '../../shared/own-window.js';

interface Host extends ReactiveControllerHost, Element {
  runLive(): Promise<void>;
}

export class VisibilityTrigger implements ReactiveController {
  readonly #host: Host;
  readonly #fetchEngine: () => Promise<Engine | undefined>;
  #observer: IntersectionObserver | null = null;
  #done = false;

  constructor(host: Host, fetchEngine: () => Promise<Engine | undefined>) {
    this.#host = host;
    this.#fetchEngine = fetchEngine;
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
      void this.#run();
    });
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }

  /**
   * Where data is dear, or on a phone, a large model waits for the reader. A model on a hub does so everywhere, unless it is kept:
   * the hub is not asked, nor hundreds of megabytes fetched, for somebody who only scrolls.
   */
  async #run(): Promise<void> {
    const engine = await this.#fetchEngine();
    if (isOnHub(engine?.manifestUrl) && !(await engine?.isKept?.().catch(() => false))) return;
    const estimate = await engine?.estimate().catch(() => undefined);
    if (estimate?.startsByItself) await this.#host.runLive();
  }
}
