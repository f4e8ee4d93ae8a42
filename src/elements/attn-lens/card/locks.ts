// What the reader can see and not change, as `lock` lists it.

import { listedNames } from '../../shared/listed.js';

/** What a name locks, where that is not the part of the same name. */
const MEANS: Readonly<Record<string, readonly string[]>> = {
  head: ['picker', 'finder'],
  text: ['text', 'run'],
  compare: ['compare', 'compared'],
};

/** Tokens are looked at through their buttons, so that those stay as they are: what they do is locked instead. */
const CONTROLS = 'button:not(.chip), select, input, textarea';

/** Disables the controls of locked parts, and frees those that it has disabled before. */
export class Locks {
  readonly #disabled = new WeakSet<Element>();
  #names: readonly string[] = [];

  /** @param lock the attribute; `null` for none. */
  update(root: ParentNode, lock: string | null): void {
    const before = this.#names.length;
    this.#names = listedNames(lock);
    if (before === 0 && this.#names.length === 0) return;
    const selector = this.#names
      .flatMap((name) => MEANS[name] ?? [name])
      .map((part) => `[part~=${JSON.stringify(part)}], [data-which=${JSON.stringify(part)}]`)
      .join();
    type Control = HTMLButtonElement;
    for (const control of root.querySelectorAll<Control>(CONTROLS)) {
      const locked = selector !== '' && control.closest(selector) !== null;
      if (locked && !control.disabled) {
        control.disabled = true;
        this.#disabled.add(control);
      } else if (!locked && this.#disabled.delete(control)) {
        control.disabled = false;
      }
    }
  }
}
