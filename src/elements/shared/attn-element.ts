// What all elements are made of: Lit's element, at home in every document that a page moves it to, with custom states where the
// browser has them.

import { LitElement, supportsAdoptingStyleSheets } from 'lit';
import { adoptAll } from './adopt-styles.js';

export class AttnElement extends LitElement {
  /** A DOM for unit tests may lack internals, or have them without states. */
  readonly #states: CustomStateSet | undefined = this.attachInternals?.().states;
  #styledFor: Document | null = null;

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    // Lit gives it the page's sheets, which another document refuses: it gets its own once it is connected.
    if (supportsAdoptingStyleSheets && this.ownerDocument !== document) {
      return this.shadowRoot ?? this.attachShadow(LitElement.shadowRootOptions);
    }
    this.#styledFor = document;
    return super.createRenderRoot();
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
