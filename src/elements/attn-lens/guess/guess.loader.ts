// `predict`: the reader guesses first. Fetches what that needs when a page asks for it, and until it is there nothing tells what
// is to be guessed.

import type { LitElement, TemplateResult } from 'lit';
import { LazyPart } from '../../shared/lazy-part.js';
import type { TokenView } from '../../shared/token-views.js';
import type { HeadChoice, ShownHead } from '../head/subject.js';
import type { Phrase } from '../terms/phrase.js';
import type { GuessController } from './guess.controller.js';
import type { Guess } from './guess.view.js';

export class GuessLoader extends LazyPart<typeof import('./guess.controller.js'), LitElement> {
  #controller: GuessController | null = null;
  #on = false;

  constructor(host: LitElement) {
    super(host, () => import('./guess.controller.js'));
  }

  /** @param head the chosen one: one that is looked at for a moment asks nothing. */
  update(on: boolean, head: ShownHead | null, pinned: number | null): void {
    this.#on = on;
    const part = on || this.#controller ? this.request() : null;
    if (!part) return;
    this.#controller ??= new part.GuessController(this.host);
    this.#controller.update(on, head, pinned);
  }

  /** The query that is asked about, or was; `null` where there is nothing to ask. */
  get query(): number | null {
    return this.#controller?.query ?? null;
  }

  get asking(): boolean {
    return this.#controller?.asking ?? (this.#on && this.error === null);
  }

  /** What came of the answer `token`; `null` where it is invalid, or nothing is asked. */
  submit(token: number): Guess | null {
    return this.#controller?.submit(token) ?? null;
  }

  question(head: HeadChoice, tokens: readonly TokenView[]): Phrase {
    return this.#controller?.question(head, tokens) ?? [];
  }

  /** What came of the guess, where there was one. */
  result(tokens: readonly TokenView[]): TemplateResult | symbol | null {
    return this.#controller?.result(tokens) ?? null;
  }
}
