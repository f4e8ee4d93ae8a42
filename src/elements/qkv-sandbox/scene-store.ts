// What is on the plane, what was there before, and what shall be reached. Requests to change it go in, news come out; it
// knows neither the DOM nor the element.

import { computeNumbers, type Numbers } from './compute-numbers.js';
import type { Goal } from './goal.js';
import { History } from './history.js';
import { type HandleId, makeScene, type Scene } from './scene.js';

/** What is being moved: an object, or the dial. */
export type Held = HandleId | 'scale';

export interface SceneStoreHost {
  requestUpdate(): void;
  /** The reader changed the scene. @param isGoalNew whether that reached the goal. */
  onChange(isGoalNew: boolean): void;
  /** What was changed stands: no gesture is under way. */
  onSettle(): void;
}

export class SceneStore {
  readonly #host: SceneStoreHost;
  #start = makeScene();
  #history = new History(this.#start);
  #computed: { readonly scene: Scene; readonly numbers: Numbers } | null = null;
  #goal: Goal | null = null;
  #isReached = false;
  #held: Held | null = null;

  constructor(host: SceneStoreHost) {
    this.#host = host;
  }

  get scene(): Scene {
    return this.#history.present;
  }

  /** What `reset` comes back to. */
  get start(): Scene {
    return this.#start;
  }

  get numbers(): Numbers {
    const { scene } = this;
    if (this.#computed?.scene !== scene) this.#computed = { scene, numbers: computeNumbers(scene) };
    return this.#computed.numbers;
  }

  get canUndo(): boolean {
    return this.#history.canUndo;
  }

  get canRedo(): boolean {
    return this.#history.canRedo;
  }

  /** What is being moved. */
  get held(): Held | null {
    return this.#held;
  }

  get goal(): Goal | null {
    return this.#goal;
  }

  set goal(goal: Goal | null) {
    this.#goal = goal;
    this.#isReached = this.#hasGoal();
  }

  /** Whether the scene has what the goal asks for. */
  get isReached(): boolean {
    return this.#isReached;
  }

  #hasGoal(): boolean {
    return this.#goal?.isReached(this.scene, this.numbers) ?? false;
  }

  // What the page does: no news

  /** Begins anew, with nothing to undo. `reset` comes back to it. */
  begin(scene: Scene): void {
    this.#start = scene;
    this.#history = new History(scene);
    this.#isReached = this.#hasGoal();
  }

  /** Shows another scene, which can be undone. */
  show(scene: Scene): void {
    this.#history.push(scene);
    this.#isReached = this.#hasGoal();
    this.#host.requestUpdate();
  }

  // What the reader does

  change(scene: Scene): void {
    if (scene === this.scene) return;
    this.#history.push(scene);
    this.#tell();
  }

  /** A gesture begins: all changes until it ends are one step to undo. */
  hold(held: Held): void {
    this.#history.begin();
    this.#held = held;
    this.#host.requestUpdate();
  }

  /** @param kept false where the gesture was given up and nothing shall have happened. */
  letGo(kept = true): void {
    if (this.#held === null) return;
    this.#held = null;
    this.#host.requestUpdate();
    if (kept) {
      this.#history.end();
      this.#host.onSettle();
    } else {
      this.#history.cancel();
      this.#tell();
    }
  }

  undo(): void {
    if (!this.canUndo) return;
    this.#history.undo();
    this.#tell();
  }

  redo(): void {
    if (!this.canRedo) return;
    this.#history.redo();
    this.#tell();
  }

  /** Back to where it began; can be undone. */
  reset(): void {
    this.change(this.#start);
  }

  #tell(): void {
    const before = this.#isReached;
    this.#isReached = this.#hasGoal();
    this.#host.requestUpdate();
    this.#host.onChange(this.#isReached && !before);
    if (this.#held === null) this.#host.onSettle();
  }
}
