// The state of a lens in the page's address. Loads what reads and writes it when a page asks for it.

import { LazyPart } from '../../shared/lazy-part.js';
import type { LensStore } from '../lens.store.js';
import type { AddressController, AddressHost } from './address.controller.js';

export class AddressLoader extends LazyPart<typeof import('./address.controller.js'), AddressHost> {
  readonly #store: LensStore;
  #controller: AddressController | null = null;

  constructor(host: AddressHost, store: LensStore) {
    super(host, () => import('./address.controller.js'));
    this.#store = store;
  }

  /** Before anything follows from what is chosen. */
  update(): void {
    const part = this.host.address === null ? null : this.request();
    if (part) this.#controller ??= new part.AddressController(this.host, this.#store);
  }

  /** The page's address with the state in it; `null` where the page keeps none. */
  get link(): string | null {
    return this.host.address === null ? null : (this.#controller?.link ?? null);
  }

  /** The reader has run a text: what the address says of its run holds now. */
  restoreRun(): void {
    this.#controller?.restoreRun();
  }
}
