// A part of an element that is loaded when it is first needed, so that a page that never needs it does not pay for it.

import type { ReactiveControllerHost } from 'lit';

export class LazyPart<T, H extends ReactiveControllerHost = ReactiveControllerHost> {
  error: Error | null = null;
  protected readonly host: H;
  readonly #load: () => Promise<T>;
  #value: T | null = null;
  #fetching: Promise<void> | null = null;

  /** @param load imports it; tried again at the next need where it failed. */
  constructor(host: H, load: () => Promise<T>) {
    this.host = host;
    this.#load = load;
  }

  /** The part, if it is there. */
  get loaded(): T | null {
    return this.#value;
  }

  /** The part. Until it is there `null`: it is fetched, and the host is updated when it has come. */
  request(): T | null {
    if (!this.#value && !this.#fetching && !this.error) void this.#fetch();
    return this.#value;
  }

  /** The part once it is there; `null` where it cannot be loaded. */
  async load(): Promise<T | null> {
    if (!this.#value && !this.error) await (this.#fetching ?? this.#fetch());
    return this.#value;
  }

  #fetch(): Promise<void> {
    this.#fetching = this.#import();
    return this.#fetching;
  }

  async #import(): Promise<void> {
    try {
      this.#value = await this.#load();
    } catch (error) {
      this.error = error instanceof Error ? error : new Error(String(error));
    }
    this.#fetching = null;
    this.host.requestUpdate();
  }

  /** Forgets a failure, of which the host is told. */
  retry(): void {
    this.error = null;
    this.host.requestUpdate();
  }
}
