// Parts that a page leaves out with `hide`, where that needs no more than not to show them.

import { type CSSResult, css, unsafeCSS } from 'lit';

/** One rule for each part. */
export function hideParts(parts: readonly string[]): CSSResult[] {
  return parts.map((part) => {
    const selector = unsafeCSS(`:host([hide~='${part}']) [part~='${part}']`);
    return css`
      ${selector} {
        display: none;
      }
    `;
  });
}
