// Styles of a part that is loaded when it is first needed.

import type { CSSResult, LitElement } from 'lit';

/** Adds a stylesheet to those of an element, once. */
export function adoptLate(host: LitElement, { styleSheet }: CSSResult): void {
  const root = host.renderRoot as ShadowRoot;
  if (!styleSheet || root.adoptedStyleSheets.includes(styleSheet)) return;
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet];
}
