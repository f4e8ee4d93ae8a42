// Shows what was found in the lens, and lets the reader go elsewhere from there.

import type { RankedHead } from '../../runtime/heads/index.js';
import type { ControllableLens } from '../shared/linked-lens.js';

export class LensNavigator {
  /** Where the lens was last brought, and for which search. */
  #last: {
    readonly lens: ControllableLens;
    readonly search: string;
    readonly layer: number;
    readonly head: number;
  } | null = null;

  /** @param search tells searches apart: for the same one, a head that the reader went to since is left alone. */
  show(lens: ControllableLens, search: string, { layer, head }: RankedHead): void {
    const last = this.#last?.lens === lens ? this.#last : null;
    const left = last && (lens.average || lens.layer !== last.layer || lens.head !== last.head);
    if (left && last.search === search) return;
    if (!lens.requests.showHead({ layer, head, average: false })) return;
    this.#last = { lens, search, layer, head };
  }
}
