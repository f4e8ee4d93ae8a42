// What all elements are made of: Lit's element, at home in every document that a page moves it to, with custom states where the
// browser has them.

import { LitElement } from 'lit';
import { adoptAll } from './adopt-styles.js';

export class AttnElement extends LitElement {
  readonly #states = statesOf(this);
  #styledFor: Document | null = null;

  /** Without Lit's stylesheets, which are the page's, and which another document refuses. */
  protected override createRenderRoot(): ShadowRoot {
    return this.shadowRoot ?? this.attachShadow(LitElement.shadowRootOptions);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#styledFor === this.ownerDocument) return;
    this.#styledFor = this.ownerDocument;
    adoptAll(this);
  }

  /** Has these custom states from now on, and no others. */
  protected setStates(...names: readonly (string | false)[]): void {
    this.#states?.clear();
    for (const name of names) if (name) this.#states?.add(name);
  }
}

/** A DOM for unit tests may lack internals, or have them without states; under a polyfill of custom elements they are refused. */
function statesOf(element: HTMLElement): CustomStateSet | undefined {
  try {
    return element.attachInternals().states;
  } catch {
    return undefined;
  }
}
