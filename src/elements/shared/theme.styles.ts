// The look that all elements share. Every colour can be set from outside as `--attn-*`; inside only `--_*` is used.
// Light or dark follows the `color-scheme` of the place the element stands in.

import { css } from 'lit';

export const theme = css`
  :host {
    --_surface: var(--attn-surface, light-dark(#fff, #16181d));
    --_soft: var(--attn-soft, light-dark(#f4f3ef, #1e2128));
    --_text: var(--attn-text, light-dark(#1b1d22, #e9e7e2));
    --_muted: var(--attn-muted, light-dark(#626773, #9aa0ac));
    --_line: var(--attn-line, light-dark(#e3e1dc, #2b2e36));
    --_query: var(--attn-query, light-dark(#1d4ed8, #8fb1ff));
    --_query-soft: var(--attn-query-soft, light-dark(#dbe6ff, #1c2c55));
    --_key: var(--attn-key, light-dark(#b45309, #f0a94b));
    --_key-soft: var(--attn-key-soft, light-dark(#fde7c7, #4a3210));
    --_ramp-from: var(--attn-ramp-from, light-dark(#fffdf8, #181b21));
    --_ramp-to: var(--attn-ramp-to, light-dark(#1c295e, #ffd68a));
    /* A second family: browsers make text smaller whose only one is monospace. */
    --_font: var(--attn-font, system-ui), sans-serif;
    /* Against the reader's own size (medium), which 1em is where this is used. A page's larger root counts, a smaller one does
       not; nor one of more than twice, which is a unit of the page's layout. */
    --_size: var(--attn-font-size, calc(0.875 * max(1em, min(1rem, 99 * (2.1em - 1rem)))));
    --_radius: var(--attn-radius, 14px);

    display: block;
    color: var(--_text);
    font: 400 medium / 1.45 var(--_font);
    letter-spacing: normal;
    text-align: start;
    text-transform: none;
    white-space: normal;
    word-spacing: normal;
  }

  :host([hidden]) {
    display: none;
  }

  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }

  /* In a page without a doctype tables do not inherit these. */
  table {
    color: inherit;
    font: inherit;
  }

  :focus-visible {
    outline: 2px solid var(--_query);
    outline-offset: 2px;
  }

  @media (forced-colors: active) {
    :host {
      --_surface: Canvas;
      --_soft: Canvas;
      --_text: CanvasText;
      --_muted: CanvasText;
      --_line: CanvasText;
      --_query: Highlight;
      --_query-soft: Canvas;
      --_key: LinkText;
      --_key-soft: Canvas;
      --_ramp-from: Canvas;
      --_ramp-to: CanvasText;
    }
  }
`;
