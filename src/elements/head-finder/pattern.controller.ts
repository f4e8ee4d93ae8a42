// The pattern that the reader paints: on the matrix of the lens, and in the address of the page. Knows nothing of heads.

import type { LitElement, ReactiveController } from 'lit';
import { formatPattern, parsePattern } from '../../runtime/heads/index.js';
import type { ControllableLens } from '../shared/linked-lens.js';
import { decode, readFragment, writeFragment } from '../shared/page-fragment.js';

export interface PatternOptions {
  /** The lens whose matrix takes paint. */
  readonly lens: () => ControllableLens | null;
  /** The pattern while the reader paints; `null` while they do something else. */
  readonly pattern: () => string | null;
  /** The page was opened, or the reader followed a link, to an address with a pattern. */
  readonly onFollow: (pattern: string) => void;
}

export class PatternController implements ReactiveController {
  readonly #host: LitElement;
  readonly #options: PatternOptions;
  /** The lens that has our paint: that of another finder, or of the page, is not ours to wipe off. */
  #lens: ControllableLens | null = null;
  #opened = false;

  constructor(host: LitElement, options: PatternOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostConnected(): void {
    globalThis.addEventListener('hashchange', this.#follow);
    // What the reader painted goes before what the page began with; put elsewhere, the finder keeps what it has.
    if (!this.#opened) this.#follow();
    this.#opened = true;
  }

  hostDisconnected(): void {
    globalThis.removeEventListener('hashchange', this.#follow);
    this.#leave();
  }

  /** Makes the lens's matrix take paint while the reader paints, and only then. */
  hostUpdated(): void {
    const [lens, pattern] = [this.#options.lens(), this.#options.pattern()];
    if (lens !== this.#lens || pattern === null) this.#leave();
    if (!lens || pattern === null) return;
    if (this.#lens !== lens) {
      this.#lens = lens;
      // Nothing else of the lens can be painted on.
      lens.requests.startPaint();
    }
    const cells = parsePattern(pattern);
    if (!lens.painted || formatPattern(lens.painted) !== formatPattern(cells))
      lens.requests.paint(cells);
  }

  /** Keeps a pattern in the address; an empty one goes. */
  keep(pattern: string): void {
    writeFragment(this.#name, pattern);
  }

  get #name(): string {
    return this.#host.id ? `${this.#host.id}-pattern` : 'attn-pattern';
  }

  #leave(): void {
    if (this.#lens) this.#lens.requests.paint(null);
    this.#lens = null;
  }

  readonly #follow = (): void => {
    const pattern = readFragment(this.#name);
    if (pattern !== null) this.#options.onFollow(decode(pattern));
  };
}
