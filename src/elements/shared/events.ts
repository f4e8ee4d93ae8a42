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

declare global {
  interface HTMLElementEventMap {
    'attn-ready': AttnReadyEvent;
    'attn-run': AttnRunEvent;
    'attn-head-change': AttnHeadChangeEvent;
    'attn-token-select': AttnTokenSelectEvent;
  }
}
