// Where an element stands. A page may move it to another document, whose window is another and has classes of its own: what
// it finds there is known by what it is, not by `instanceof`.

/** The window that shows a node; the page's while none does. */
export function windowOf({ ownerDocument }: Node): Window & typeof globalThis {
  return ownerDocument?.defaultView ?? globalThis.window;
}

const SHADOW_ROOT: typeof Node.DOCUMENT_FRAGMENT_NODE = 11;

/** The host of the shadow tree that a node is in. */
export function shadowHostOf(node: Node): Element | null {
  const root = node.getRootNode() as ShadowRoot;
  return root.nodeType === SHADOW_ROOT ? root.host : null;
}
