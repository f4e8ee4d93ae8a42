// The export drawer at the foot of the lens: opens, and loads what it needs then.

import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import { LazyPart } from '../../shared/lazy-part.js';
import { words } from '../attn-lens.terms.js';
import type { ExportController, ExportOptions } from './export.controller.js';
import type { LensSnapshot } from './export-formats.js';

export class ExportLoader {
  readonly #host: LitElement;
  readonly #options: ExportOptions;
  readonly #part: LazyPart<typeof import('./export.controller.js')>;
  #controller: ExportController | null = null;
  #open = false;

  constructor(host: LitElement, options: ExportOptions) {
    this.#host = host;
    this.#options = options;
    this.#part = new LazyPart(host, () => import('./export.controller.js'));
  }

  /**
   * Does `work` on the lens as it is on screen, in its language.
   * @throws {Error} while nothing is shown.
   */
  async use<R>(
    work: (formats: typeof import('./export-formats.js'), snapshot: LensSnapshot) => R | Promise<R>,
  ): Promise<R> {
    const formats = await import('./export-formats.js');
    await this.#host.updateComplete;
    const snapshot = this.#options.snapshot();
    if (!snapshot) throw new Error('There is nothing to take along: the lens shows no trace yet.');
    return this.#options.locale.run(() => work(formats, snapshot));
  }

  readonly #handleToggle = (event: Event): void => {
    this.#open = (event.target as HTMLDetailsElement).open;
    this.#part.retry();
    this.#controller?.forget();
  };

  render(): TemplateResult {
    return html`<details class="section" part="take-away" @toggle=${this.#handleToggle}>
      <summary>${words.takeAway}</summary>
      ${this.#open ? this.#renderDrawer() : nothing}
    </details>`;
  }

  #renderDrawer(): TemplateResult | typeof nothing {
    const part = this.#part.request();
    const { error } = this.#part;
    if (error) return html`<p class="note" role="alert">${words.partFailed(error.message)}</p>`;
    const snapshot = this.#options.snapshot();
    if (!part || !snapshot) return nothing;
    this.#controller ??= new part.ExportController(this.#host, this.#options);
    return this.#controller.render(snapshot);
  }
}
