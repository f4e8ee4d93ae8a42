// What elements may ask of a lens that they are linked with. Interfaces only, and a lens is known by what it can do:
// another copy of the library, or another element altogether, may stand at the other end.

import type { ReactiveController } from 'lit';
import type { Engine } from '../../runtime/index.js';
import type { QkvVectors, Trace } from '../../runtime/trace/index.js';

/** A lens to read from. */
export interface LinkedLens extends HTMLElement {
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

type Cells = readonly { readonly query: number; readonly key: number }[];

/** What a linked element may ask of a lens, which holds to its locks. */
export interface LensRequests {
  /** @returns false if a lock forbids it. */
  showHead(choice: {
    readonly layer: number;
    readonly head: number;
    readonly average: boolean;
  }): boolean;
  /** Shows a temporary trace; `null` ends it. */
  showTemporarily(trace: Trace | null): void;
  /** Shows what can be painted on. */
  startPaint(): void;
  /** Lets the reader paint on these cells; `null` ends it. */
  paint(cells: Cells | null): void;
  setText(text: string): void;
}

/** A lens to control: to select its head, to show a temporary trace, to let the reader paint on it. */
export interface ControllableLens extends LinkedLens {
  readonly requests: LensRequests;
  readonly layer: number;
  readonly head: number;
  readonly average: boolean;
  readonly text: string | null;
  readonly hide: string | null;
  readonly lock: string | null;
  readonly temporaryTrace: Trace | null;
  readonly painted: Cells | null;
  readonly ignoreFirst: boolean;
  readonly shown: Trace | null;
  readonly engine: Engine | undefined;
  addController(controller: ReactiveController): void;
  removeController(controller: ReactiveController): void;
}

/** The lens with this id in the tree of `element`. */
export function findLens(element: Element, id: string | null): LinkedLens | null {
  if (!id) return null;
  const tree = element.getRootNode() as Document | ShadowRoot;
  const found = tree.querySelector<LinkedLens>(`[id=${JSON.stringify(id)}]`);
  return found?.selection ? found : null;
}

export function asControllable(element: Element): ControllableLens | null {
  return 'requests' in element && 'addController' in element
    ? (element as Element as ControllableLens)
    : null;
}
