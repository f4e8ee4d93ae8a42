// Says on the console, once each, where a page asks for what a trace does not have: it is a mistake of the page's author.

import type { LensSelection } from './subject.js';

export class OutOfRangeWarnings {
  readonly #given = new Set<string>();

  /** @param asked as the page set it; NaN where it is no number. */
  update(asked: LensSelection, shown: LensSelection): void {
    for (const name of ['layer', 'head', 'token'] as const) {
      // Null where the attribute was taken away: the page asks for none in particular.
      if (asked[name] === null || Object.is(asked[name], shown[name])) continue;
      const message = `<attn-lens> has no ${name} ${asked[name]} in this trace: ${shown[name]} is shown.`;
      if (!this.#given.has(message)) console.warn(message);
      this.#given.add(message);
    }
  }
}
