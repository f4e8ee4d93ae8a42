// Shows what was found in the lens, and lets the reader go elsewhere from there.

import type { RankedHead } from '../../runtime/heads/index.js';
import type { SteeredLens } from '../shared/linked-lens.js';
import { listsName } from '../shared/listed.js';

export class LensDrive {
  /** Where the lens was last brought, and for which finding. */
  #last: {
    readonly lens: SteeredLens;
    readonly finding: string;
    readonly layer: number;
    readonly head: number;
  } | null = null;

  /** Looking for the same again brings the lens back to it. */
  forget(): void {
    this.#last = null;
  }

  /** @param finding tells findings apart: for the same one, a head that the reader went to since is left alone. */
  show(lens: SteeredLens, finding: string, { layer, head }: RankedHead): void {
    const last = this.#last?.lens === lens ? this.#last : null;
    const left = last && (lens.average || lens.layer !== last.layer || lens.head !== last.head);
    if (left && last.finding === finding) return;
    if (isLocked(lens, layer, head)) return;
    if (lens.layer !== layer) lens.layer = layer;
    if (lens.head !== head) lens.head = head;
    if (lens.average) lens.average = false;
    this.#last = { lens, finding, layer, head };
  }
}

/** Whether the page keeps the reader, and with them the finder, from going to that head. */
function isLocked(lens: SteeredLens, layer: number, head: number): boolean {
  return (
    (listsName(lens.lock, 'layer') && layer !== lens.layer) ||
    (listsName(lens.lock, 'head') && (layer !== lens.layer || head !== lens.head))
  );
}
