// The stylesheets of an element, in whatever document it stands. A constructed stylesheet belongs to one document: an element
// that moves to another one leaves its sheets behind, and needs others with the same rules.

import {
  adoptStyles,
  type CSSResult,
  type CSSResultOrNative,
  type LitElement,
  supportsAdoptingStyleSheets,
} from 'lit';

/** The sheets of documents other than the page's. */
const sheets = new WeakMap<Document, Map<unknown, CSSStyleSheet>>();

/** Styles of parts that were loaded when they were first needed. */
const late = new WeakMap<LitElement, CSSResult[]>();

function sheetIn(place: Document, styles: CSSResultOrNative): CSSStyleSheet[] {
  if (!('styleSheet' in styles)) return [styles];
  if (place === document) return styles.styleSheet ? [styles.styleSheet] : [];
  const { defaultView } = place;
  // Nobody sees a document without a window.
  if (!defaultView) return [];
  const made = sheets.get(place) ?? new Map<unknown, CSSStyleSheet>();
  sheets.set(place, made);
  let sheet = made.get(styles);
  if (!sheet) {
    sheet = new defaultView.CSSStyleSheet();
    sheet.replaceSync(styles.cssText);
    made.set(styles, sheet);
  }
  return [sheet];
}

/** Gives an element all its styles in the document that it is in now. */
export function adoptAll(host: LitElement): void {
  if (!supportsAdoptingStyleSheets) return;
  const { elementStyles } = host.constructor as typeof LitElement;
  (host.renderRoot as ShadowRoot).adoptedStyleSheets = [
    ...elementStyles,
    ...(late.get(host) ?? []),
  ].flatMap((styles) => sheetIn(host.ownerDocument, styles));
}

/** Adds the styles of a part that is loaded when it is first needed, once. */
export function adoptLate(host: LitElement, styles: CSSResult): void {
  const before = late.get(host) ?? [];
  if (before.includes(styles)) return;
  late.set(host, [...before, styles]);
  const root = host.renderRoot as ShadowRoot;
  if (supportsAdoptingStyleSheets) {
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, ...sheetIn(host.ownerDocument, styles)];
  } else {
    adoptStyles(root, [styles]);
  }
}
