// The drawer at the foot of the lens from which it is taken along: opens, and fetches what it needs then.

import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import { LazyPart } from '../../shared/lazy-part.js';
import type { LocaleController } from '../../shared/localize.js';
import { words } from '../attn-lens.terms.js';
import type { TakeAwayDrawer } from './export.controller.js';
import type { OnScreen } from './export-formats.js';

export interface TakingOptions {
  /** The lens as it is on screen; `null` while nothing is. */
  readonly screen: () => OnScreen | null;
  /** The page's address with the state in it; `null` where the page keeps none. */
  readonly link: () => string | null;
  /** Whether the reader has yet to guess what a file would tell. */
  readonly asking: () => boolean;
  readonly locale: LocaleController;
}

export class Taking {
  readonly #host: LitElement;
  readonly #options: TakingOptions;
  readonly #part: LazyPart<typeof import('./export.controller.js')>;
  #drawer: TakeAwayDrawer | null = null;
  #open = false;

  constructor(host: LitElement, options: TakingOptions) {
    this.#host = host;
    this.#options = options;
    this.#part = new LazyPart(host, () => import('./export.controller.js'));
  }

  /**
   * Does `work` on the lens as it is on screen, in its language.
   * @throws {Error} while nothing is shown.
   */
  async with<R>(
    work: (files: typeof import('./export-formats.js'), screen: OnScreen) => R | Promise<R>,
  ): Promise<R> {
    const files = await import('./export-formats.js');
    await this.#host.updateComplete;
    const screen = this.#options.screen();
    if (!screen) throw new Error('There is nothing to take along: the lens shows no trace yet.');
    return this.#options.locale.run(() => work(files, screen));
  }

  readonly #handleToggle = (event: Event): void => {
    this.#open = (event.target as HTMLDetailsElement).open;
    this.#part.retry();
    this.#drawer?.forget();
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
    const screen = this.#options.screen();
    if (!part || !screen) return nothing;
    this.#drawer ??= new part.TakeAwayDrawer(this.#host, this.#options);
    return this.#drawer.render(screen);
  }
}
