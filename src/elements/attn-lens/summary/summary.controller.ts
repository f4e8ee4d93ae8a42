// What is told of the token in focus: the sentence or the reader's guess, its id and bytes, the strongest links each way, all
// numbers. Remembers what of it is open.

import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import { adoptLate } from '../../shared/adopt-styles.js';
import { LazyPart } from '../../shared/lazy-part.js';
import { words } from '../attn-lens.terms.js';
import { type Reading, STRONGEST, strongest } from '../focus/focus-links.js';
import type { Guessing } from '../guess/guess.loader.js';
import type { ShownHead } from '../head/subject.js';
import { composeSentence, otherReaders } from './sentence.js';
import { phrase, strip } from './summary.view.js';
import { tokenDetails } from './token-details.view.js';

export interface TellingOptions {
  readonly guessing: Guessing;
  readonly hides: (part: string) => boolean;
}

export class Telling {
  readonly #host: LitElement;
  readonly #options: TellingOptions;
  readonly #numbers: LazyPart<typeof import('./numbers.view.js')>;
  #numbersOpen = false;
  #bytesShown = false;

  constructor(host: LitElement, options: TellingOptions) {
    this.#host = host;
    this.#options = options;
    this.#numbers = new LazyPart(host, () => import('./numbers.view.js'));
  }

  render(shown: ShownHead, reading: Reading): TemplateResult {
    const { queries, keys, trace } = shown.subject;
    const { guessing, hides } = this.#options;
    const { asking } = guessing;
    const sentence = asking
      ? guessing.question(shown, queries)
      : composeSentence({ reading, head: shown.weights, queries, keys });
    return html`
      ${guessing.result(queries)}
      <p class="sentence" part="sentence" aria-live="polite">${phrase(sentence)}</p>
      ${hides('details') ? nothing : tokenDetails(trace, reading, this.#bytesShown, this.#toggleBytes)}
      ${asking ? nothing : this.#renderNumbers(shown, reading)}
    `;
  }

  #renderNumbers(shown: ShownHead, reading: Reading): TemplateResult {
    const { queries, keys } = shown.subject;
    return html`
      <div class="strips" part="strips">
        ${strip(words.reads, 'reads', strongest(reading.reads, STRONGEST), keys)}
        ${strip(words.readBy, 'readers', strongest(otherReaders(reading), STRONGEST), queries)}
      </div>
      <details part="numbers" @toggle=${this.#handleNumbersToggle}>
        <summary>${words.numbers}</summary>
        ${this.#numbersOpen ? this.#renderTable(shown, reading) : nothing}
      </details>
    `;
  }

  #renderTable({ subject: { queries, keys } }: ShownHead, reading: Reading) {
    const part = this.#numbers.request();
    const { error } = this.#numbers;
    if (!part) return error ? words.partFailed(error.message) : words.partLoading;
    for (const styles of part.numbersStyles) adoptLate(this.#host, styles);
    return part.numbersTable(reading, queries, keys);
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
