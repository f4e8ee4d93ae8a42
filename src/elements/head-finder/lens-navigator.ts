// Shows what was found in the lens, and lets the reader go elsewhere from there.

import type { RankedHead } from '../../runtime/heads/index.js';
import type { ControllableLens } from '../shared/linked-lens.js';

export class LensNavigator {
  /** Where the lens was last brought, and for which finding. */
  #last: {
    readonly lens: ControllableLens;
    readonly finding: string;
    readonly layer: number;
    readonly head: number;
  } | null = null;

  /** Looking for the same again brings the lens back to it. */
  forget(): void {
    this.#last = null;
  }

  /** @param finding tells findings apart: for the same one, a head that the reader went to since is left alone. */
  show(lens: ControllableLens, finding: string, { layer, head }: RankedHead): void {
    const last = this.#last?.lens === lens ? this.#last : null;
    const left = last && (lens.average || lens.layer !== last.layer || lens.head !== last.head);
    if (left && last.finding === finding) return;
    if (!lens.requests.showHead({ layer, head, average: false })) return;
    this.#last = { lens, finding, layer, head };
  }
}
