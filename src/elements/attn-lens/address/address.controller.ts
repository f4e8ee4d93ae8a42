// The state of a lens in the page's address, where the page asks for it: read when the lens comes and when the address
// changes, written when the reader has chosen something. Loaded where a page asks for it.

import type { ReactiveController } from 'lit';
import { decode, readFragment, withFragment, writeFragment } from '../../shared/page-fragment.js';
import { applyState, chosenState, readState, type ShareState, writeState } from './share-state.js';

export interface AddressHost extends Element {
  addController(controller: ReactiveController): void;
  readonly address: string | null;
  text: string | null;
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
  readonly #liveText: () => string | null;
  /** What the address and the lens agree on. */
  #agreed: string | null = null;
  #touched = false;
  /** What the address says of a live run that the reader has not started yet. */
  #awaited: ShareState | null = null;

  /** @param liveText the text of the live run on screen, if one is. */
  constructor(host: AddressHost, liveText: () => string | null) {
    this.#host = host;
    this.#liveText = liveText;
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
    if (address === null || !this.#touched) return;
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
    const text = this.#liveText();
    return writeState({ ...chosenState(this.#host), ...(text !== null && { live: text }) });
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
      applyState(this.#host, state);
    } else {
      // Only the reader may start a run: its text goes into the text box, its choices wait.
      this.#host.text = live;
      this.#awaited = state;
    }
  };

  /** The reader has run a text: what the address says of its run holds now. */
  handleRun(): void {
    if (this.#awaited) applyState(this.#host, this.#awaited);
    this.#awaited = null;
  }
}
