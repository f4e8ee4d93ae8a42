// `predict`: the reader guesses first. Fetches what that needs when a page asks for it, and until it is there nothing tells what
// is to be guessed.

import type { LitElement, TemplateResult } from 'lit';
import { LazyPart } from '../../shared/lazy-part.js';
import type { TokenView } from '../../shared/token-views.js';
import type { HeadChoice, ShownHead } from '../head/subject.js';
import type { Phrase } from '../terms/phrase.js';
import type { GuessController } from './guess.controller.js';

export class GuessLoader extends LazyPart<GuessController> {
  #on = false;

  constructor(host: LitElement) {
    super(host, async () => {
      const { GuessController } = await import('./guess.controller.js');
      return new GuessController(host);
    });
  }

  /** @param head the chosen one: one that is looked at for a moment asks nothing. */
  update(on: boolean, head: ShownHead | null, pinned: number | null): void {
    this.#on = on;
    const controller = on ? this.request() : this.loaded;
    controller?.update(on, head, pinned);
  }

  /** The query that is asked about, or was; `null` where there is nothing to ask. */
  get query(): number | null {
    return this.loaded?.query ?? null;
  }

  get asking(): boolean {
    return this.loaded?.asking ?? (this.#on && this.error === null);
  }

  /** Takes `token` as the answer; false if it is invalid, or nothing is asked. */
  submit(token: number): boolean {
    return this.loaded?.submit(token) ?? false;
  }

  question(head: HeadChoice, tokens: readonly TokenView[]): Phrase {
    return this.loaded?.question(head, tokens) ?? [];
  }

  /** What came of the guess, where there was one. */
  result(tokens: readonly TokenView[]): TemplateResult | symbol | null {
    return this.loaded?.result(tokens) ?? null;
  }
}
