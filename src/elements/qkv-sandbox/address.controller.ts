// Keeps the scene in the page's address, and takes from there what a link carries. Loaded when a page asks for it.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { readFragment, writeFragment } from '../shared/page-fragment.js';
import { readScene } from './read-scene.js';
import type { Row } from './real-numbers.js';
import { readAddress, writeAddress } from './scene-address.js';
import type { SceneStore } from './scene-store.js';

/** The element that is followed. */
export interface AddressHost extends ReactiveControllerHost {
  readonly address: string | null;
  readonly id: string;
}

/** The scene that the page gives. An error of it stands for that of the address too: the latest scene is the one on screen. */
export interface SceneInput {
  error: Error | null;
}

export class AddressController implements ReactiveController {
  readonly #host: AddressHost;
  readonly #store: SceneStore;
  readonly #scene: SceneInput;
  readonly #onRow: (row: Row) => void;
  #hasFailed = false;

  /** @param onRow takes a row of the recording that the address names. */
  constructor(host: AddressHost, store: SceneStore, scene: SceneInput, onRow: (row: Row) => void) {
    this.#host = host;
    this.#store = store;
    this.#scene = scene;
    this.#onRow = onRow;
    host.addController(this);
    // What the reader did before this part was there.
    if (store.canUndo) this.write();
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
    if (!found || text === writeAddress(this.#store.scene)) return;
    if (!('scene' in found)) {
      this.#tell(null);
      this.#onRow(found);
      return;
    }
    try {
      this.#store.show(readScene(found.scene));
      this.#tell(null);
    } catch (error) {
      this.#tell(error as Error);
    }
  };

  #tell(error: Error | null): void {
    this.#hasFailed = error !== null;
    this.#scene.error = error;
    this.#host.requestUpdate();
  }

  write(): void {
    const key = this.#key;
    if (key !== null) writeFragment(key, writeAddress(this.#store.scene));
    // What could not be read is no longer there.
    if (this.#hasFailed) this.#tell(null);
  }

  get #key(): string | null {
    const { address, id } = this.#host;
    return address === null ? null : address.trim() || id || 'sandbox';
  }
}
