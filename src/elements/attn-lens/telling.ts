// What is told of the token in focus: the sentence or the reader's guess, its id and bytes, the strongest links each way, all
// numbers. Remembers what of it is open.

import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import { words } from './phrases.js';
import type { Predicting } from './predicting.js';
import { composeQuestion, guessResult } from './predicting.view.js';
import { type Reading, STRONGEST, strongest } from './reading.js';
import { numbersTable, phrase, strip } from './reading.view.js';
import { composeSentence, otherReaders } from './sentence.js';
import type { ShownHead } from './subject.js';
import { tokenDetails } from './token-details.view.js';

export interface TellingOptions {
  readonly predicting: Predicting;
  readonly hides: (part: string) => boolean;
}

export class Telling {
  readonly #host: LitElement;
  readonly #options: TellingOptions;
  #numbersOpen = false;
  #bytesShown = false;

  constructor(host: LitElement, options: TellingOptions) {
    this.#host = host;
    this.#options = options;
  }

  render({ subject, weights }: ShownHead, reading: Reading): TemplateResult {
    const { queries, keys, trace } = subject;
    const { predicting, hides } = this.#options;
    const { asking, guess } = predicting;
    const sentence = asking
      ? composeQuestion(predicting, queries)
      : composeSentence({ reading, head: weights, queries, keys });
    return html`
      ${guess ? guessResult(guess, queries, predicting.next) : nothing}
      <p class="sentence" part="sentence" aria-live="polite">${phrase(sentence)}</p>
      ${hides('details') ? nothing : tokenDetails(trace, reading, this.#bytesShown, this.#toggleBytes)}
      <div class="strips" part="strips">
        ${strip(words.reads, 'reads', strongest(reading.reads, STRONGEST), keys)}
        ${strip(words.readBy, 'readers', strongest(otherReaders(reading), STRONGEST), queries)}
      </div>
      <details part="numbers" @toggle=${this.#handleNumbersToggle}>
        <summary>${words.numbers}</summary>
        ${this.#numbersOpen ? numbersTable(reading, queries, keys) : nothing}
      </details>
    `;
  }

  readonly #toggleBytes = (): void => {
    this.#bytesShown = !this.#bytesShown;
    this.#host.requestUpdate();
  };

  readonly #handleNumbersToggle = (event: Event): void => {
    this.#numbersOpen = (event.target as HTMLDetailsElement).open;
    this.#host.requestUpdate();
  };
}
