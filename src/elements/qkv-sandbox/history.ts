// What can be undone. A gesture, such as a drag with its many moves, is one step.

/** Steps that are kept. */
const KEPT = 200;

export class History<T> {
  #past: T[] = [];
  #future: T[] = [];
  #present: T;
  /** What stood before the gesture that is under way. */
  #before: T | null = null;

  constructor(present: T) {
    this.#present = present;
  }

  get present(): T {
    return this.#present;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** What follows, up to `end`, is one step. */
  begin(): void {
    this.#before ??= this.#present;
  }

  end(): void {
    const before = this.#before;
    this.#before = null;
    if (before !== null && before !== this.#present) this.#remember(before);
  }

  /** Ends the gesture under way as if it had not been. */
  cancel(): void {
    if (this.#before !== null) this.#present = this.#before;
    this.#before = null;
  }

  push(next: T): void {
    if (this.#before === null && next !== this.#present) this.#remember(this.#present);
    this.#present = next;
  }

  undo(): void {
    this.end();
    const last = this.#past.pop();
    if (last === undefined) return;
    this.#future.push(this.#present);
    this.#present = last;
  }

  redo(): void {
    this.end();
    const next = this.#future.pop();
    if (next === undefined) return;
    this.#past.push(this.#present);
    this.#present = next;
  }

  #remember(before: T): void {
    this.#past.push(before);
    if (this.#past.length > KEPT) this.#past.shift();
    this.#future = [];
  }
}
