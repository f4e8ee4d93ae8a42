// What the sandbox asks of a lens that it is linked with by `for`. An interface only: another copy of the library, or
// another element altogether, may stand at the other end.

import type { QkvVectors, Trace } from '../../runtime/trace/index.js';

export interface LinkedLens extends Element {
  readonly selection: {
    readonly layer: number;
    readonly head: number;
    readonly token: number | null;
  };
  /** The trace on screen: recorded or live. */
  readonly shown: Trace | null;
  /**
   * Query and key vectors, and where there are any values, of one head of `shown`: from the file of a recording, or from
   * another run of a live text. Rejects where there are none.
   */
  vectors(layer: number, head: number): Promise<QkvVectors>;
}

/** The lens with this id in the tree of `element`, if there is one that can give vectors. */
export function findLens(element: Element, id: string | null): LinkedLens | null {
  if (!id) return null;
  const found = (element.getRootNode() as Document | ShadowRoot).querySelector?.(
    `#${CSS.escape(id)}`,
  );
  const lens = found as Partial<LinkedLens> | null;
  return typeof lens?.vectors === 'function' ? (lens as LinkedLens) : null;
}
