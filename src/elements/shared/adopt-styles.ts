// The stylesheets of an element, in whatever document it stands. A constructed stylesheet belongs to one document: an element
// that moves to another one leaves its sheets behind, and needs others with the same rules.

import { adoptStyles, type CSSResult, type LitElement } from 'lit';

/** Styles of parts that were loaded when they were first needed. */
const late = new WeakMap<LitElement, CSSResult[]>();

/** Gives an element all its styles in the document that it is in now. */
export function adoptAll(host: LitElement): void {
  const root = host.renderRoot as ShadowRoot;
  const own = (host.constructor as typeof LitElement).elementStyles as CSSResult[];
  const styles = [...own, ...(late.get(host) ?? [])];
  const { defaultView } = host.ownerDocument;
  if (host.ownerDocument === document) {
    adoptStyles(root, styles);
  } else if (defaultView) {
    // In a document without a window nobody sees it.
    root.adoptedStyleSheets = styles.map(({ cssText }) => {
      const sheet = new defaultView.CSSStyleSheet();
      sheet.replaceSync(cssText);
      return sheet;
    });
  }
}

/**
 * Adds the styles of a part that is loaded when it is first needed, once. A part may be loaded before its element is on a page: the
 * styles are adopted with all others then.
 */
export function adoptLate(host: LitElement, styles: CSSResult): void {
  const before = late.get(host) ?? [];
  if (before.includes(styles)) return;
  late.set(host, [...before, styles]);
  if (host.renderRoot) adoptAll(host);
}
