// The reader guesses first: which key does this token read most? Until then nothing on screen tells. Loaded when a page asks for
// it, with `predict`.

import type { LitElement, nothing, TemplateResult } from 'lit';
import { adoptLate } from '../../shared/adopt-styles.js';
import { AttnPredictEvent } from '../../shared/events.js';
import type { TokenView } from '../../shared/token-views.js';
import { drawers } from '../card/drawers.styles.js';
import { isMasked, linksOf, strongest } from '../focus/focus-links.js';
import { type HeadChoice, type ShownHead, sameHead } from '../head/subject.js';
import type { Phrase } from '../terms/phrase.js';
import { composeQuestion, type Guess, guessResult } from './guess.view.js';

/** Fewer keys to choose from would be no question. */
const MIN_KEYS = 3;

export class GuessController {
  readonly #host: LitElement;
  #head: ShownHead | null = null;
  #pinned: number | null = null;
  #on = false;
  /** The queries worth asking, the most telling first, and which of them is asked. */
  #questions: readonly number[] = [];
  #turn = 0;
  #guess: Guess | null = null;
  #invalid: number | null = null;

  constructor(host: LitElement) {
    this.#host = host;
    adoptLate(host, drawers);
  }

  /** Another head, or another pinned token, is another question. */
  update(on: boolean, head: ShownHead | null, pinned: number | null): void {
    const same =
      on === this.#on && head?.subject === this.#head?.subject && sameHead(head, this.#head);
    if (same && (pinned === this.#pinned || this.#guess)) return;
    this.#on = on;
    this.#head = head;
    this.#pinned = pinned;
    this.#guess = null;
    this.#invalid = null;
    this.#turn = 0;
    this.#questions = on && head ? questionsOf(head, pinned) : [];
  }

  /** The query that is asked about, or was; `null` where there is nothing to ask. */
  get query(): number | null {
    return this.#questions[this.#turn] ?? null;
  }

  get asking(): boolean {
    return this.query !== null && this.#guess === null;
  }

  /** Takes an answer and tells the page; false if it is invalid, since a later token cannot be read. */
  submit(guess: number): boolean {
    const [head, query] = [this.#head, this.query];
    if (!head || query === null) return false;
    this.#host.requestUpdate();
    if (isMasked(head.weights.shape, query, guess)) {
      this.#invalid = guess;
      return false;
    }
    const { reads } = linksOf({ kind: 'token', token: query }, head.weights, false);
    const [answer] = strongest(reads, 1);
    if (!answer) return false;
    const weight = reads.find(({ index }) => index === guess)?.weight ?? 0;
    this.#invalid = null;
    this.#guess = { query, guess, answer, weight };
    this.#host.dispatchEvent(new AttnPredictEvent(query, guess, answer));
    return true;
  }

  question(head: HeadChoice, tokens: readonly TokenView[]): Phrase {
    return composeQuestion({ query: this.query, invalid: this.#invalid }, head, tokens);
  }

  /** What came of the guess; `null` while there is none. */
  result(tokens: readonly TokenView[]): TemplateResult | typeof nothing | null {
    return this.#guess && guessResult(this.#guess, tokens, this.#next);
  }

  /** Asks about the next token. */
  readonly #next = (): void => {
    this.#turn = (this.#turn + 1) % Math.max(1, this.#questions.length);
    this.#guess = null;
    this.#invalid = null;
    this.#host.requestUpdate();
  };
}

/** The pinned query first, then those whose answer is clearest. */
function questionsOf({ weights, subject }: ShownHead, pinned: number | null): number[] {
  if (subject.trace.crossAttention) return [];
  const clear = subject.queries.flatMap(({ index }) => {
    const { reads } = linksOf({ kind: 'token', token: index }, weights, false);
    const [top] = strongest(reads, 1);
    return reads.length >= MIN_KEYS && top ? [{ index, weight: top.weight }] : [];
  });
  const order = clear.sort((a, b) => b.weight - a.weight).map(({ index }) => index);
  return pinned !== null && order.includes(pinned)
    ? [pinned, ...order.filter((index) => index !== pinned)]
    : order;
}
