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

export class CompareLoader extends LazyPart<typeof import('./compare.controller.js'), LitElement> {
  readonly #store: LensStore;
  readonly #vectors: VectorsOfHead;
  #controller: CompareController | null = null;

  constructor(host: LitElement, store: LensStore, vectors: VectorsOfHead) {
    super(host, () => import('./compare.controller.js'));
    this.#store = store;
    this.#vectors = vectors;
  }

  /** Whether anything is compared with. */
  get isOpen(): boolean {
    return this.#store.choices.compare !== null;
  }

  /** The second head; `null` while it is on its way, or where there is none. */
  requestHead(input: PanesInput): SecondHead | null {
    const part = this.isOpen ? this.request() : null;
    if (!part) return null;
    this.#controller ??= new part.CompareController(this.host, this.#store, this.#vectors);
    return this.#controller.update(input);
  }

  renderButton(): TemplateResult | typeof nothing {
    if (this.isOpen && this.#controller) return nothing;
    return html`<button type="button" class="small" part="compare" @click=${this.#handleOpen}>
                ${words.compare}
              </button>`;
  }

  /** @param lines renders the second head as lines, where the first one is. */
  render(lines: LinesRenderer | null): TemplateResult {
    return this.#controller?.render(lines) ?? waiting(this.error);
  }

  /** Begins with a neighbour of the chosen head: two that differ. */
  readonly #handleOpen = (): void => {
    const { trace, chosen } = this.#store;
    if (!trace) return;
    this.retry();
    this.#store.compare(neighbourHead(chosen, trace));
  };
}
