// The state of a lens in the page's address, where the page asks for it: read when the lens comes and when the address
// changes, written when the reader has chosen something. Loaded where a page asks for it.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isUnderWay } from '../../shared/awaited-layers.js';
import { decode, readFragment, withFragment, writeFragment } from '../../shared/page-fragment.js';
import type { LensStore } from '../lens.store.js';
import { chosenState, parseState, readState, type ShareState, writeState } from './share-state.js';

export interface AddressHost extends ReactiveControllerHost, Element {
  readonly address: string | null;
}

/** Events after which the reader's choice may be another one. */
const CHANGES = [
  'attn-head-change',
  'attn-token-select',
  'attn-run',
  'attn-find',
  'attn-ablate',
  'input',
  'change',
  'click',
  'keydown',
];

export class AddressController implements ReactiveController {
  readonly #host: AddressHost;
  readonly #store: LensStore;
  /** What the address and the lens agree on. */
  #agreed: string | null = null;
  #touched = false;
  /** What the address says of a live run that the reader has not started yet. */
  #awaited: ShareState | null = null;

  constructor(host: AddressHost, store: LensStore) {
    this.#host = host;
    this.#store = store;
    host.addController(this);
  }

  hostConnected(): void {
    globalThis.addEventListener('hashchange', this.#read);
    for (const name of CHANGES) this.#host.addEventListener(name, this.#touch);
    this.#read();
  }

  hostDisconnected(): void {
    globalThis.removeEventListener('hashchange', this.#read);
    for (const name of CHANGES) this.#host.removeEventListener(name, this.#touch);
  }

  hostUpdated(): void {
    const { address } = this.#host;
    // A run that is under way may yet be cancelled.
    if (address === null || !this.#touched || isUnderWay(this.#store.trace)) return;
    const state = this.#state();
    if (state === this.#agreed) return;
    this.#agreed = state;
    writeFragment(this.#name, state);
  }

  /** The page's address with the state in it. */
  get link(): string {
    return withFragment(this.#name, this.#state());
  }

  get #name(): string {
    return this.#host.address?.trim() || this.#host.id || 'lens';
  }

  #state(): string {
    const { choices, shows, run } = this.#store;
    const live = shows === 'live' ? run?.text : undefined;
    return writeState({ ...chosenState(choices), ...(live !== undefined && { live }) });
  }

  readonly #touch = (): void => {
    this.#touched = true;
  };

  readonly #read = (): void => {
    if (this.#host.address === null) return;
    const written = readFragment(this.#name);
    if (written === null) return;
    // Whoever passed the address on may have escaped `:` and `;`.
    const found = decode(written);
    if (found === this.#agreed) return;
    this.#agreed = found;
    const { live, ...state } = readState(found);
    if (live === undefined) {
      this.#store.restore(parseState(state));
    } else {
      // Only the reader may start a run: its text goes into the text box, its choices wait.
      this.#store.setText(live);
      this.#awaited = state;
    }
  };

  /** The reader has run a text: what the address says of its run holds now. */
  restoreRun(): void {
    if (this.#awaited) this.#store.restore(parseState(this.#awaited));
    this.#awaited = null;
  }
}
