// What the sandbox tells its page. Both bubble and cross shadow roots, and are fired for what a reader did only.

import type { SceneFile } from './scene-file.js';

const UP = { bubbles: true, composed: true };

/** All numbers of a scene. */
export interface SandboxNumbers {
  readonly scene: SceneFile;
  /** q.k of each token. */
  readonly scores: readonly number[];
  /** The weight of each token, and of all other keys together. */
  readonly weights: readonly number[];
  readonly otherWeight: number;
  /** The mix of the values; `null` where there are none. */
  readonly output: readonly [x: number, y: number] | null;
  readonly scale: number;
  /** ‖diag(w) - w wᵀ‖ / scale. */
  readonly gradient: number;
}

/** The reader changed something: a vector, the scale, the tokens, the scene. */
export class AttnChangeEvent extends Event {
  static readonly type = 'attn-change';
  readonly numbers: SandboxNumbers;

  constructor(numbers: SandboxNumbers) {
    super(AttnChangeEvent.type, UP);
    this.numbers = numbers;
  }
}

/** The reader reached the `goal`. Told once until it is lost again. */
export class AttnGoalEvent extends Event {
  static readonly type = 'attn-goal';
  /** As it stands in the attribute. */
  readonly goal: string;
  readonly numbers: SandboxNumbers;

  constructor(goal: string, numbers: SandboxNumbers) {
    super(AttnGoalEvent.type, UP);
    this.goal = goal;
    this.numbers = numbers;
  }
}

declare global {
  interface HTMLElementEventMap {
    'attn-change': AttnChangeEvent;
    'attn-goal': AttnGoalEvent;
  }
}
