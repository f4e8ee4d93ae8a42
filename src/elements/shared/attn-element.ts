// What all elements are made of: Lit's element with a version and a tag, at home in every document that a page moves it to, with
// custom states where the browser has them. What has a card and words is a `CardElement`.

import { LitElement } from 'lit';
import { VERSION } from '../../version.js';
import { adoptAll } from './adopt-styles.js';
import { AttnErrorEvent } from './attn-error.event.js';
import type { Attributes } from './attributes.js';
import { defineElement } from './define.js';

export class AttnElement extends LitElement {
  static readonly version: string = VERSION;
  /** The tag of an element that is defined without another. */
  static readonly tag: string;
  /** The table of attributes, and properties without one. */
  declare static properties: Attributes;

  /** Defines this class as `tag`, unless the tag is taken. */
  static define(tag?: string, registry?: CustomElementRegistry): void {
    // biome-ignore lint/complexity/noThisInStatic: the class that it is called on, not this one.
    defineElement(tag ?? this.tag, this, registry);
  }

  readonly #states = statesOf(this);
  #styledFor: Document | null = null;
  #announced: Error | null = null;

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

  /** Fires `attn-error` when `error` is another one than at the last call. */
  protected announceError(error: Error | null): void {
    if (error && error !== this.#announced) this.dispatchEvent(new AttnErrorEvent(error));
    this.#announced = error;
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
