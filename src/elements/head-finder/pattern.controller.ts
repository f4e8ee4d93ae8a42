// The pattern that the reader paints: on the matrix of the lens, and in the address of the page. Knows nothing of heads.

import type { LitElement, ReactiveController, TemplateResult } from 'lit';
import { formatPattern, type PaintedCell, parsePattern } from '../../runtime/heads/index.js';
import type { ControllableLens } from '../shared/linked-lens.js';
import { decode, readFragment, writeFragment } from '../shared/page-fragment.js';
import type { FinderStore } from './finder.store.js';
import { paintHint } from './head-finder.view.js';

export class PatternController implements ReactiveController {
  readonly #host: LitElement;
  readonly #store: FinderStore;
  readonly #lens: () => ControllableLens | null;
  /** The lens that has our paint: that of another finder, or of the page, is not ours to wipe off. */
  #painted: ControllableLens | null = null;
  #opened = false;

  /** @param lens whose matrix takes paint. */
  constructor(host: LitElement, store: FinderStore, lens: () => ControllableLens | null) {
    this.#host = host;
    this.#store = store;
    this.#lens = lens;
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
    const [lens, { pattern }] = [this.#lens(), this.#store];
    if (lens !== this.#painted || pattern === null) this.#leave();
    if (!lens || pattern === null) return;
    if (this.#painted !== lens) {
      this.#painted = lens;
      // Nothing else of the lens can be painted on.
      lens.requests.startPaint();
    }
    const cells = parsePattern(pattern);
    if (!lens.painted || formatPattern(lens.painted) !== formatPattern(cells))
      lens.requests.paint(cells);
  }

  /** Looks for these cells, and keeps them in the address of the page; without any, the address has none either. */
  paint(cells: readonly PaintedCell[]): void {
    if (!this.#store.paints) return;
    writeFragment(this.#name, formatPattern(cells));
    this.#store.paint(cells);
  }

  renderHint(): TemplateResult {
    return paintHint(this.#lens() !== null, () => this.paint([]));
  }

  get #name(): string {
    return this.#host.id ? `${this.#host.id}-pattern` : 'attn-pattern';
  }

  #leave(): void {
    if (this.#painted) this.#painted.requests.paint(null);
    this.#painted = null;
  }

  /** The page was opened, or the reader followed a link, to an address with a pattern. */
  readonly #follow = (): void => {
    const pattern = readFragment(this.#name);
    if (pattern !== null) this.#store.follow(decode(pattern));
  };
}
