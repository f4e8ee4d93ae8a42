// How the reader points at tokens and pins them: pointer and keyboard on the chips, Escape anywhere in the lens. Knows the chips;
// what is in focus is in the store.

import type { LitElement } from 'lit';
import { isShortcut, keepKeys } from '../../shared/keep-keys.js';
import type { LensStore } from '../lens.store.js';
import { type ChipEvent, chipOf, walkChips } from '../tokens/chips.js';
import type { Focus } from './focus-links.js';

export class FocusController {
  readonly #host: LitElement;
  readonly #store: LensStore;
  #tabStop = 0;

  constructor(host: LitElement, store: LensStore) {
    this.#host = host;
    this.#store = store;
    keepKeys(host, this.#handleKeydown);
  }

  /** The chip that the tab key reaches. */
  get tabStop(): number {
    return this.#tabStop;
  }

  /** Of another trace nothing is in focus yet. */
  clear(): void {
    this.#store.clearFocus();
    this.#tabStop = 0;
  }

  readonly #handleKeydown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.#store.release()) event.preventDefault();
  };

  // Of the chips

  readonly handleChipPreview = (event: Event): void => {
    const chip = chipOf(event);
    if (!chip) return;
    if (event.type === 'focusin') {
      this.#tabStop = chip.index;
      this.#host.requestUpdate();
      // A click focuses too, but the pointer already speaks for itself.
      if (!chip.element.matches(':focus-visible')) return;
    }
    this.#store.preview(focusOf(chip));
  };

  readonly handlePreviewEnd = (): void => this.#store.preview(null);

  readonly handleChipClick = (event: Event): void => {
    const chip = chipOf(event);
    if (!chip) return;
    if (chip.side === 'token') this.#store.pin(chip.index);
    else this.#store.pinKey(chip.index);
  };

  readonly handleChipKeydown = (event: KeyboardEvent): void => {
    const chip = chipOf(event);
    if (chip && !isShortcut(event) && walkChips(chip, event.key)) event.preventDefault();
  };
}

function focusOf({ side, index }: ChipEvent): Focus {
  return side === 'key' ? { kind: 'key', key: index } : { kind: 'token', token: index };
}
