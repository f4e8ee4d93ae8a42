// The token summary, what is said of the token in focus: the sentence or the reader's guess, its id and bytes, the strongest links each way, all
// numbers. Remembers what of it is open.

import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import { adoptLate } from '../../shared/adopt-styles.js';
import { LazyPart } from '../../shared/lazy-part.js';
import { words } from '../attn-lens.terms.js';
import { type FocusLinks, STRONGEST, strongest } from '../focus/focus-links.js';
import type { GuessLoader } from '../guess/guess.loader.js';
import type { ShownHead } from '../head/subject.js';
import type { LensStore } from '../lens.store.js';
import { composeSentence, otherReaders } from './sentence.js';
import { phrase, strip } from './summary.view.js';
import { tokenDetails } from './token-details.view.js';

export interface SummaryOptions {
  readonly guess: GuessLoader;
  readonly store: LensStore;
  readonly hides: (part: string) => boolean;
}

export class SummaryController {
  readonly #host: LitElement;
  readonly #options: SummaryOptions;
  readonly #numbers: LazyPart<typeof import('./numbers.view.js')>;
  #numbersOpen = false;
  #bytesShown = false;

  constructor(host: LitElement, options: SummaryOptions) {
    this.#host = host;
    this.#options = options;
    this.#numbers = new LazyPart(host, () => import('./numbers.view.js'));
  }

  render(shown: ShownHead, links: FocusLinks): TemplateResult {
    const { queries, keys, trace } = shown.subject;
    const { guess, store, hides } = this.#options;
    const { asking } = guess;
    // On the way to a layer that is still to come, other heads are shown for a moment each.
    const settled = store.chosen.layer === store.wanted.layer;
    const sentence = asking
      ? guess.question(shown, queries)
      : composeSentence({ links, head: shown.weights, queries, keys });
    return html`
      ${guess.result(queries)}
      <p class="sentence" part="sentence" aria-live=${settled ? 'polite' : 'off'}>${phrase(sentence)}</p>
      ${hides('details') ? nothing : tokenDetails(trace, links, this.#bytesShown, this.#toggleBytes)}
      ${asking ? nothing : this.#renderNumbers(shown, links)}
    `;
  }

  #renderNumbers(shown: ShownHead, links: FocusLinks): TemplateResult {
    const { queries, keys } = shown.subject;
    return html`
      <div class="strips" part="strips">
        ${strip(words.reads, 'reads', strongest(links.reads, STRONGEST), keys)}
        ${strip(words.readBy, 'readers', strongest(otherReaders(links), STRONGEST), queries)}
      </div>
      <details part="numbers" @toggle=${this.#handleNumbersToggle}>
        <summary>${words.numbers}</summary>
        ${this.#numbersOpen ? this.#renderTable(shown, links) : nothing}
      </details>
    `;
  }

  #renderTable({ subject: { queries, keys } }: ShownHead, links: FocusLinks) {
    const part = this.#numbers.request();
    const { error } = this.#numbers;
    if (!part) return error ? words.partFailed(error.message) : words.partLoading;
    for (const styles of part.numbersStyles) adoptLate(this.#host, styles);
    return part.numbersTable(links, queries, keys);
  }

  readonly #toggleBytes = (): void => {
    this.#bytesShown = !this.#bytesShown;
    this.#host.requestUpdate();
  };

  readonly #handleNumbersToggle = (event: Event): void => {
    this.#numbersOpen = (event.target as HTMLDetailsElement).open;
    this.#numbers.retry();
  };
}
