// Keeps the scene in the page's address, and takes from there what a link carries. Loaded when a page asks for it.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { readFragment, writeFragment } from '../shared/page-fragment.js';
import { readScene } from './read-scene.js';
import type { Row } from './real-numbers.js';
import type { Scene } from './scene.js';
import { readAddress, writeAddress } from './scene-address.js';

/** The element that is followed. */
interface Host extends ReactiveControllerHost {
  readonly address: string | null;
  readonly id: string;
}

export interface AddressOptions {
  readonly scene: () => Scene;
  /** Shows a scene that the address has. */
  readonly onScene: (scene: Scene) => void;
  /** Takes a row of the recording that the address names. */
  readonly onRow: (row: Row) => void;
  /** @param error why the address cannot be read; `null` once it can. */
  readonly onError: (error: Error | null) => void;
}

export class AddressController implements ReactiveController {
  readonly #host: Host;
  readonly #options: AddressOptions;
  #hasFailed = false;

  constructor(host: Host, options: AddressOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    globalThis.addEventListener('hashchange', this.read);
    this.read();
  }

  hostDisconnected(): void {
    globalThis.removeEventListener('hashchange', this.read);
  }

  /** What the address says, if it is not shown already. */
  readonly read = (): void => {
    const key = this.#key;
    const text = key === null ? null : readFragment(key);
    const found = text === null ? null : readAddress(text);
    if (!found || text === writeAddress(this.#options.scene())) return;
    if (!('scene' in found)) {
      this.#tell(null);
      this.#options.onRow(found);
      return;
    }
    try {
      this.#options.onScene(readScene(found.scene));
      this.#tell(null);
    } catch (error) {
      this.#tell(error as Error);
    }
  };

  #tell(error: Error | null): void {
    this.#hasFailed = error !== null;
    this.#options.onError(error);
  }

  write(): void {
    const key = this.#key;
    if (key !== null) writeFragment(key, writeAddress(this.#options.scene()));
    // What could not be read is no longer there.
    if (this.#hasFailed) this.#tell(null);
  }

  get #key(): string | null {
    const { address, id } = this.#host;
    return address === null ? null : address.trim() || id || 'sandbox';
  }
}
