// In a file of its own: an element that tells of nothing else shall not carry the other events.

/** Something could not be shown. The element says so itself too; what it showed before stays. */
export class AttnErrorEvent extends Event {
  static readonly type = 'attn-error';
  readonly error: Error;

  constructor(error: Error) {
    super(AttnErrorEvent.type, { bubbles: true, composed: true });
    this.error = error;
  }
}

declare global {
  interface HTMLElementEventMap {
    'attn-error': AttnErrorEvent;
  }
}
