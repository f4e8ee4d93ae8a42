// What the elements tell their page. All bubble and cross shadow roots; they are fired for what a reader did and for
// what came of it, never for what the page set itself.

import type { LiveTrace } from '../../runtime/index.js';
import type { Trace } from '../../runtime/trace/index.js';

export { AttnErrorEvent } from './attn-error.event.js';

const UP = { bubbles: true, composed: true };

/** A trace is on screen. */
export class AttnReadyEvent extends Event {
  static readonly type = 'attn-ready';
  readonly trace: Trace;

  constructor(trace: Trace) {
    super(AttnReadyEvent.type, UP);
    this.trace = trace;
  }
}

/** The model has run on the reader's text. */
export class AttnRunEvent extends Event {
  static readonly type = 'attn-run';
  readonly trace: LiveTrace;

  constructor(trace: LiveTrace) {
    super(AttnRunEvent.type, UP);
    this.trace = trace;
  }
}

/** The reader chose a head: `layer.head`, zero-based. */
export class AttnHeadChangeEvent extends Event {
  static readonly type = 'attn-head-change';
  readonly layer: number;
  readonly head: number;

  constructor(layer: number, head: number) {
    super(AttnHeadChangeEvent.type, UP);
    this.layer = layer;
    this.head = head;
  }
}

/** The reader pinned a token, by its zero-based position, or freed it (`null`). */
export class AttnTokenSelectEvent extends Event {
  static readonly type = 'attn-token-select';
  readonly token: number | null;

  constructor(token: number | null) {
    super(AttnTokenSelectEvent.type, UP);
    this.token = token;
  }
}

/** The reader painted a cell of the matrix, or wiped it off: all painted cells, query and key from 0. */
export class AttnPaintEvent extends Event {
  static readonly type = 'attn-paint';
  readonly cells: readonly { readonly query: number; readonly key: number }[];

  constructor(cells: AttnPaintEvent['cells']) {
    super(AttnPaintEvent.type, UP);
    this.cells = cells;
  }
}

/** The reader looked for a behaviour and got a head, `layer.head`, with its score in 0..1. */
export class AttnFindEvent extends Event {
  static readonly type = 'attn-find';
  /** The finder's id: `previous`, `sink` and so on. */
  readonly behaviour: string;
  readonly layer: number;
  readonly head: number;
  readonly score: number;
  /** False where the score is too low for a head to be said to do this. */
  readonly passes: boolean;

  constructor(
    behaviour: string,
    found: { readonly layer: number; readonly head: number; readonly score: number },
    passes: boolean,
  ) {
    super(AttnFindEvent.type, UP);
    this.behaviour = behaviour;
    this.layer = found.layer;
    this.head = found.head;
    this.score = found.score;
    this.passes = passes;
  }
}

/** The reader switched heads off, and the model has run without them. */
export class AttnAblateEvent extends Event {
  static readonly type = 'attn-ablate';
  /** Those that are off, as in `4.11`. */
  readonly heads: readonly string[];
  /** The token that was the most likely next one, and its probability in 0..1 with all heads and without these. */
  readonly token: string;
  readonly before: number;
  readonly after: number;

  constructor(
    heads: readonly string[],
    change: { readonly text: string; readonly before: number; readonly after: number },
  ) {
    super(AttnAblateEvent.type, UP);
    this.heads = heads;
    this.token = change.text;
    this.before = change.before;
    this.after = change.after;
  }
}

/** The reader guessed which key a token reads most. Positions are zero-based. */
export class AttnPredictEvent extends Event {
  static readonly type = 'attn-predict';
  readonly query: number;
  readonly guess: number;
  /** The key that it reads most, and how much, in 0..1. */
  readonly answer: number;
  readonly weight: number;
  readonly right: boolean;

  constructor(
    query: number,
    guess: number,
    answer: { readonly index: number; readonly weight: number },
  ) {
    super(AttnPredictEvent.type, UP);
    this.query = query;
    this.guess = guess;
    this.answer = answer.index;
    this.weight = answer.weight;
    this.right = guess === answer.index;
  }
}

declare global {
  interface HTMLElementEventMap {
    'attn-ready': AttnReadyEvent;
    'attn-run': AttnRunEvent;
    'attn-head-change': AttnHeadChangeEvent;
    'attn-token-select': AttnTokenSelectEvent;
    'attn-find': AttnFindEvent;
    'attn-paint': AttnPaintEvent;
    'attn-ablate': AttnAblateEvent;
    'attn-predict': AttnPredictEvent;
  }
}
