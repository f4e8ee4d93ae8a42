// What a page gives to be read: a scene, a goal. The part that reads it is loaded when a page first gives one. Until then, and if it
// cannot be read, what is on screen stays. There is no race: each update reads what the page gives by then.

import type { ReactiveControllerHost } from 'lit';
import { LazyPart } from '../shared/lazy-part.js';

export class PageInput<Given, Reader> {
  /** Why what is given cannot be read. */
  error: Error | null = null;
  /** False until the first is read, or cannot be. */
  isSettled = false;
  readonly #reader: LazyPart<Reader>;
  readonly #use: (given: Given | null, reader: Reader | null) => void;
  /** It is new, or waits for its reader. */
  #isDue = true;

  /** @param use reads it and takes it over. Its errors are kept. */
  constructor(
    host: ReactiveControllerHost,
    load: () => Promise<Reader>,
    use: (given: Given | null, reader: Reader | null) => void,
  ) {
    this.#reader = new LazyPart(host, load);
    this.#use = use;
  }

  /** The part that reads it, if it is there. */
  get reader(): Reader | null {
    return this.#reader.loaded;
  }

  /** Reads what is given if that is due; before each render. */
  update(isNew: boolean, given: Given | null): void {
    if (isNew) {
      this.#isDue = true;
      this.#reader.retry();
    }
    if (!this.#isDue) return;
    const reader = given === null ? null : this.#reader.request();
    this.error = this.#reader.error;
    this.#isDue = given !== null && !reader && !this.error;
    if (this.#isDue) return;
    this.isSettled = true;
    try {
      if (!this.error) this.#use(given, reader);
    } catch (error) {
      this.error = error as Error;
    }
  }

  /** Resolves when its reader is there, if it waits for one. */
  async loadReader(): Promise<void> {
    if (this.#isDue) await this.#reader.load();
  }
}
