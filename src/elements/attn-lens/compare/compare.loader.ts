// The comparison: the button that opens it, and the head beside the first. Loads what compares when a reader or a page first asks.

import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import { LazyPart } from '../../shared/lazy-part.js';
import { words } from '../attn-lens.terms.js';
import { neighbourHead } from '../head/subject.js';
import type { LensStore } from '../lens.store.js';
import { waiting } from '../panes/panes.view.js';
import type { PanesInput } from '../panes/panes-input.js';
import type { VectorsOfHead } from '../traces/head-vectors.js';
import type { CompareController, LinesRenderer, SecondHead } from './compare.controller.js';

export class CompareLoader extends LazyPart<CompareController> {
  readonly #store: LensStore;

  constructor(host: LitElement, store: LensStore, vectors: VectorsOfHead) {
    super(host, async () => {
      const { CompareController } = await import('./compare.controller.js');
      return new CompareController(host, store, vectors);
    });
    this.#store = store;
  }

  /** Whether anything is compared with. */
  get isOpen(): boolean {
    return this.#store.choices.compare !== null;
  }

  /** The second head; `null` while it is on its way, or where there is none. */
  requestHead(input: PanesInput): SecondHead | null {
    const controller = this.isOpen ? this.request() : null;
    return controller?.update(input) ?? null;
  }

  renderButton(): TemplateResult | typeof nothing {
    if (this.isOpen && this.loaded) return nothing;
    return html`<button type="button" class="small" part="compare" @click=${this.#handleOpen}>
                ${words.compare}
              </button>`;
  }

  /** @param lines renders the second head as lines, where the first one is. */
  render(lines: LinesRenderer | null): TemplateResult {
    return this.loaded?.render(lines) ?? waiting(this.error);
  }

  /** Begins with a neighbour of the chosen head: two that differ. */
  readonly #handleOpen = (): void => {
    const { trace, chosen } = this.#store;
    if (!trace) return;
    this.retry();
    this.#store.compare(neighbourHead(chosen, trace));
  };
}
