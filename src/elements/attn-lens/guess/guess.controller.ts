// The reader guesses first: which key does this token read most? Until then nothing on screen tells. Knows what is asked and
// what was guessed, not how it looks.

import type { LitElement } from 'lit';
import { isMasked, type Link, readFocus, strongest } from '../focus/focus-links.js';
import { type ShownHead, sameHead } from '../head/subject.js';

export interface Guess {
  readonly query: number;
  readonly guess: number;
  readonly answer: Link;
  /** The weight of what was guessed. */
  readonly weight: number;
}

/** Fewer keys to choose from would be no question. */
const MIN_KEYS = 3;

export class Predicting {
  readonly #host: LitElement;
  #head: ShownHead | null = null;
  #pinned: number | null = null;
  #on = false;
  /** The queries worth asking, the most telling first, and which of them is asked. */
  #questions: readonly number[] = [];
  #turn = 0;
  #guess: Guess | null = null;
  #refused: number | null = null;

  constructor(host: LitElement) {
    this.#host = host;
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
    this.#refused = null;
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

  get guess(): Guess | null {
    return this.#guess;
  }

  /** A token that cannot be the answer, for it comes after. */
  get refused(): number | null {
    return this.#refused;
  }

  /** What came of it; `null` where it cannot be the answer. */
  take(guess: number): Guess | null {
    const [head, query] = [this.#head, this.query];
    if (!head || query === null) return null;
    this.#host.requestUpdate();
    if (isMasked(head.weights.shape, query, guess)) {
      this.#refused = guess;
      return null;
    }
    const { reads } = readFocus({ kind: 'token', token: query }, head.weights, false);
    const [answer] = strongest(reads, 1);
    if (!answer) return null;
    const weight = reads.find(({ index }) => index === guess)?.weight ?? 0;
    this.#refused = null;
    this.#guess = { query, guess, answer, weight };
    return this.#guess;
  }

  /** Asks about the next token. */
  readonly next = (): void => {
    this.#turn = (this.#turn + 1) % Math.max(1, this.#questions.length);
    this.#guess = null;
    this.#refused = null;
    this.#host.requestUpdate();
  };
}

/** The pinned query first, then those whose answer is clearest. */
function questionsOf({ weights, subject }: ShownHead, pinned: number | null): number[] {
  if (subject.trace.crossAttention) return [];
  const clear = subject.queries.flatMap(({ index }) => {
    const { reads } = readFocus({ kind: 'token', token: index }, weights, false);
    const [top] = strongest(reads, 1);
    return reads.length >= MIN_KEYS && top ? [{ index, weight: top.weight }] : [];
  });
  const order = clear.sort((a, b) => b.weight - a.weight).map(({ index }) => index);
  return pinned !== null && order.includes(pinned)
    ? [pinned, ...order.filter((index) => index !== pinned)]
    : order;
}
