// `predict`: the reader guesses first. Fetches what that needs when a page asks for it, and until it is there nothing tells what
// is to be guessed.

import type { LitElement, TemplateResult } from 'lit';
import { LazyPart } from '../../shared/lazy-part.js';
import type { TokenView } from '../../shared/token-views.js';
import type { Phrase } from '../attn-lens.terms.js';
import type { HeadChoice, ShownHead } from '../head/subject.js';
import type { Guess, Predicting } from './guess.controller.js';

export class Guessing {
  readonly #host: LitElement;
  readonly #part: LazyPart<typeof import('./guess.js')>;
  #predicting: Predicting | null = null;
  #on = false;

  constructor(host: LitElement) {
    this.#host = host;
    this.#part = new LazyPart(host, () => import('./guess.js'));
  }

  /** @param head the chosen one: one that is looked at for a moment asks nothing. */
  update(on: boolean, head: ShownHead | null, pinned: number | null): void {
    this.#on = on;
    const part = on || this.#predicting ? this.#part.request() : null;
    if (!part) return;
    this.#predicting ??= part.startPredicting(this.#host);
    this.#predicting.update(on, head, pinned);
  }

  /** The query that is asked about, or was; `null` where there is nothing to ask. */
  get query(): number | null {
    return this.#predicting?.query ?? null;
  }

  get asking(): boolean {
    return this.#predicting?.asking ?? (this.#on && this.#part.error === null);
  }

  take(token: number): Guess | null {
    return this.#predicting?.take(token) ?? null;
  }

  question(head: HeadChoice, tokens: readonly TokenView[]): Phrase {
    const part = this.#part.loaded;
    return part && this.#predicting ? part.composeQuestion(this.#predicting, head, tokens) : [];
  }

  /** What came of the guess, where there was one. */
  result(tokens: readonly TokenView[]): TemplateResult | symbol | null {
    const [part, predicting] = [this.#part.loaded, this.#predicting];
    return part && predicting?.guess
      ? part.guessResult(predicting.guess, tokens, predicting.next)
      : null;
  }
}
