import type { LoadProgress, Plan } from '../../runtime/index.js';

/** A model is loading. */
export class AttnProgressEvent extends Event {
  static readonly type = 'attn-progress';
  readonly plan: Plan;
  readonly progress: LoadProgress;

  constructor(plan: Plan, progress: LoadProgress) {
    super(AttnProgressEvent.type, { bubbles: true, composed: true });
    this.plan = plan;
    this.progress = progress;
  }
}

declare global {
  interface HTMLElementEventMap {
    'attn-progress': AttnProgressEvent;
  }
}

declare global {
  interface HTMLElementEventMap {
    'attn-progress': AttnProgressEvent;
  }
}
