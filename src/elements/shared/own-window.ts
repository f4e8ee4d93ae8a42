// Where an element stands. A page may move it to another document, whose window is another and has classes of its own: what
// it finds there is known by what it is, not by `instanceof`.

/** The window that shows a node; the page's while none does. */
export function windowOf({ ownerDocument }: Node): Window & typeof globalThis {
  return ownerDocument?.defaultView ?? globalThis.window;
}

/** The host of the shadow tree that a node is in. */
export function shadowHostOf(node: Node): Element | null {
  const root = node.getRootNode();
  return root.nodeType === root.DOCUMENT_FRAGMENT_NODE ? ((root as ShadowRoot).host ?? null) : null;
}
