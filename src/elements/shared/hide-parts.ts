// Parts that a page leaves out with `hide`. What is large is not made at all then (`CardElement.hides`); the rest is not shown.

import { type CSSResult, css, unsafeCSS } from 'lit';

/** One rule for each part, of names with spaces between them. */
export function hideParts(parts: string): CSSResult[] {
  return parts.split(' ').map((part) => {
    const selector = unsafeCSS(`:host([hide~='${part}']) [part~='${part}']`);
    return css`
      ${selector} {
        display: none;
      }
    `;
  });
}
