// The state of a lens in the page's address. Loads what reads and writes it when a page asks for it.

import { LazyPart } from '../../shared/lazy-part.js';
import type { LensStore } from '../lens.store.js';
import type { AddressController, AddressHost } from './address.controller.js';

export class AddressLoader extends LazyPart<AddressController, AddressHost> {
  constructor(host: AddressHost, store: LensStore) {
    super(host, async () => {
      const { AddressController } = await import('./address.controller.js');
      return new AddressController(host, store);
    });
  }

  /** Before anything follows from what is chosen. */
  update(): void {
    if (this.host.address !== null) this.request();
  }

  /** The page's address with the state in it; `null` where the page keeps none. */
  get link(): string | null {
    return this.host.address === null ? null : (this.loaded?.link ?? null);
  }

  /** The reader has run a text: what the address says of its run holds now. */
  restoreRun(): void {
    this.loaded?.restoreRun();
  }
}
