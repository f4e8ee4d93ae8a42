// What the reader points at: what the pointer or the keyboard rests on, else what is pinned. The same rule for tokens and
// for heads. Knows the chips and the canvases only by what they tell.

import type { LitElement } from 'lit';
import { isShortcut, keepKeys } from '../../shared/keep-keys.js';
import { type HeadChoice, sameHead } from '../head/subject.js';
import { type ChipEvent, chipOf, walkChips } from '../tokens/chips.js';
import type { Focus } from './focus-links.js';

export interface FocusOptions {
  /** The pinned token, held to the trace. */
  readonly pinned: () => number | null;
  /** The reader pins a token, or frees the one that is. */
  readonly onPin: (token: number | null) => void;
}

export class FocusController {
  readonly #host: LitElement;
  readonly #options: FocusOptions;
  #preview: Focus | null = null;
  #head: HeadChoice | null = null;
  #pinnedKey: number | null = null;
  #tabStop = 0;

  constructor(host: LitElement, options: FocusOptions) {
    this.#host = host;
    this.#options = options;
    keepKeys(host, this.#handleKeydown);
  }

  get current(): Focus | null {
    if (this.#preview) return this.#preview;
    const token = this.#options.pinned();
    if (token !== null) return { kind: 'token', token };
    return this.#pinnedKey === null ? null : { kind: 'key', key: this.#pinnedKey };
  }

  /** The previewed head. */
  get head(): HeadChoice | null {
    return this.#head;
  }

  /** The pinned one of the other keys of a cross-attention trace. */
  get pinnedKey(): number | null {
    return this.#pinnedKey;
  }

  /** The chip that the tab key reaches. */
  get tabStop(): number {
    return this.#tabStop;
  }

  preview(focus: Focus | null): void {
    if (same(focus, this.#preview)) return;
    this.#preview = focus;
    this.#host.requestUpdate();
  }

  previewHead(head: HeadChoice | null): void {
    if (sameHead(head, this.#head)) return;
    this.#head = head;
    this.#host.requestUpdate();
  }

  /** Pins one of the other keys of a cross-attention trace, or frees the one that is. */
  pinKey(key: number): void {
    const next = key === this.#pinnedKey ? null : key;
    if (this.#options.pinned() !== null) this.#options.onPin(null);
    this.#pinnedKey = next;
    this.#host.requestUpdate();
  }

  freeKey(): void {
    this.#pinnedKey = null;
  }

  /** Of another trace nothing is in focus yet. */
  forget(): void {
    this.#preview = null;
    this.#head = null;
    this.#pinnedKey = null;
    this.#tabStop = 0;
  }

  readonly #handleKeydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    const { pinned, onPin } = this.#options;
    const before = pinned();
    if (before !== null) onPin(null);
    // The pin may be locked, and another Escape would not undo more.
    if (pinned() === before && this.#pinnedKey === null && !this.#preview && !this.#head) return;
    this.#preview = null;
    this.#head = null;
    this.#pinnedKey = null;
    this.#host.requestUpdate();
    event.preventDefault();
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
    this.preview(focusOf(chip));
  };

  readonly handlePreviewEnd = (): void => this.preview(null);

  readonly handleChipClick = (event: Event): void => {
    const chip = chipOf(event);
    if (!chip) return;
    if (chip.side === 'token') this.#options.onPin(chip.index);
    else this.pinKey(chip.index);
  };

  readonly handleChipKeydown = (event: KeyboardEvent): void => {
    const chip = chipOf(event);
    if (chip && !isShortcut(event) && walkChips(chip, event.key)) event.preventDefault();
  };
}

function focusOf({ side, index }: ChipEvent): Focus {
  return side === 'key' ? { kind: 'key', key: index } : { kind: 'token', token: index };
}

/** A pointer that moves within one cell tells nothing new. */
function same(a: Focus | null, b: Focus | null): boolean {
  if (a?.kind !== b?.kind) return false;
  return JSON.stringify(a) === JSON.stringify(b);
}
