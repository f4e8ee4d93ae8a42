// The drawer of a live run in which heads are switched off: opens, and fetches what it needs then.

import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import type { LiveTrace } from '../../../runtime/index.js';
import { LazyPart } from '../../shared/lazy-part.js';
import { words } from '../attn-lens.terms.js';
import type { AblationController, AblationOptions } from './ablation.controller.js';

export class AblationLoader {
  readonly #host: LitElement;
  readonly #options: AblationOptions;
  readonly #part: LazyPart<typeof import('./ablation.controller.js')>;
  #controller: AblationController | null = null;
  #open = false;

  constructor(host: LitElement, options: AblationOptions) {
    this.#host = host;
    this.#options = options;
    this.#part = new LazyPart(host, () => import('./ablation.controller.js'));
  }

  readonly #handleToggle = (event: Event): void => {
    this.#open = (event.target as HTMLDetailsElement).open;
    this.#part.retry();
  };

  /** @param off the heads that shall be off, as in `4.11 5.*`. */
  render(trace: LiveTrace, off: string): TemplateResult {
    const open = this.#open || off !== '';
    return html`<details class="section" part="ablate" .open=${open} @toggle=${this.#handleToggle}>
      <summary>${words.ablate}</summary>
      ${open ? this.#renderPanel(trace, off) : nothing}
    </details>`;
  }

  #renderPanel(trace: LiveTrace, off: string): TemplateResult | typeof nothing {
    const part = this.#part.request();
    const { error } = this.#part;
    if (!part)
      return error
        ? html`<p class="note" role="alert">${words.partFailed(error.message)}</p>`
        : nothing;
    this.#controller ??= new part.AblationController(this.#host, this.#options);
    this.#controller.update(trace, off);
    return this.#controller.render();
  }
}
