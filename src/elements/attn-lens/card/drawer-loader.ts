// A drawer at the foot of the card, whose content is loaded when it is opened. Remembers whether it is.

import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import { LazyPart } from '../../shared/lazy-part.js';
import { words } from '../attn-lens.terms.js';

export class DrawerLoader<T, H extends LitElement = LitElement> extends LazyPart<T, H> {
  #isOpen = false;

  protected handleToggle(event: Event): void {
    this.#isOpen = (event.target as HTMLDetailsElement).open;
    this.retry();
  }

  /** @param isOpen whether it is open without the reader. */
  protected renderDrawer(
    name: string,
    summary: string,
    content: (part: T) => TemplateResult | typeof nothing,
    isOpen = false,
  ): TemplateResult {
    const open = isOpen || this.#isOpen;
    return html`<details class="section" part=${name} .open=${open} @toggle=${(event: Event) => this.handleToggle(event)}>
      <summary>${summary}</summary>
      ${open ? this.#renderContent(content) : nothing}
    </details>`;
  }

  #renderContent(content: (part: T) => TemplateResult | typeof nothing) {
    const part = this.request();
    if (part) return content(part);
    const { error } = this;
    return error
      ? html`<p class="note" role="alert">${words.partFailed(error.message)}</p>`
      : nothing;
  }
}
