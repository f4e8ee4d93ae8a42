// What the sandbox asks of a lens that it is linked with by `for`. An interface only: another copy of the library, or
// another element altogether, may stand at the other end.

import type { QkvVectors, Trace } from '../../runtime/trace/index.js';

export interface LinkedLens extends Element {
  readonly selection: {
    readonly layer: number;
    readonly head: number;
    readonly token: number | null;
  };
  /** The address of its trace. Enough where the trace names a file of vectors. */
  readonly src?: string | null;
  /** The trace on screen: recorded or live. */
  readonly shown?: Trace | null;
  /**
   * Query and key vectors, and where there are any values, of one head of `shown`: from the file of a recording, or from
   * another run of a live text. Rejects where there are none.
   */
  vectors?(layer: number, head: number): Promise<QkvVectors>;
}

/** The lens with this id in the tree of `element`. */
export function findLens(element: Element, id: string | null): LinkedLens | null {
  if (!id) return null;
  const tree = element.getRootNode() as Document | ShadowRoot;
  const found = tree.querySelector<LinkedLens>(`#${CSS.escape(id)}`);
  return found?.selection ? found : null;
}
