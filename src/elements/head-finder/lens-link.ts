// Which lens a finder belongs to, kept right while lenses come and go. A lens is known by what it can do, not by its class:
// another copy of the library may have defined it.

import type { LitElement, ReactiveController } from 'lit';
import type { AttnPaintEvent } from '../shared/events.js';
import { asControllable, type ControllableLens } from '../shared/linked-lens.js';
import { shadowHostOf } from '../shared/own-window.js';

export interface LensLinkOptions {
  /** The id of the lens, from `for`. */
  readonly id: () => string | null;
  /** Whether to take the nearest one without an id. */
  readonly nearest: () => boolean;
  /** The lens is another's, or nobody's, from now on. */
  readonly onLeave: (lens: ControllableLens) => void;
  /** The reader painted on the lens. */
  readonly onPaint: (cells: NonNullable<ControllableLens['painted']>) => void;
}

export class LensLink implements ReactiveController {
  readonly #host: LitElement;
  readonly #options: LensLinkOptions;
  #changes: MutationObserver | null = null;
  #lens: ControllableLens | null = null;
  #seen: readonly unknown[] = [];

  constructor(host: LitElement, options: LensLinkOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  get lens(): ControllableLens | null {
    return this.#lens;
  }

  hostConnected(): void {
    this.#changes ??= new MutationObserver(() => this.resolve());
    for (const root of roots(this.#host)) {
      this.#changes.observe(root, { childList: true, subtree: true, attributeFilter: ['id'] });
    }
    this.#await('attn-lens');
    this.resolve();
  }

  hostDisconnected(): void {
    this.#changes?.disconnect();
    this.#take(null);
  }

  /** Of a lens that the page's HTML has before its script is there, nothing is known yet. */
  #await(tag: string): void {
    globalThis.customElements.whenDefined(tag).then(() => this.resolve());
  }

  /** Looks again which lens it is. */
  resolve(): void {
    if (this.#host.isConnected) this.#take(this.#find());
  }

  #find(): ControllableLens | null {
    const id = this.#options.id();
    if (id !== null) {
      for (const root of roots(this.#host)) {
        const found = (root as Document | ShadowRoot).getElementById(id);
        if (!found) continue;
        // Not by `:defined`, of which polyfills of the registry and DOMs for unit tests know nothing.
        if (!customElements.get(found.localName)) this.#await(found.localName);
        return asControllable(found);
      }
      return null;
    }
    return this.#options.nearest() ? findNearest(this.#host) : null;
  }

  #take(lens: ControllableLens | null): void {
    if (lens === this.#lens) return;
    this.#lens?.removeController(this.#watch);
    this.#lens?.removeEventListener('attn-paint', this.#handlePaint);
    if (this.#lens) this.#options.onLeave(this.#lens);
    this.#lens = lens;
    lens?.addEventListener('attn-paint', this.#handlePaint);
    lens?.addController(this.#watch);
    this.#host.requestUpdate();
  }

  readonly #handlePaint = ({ cells }: AttnPaintEvent): void => this.#options.onPaint(cells);

  /** Called whenever the lens has drawn, also for a hover: only what concerns the finder counts. */
  readonly #watch: ReactiveController = {
    hostUpdated: () => {
      const lens = this.#lens;
      const now = lens ? whatMatters(lens) : [];
      if (now.every((value, index) => Object.is(value, this.#seen[index]))) return;
      this.#seen = now;
      this.#host.requestUpdate();
    },
  };
}

function whatMatters(lens: ControllableLens): readonly unknown[] {
  const { shown, ignoreFirst, layer, head, average, painted, hide, engine } = lens;
  return [shown, ignoreFirst, layer, head, average, painted, hide, engine, engine?.status.state];
}

/** The document or shadow root around an element, and those around it. */
function* roots(element: Element): Generator<Node> {
  for (let at: Element | null = element; at; at = shadowHostOf(at)) yield at.getRootNode();
}

/** The lens under the closest common ancestor: the last one before the finder, else the first one after it. */
function findNearest(finder: Element): ControllableLens | null {
  for (let at: Node | null = finder.parentNode; at; at = parentOf(at)) {
    if (!('querySelectorAll' in at)) continue;
    const lenses = [...(at as ParentNode).querySelectorAll('attn-lens')].flatMap((element) => {
      const lens = asControllable(element);
      return lens ? [lens] : [];
    });
    const before = lenses.filter(
      (lens) => finder.compareDocumentPosition(lens) & Node.DOCUMENT_POSITION_PRECEDING,
    );
    const found = before.at(-1) ?? lenses[0];
    if (found) return found;
  }
  return null;
}

function parentOf(node: Node): Node | null {
  return node.parentNode ?? shadowHostOf(node);
}
