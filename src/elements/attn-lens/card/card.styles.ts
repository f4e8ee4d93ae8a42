// What the card of the lens has beyond that of every element: the dot of its badge, the place of its switch, what stands in for a
// trace, and the direction of words.

import { css } from 'lit';

export const card = css`
  .badge::before {
    content: '';
    display: inline-block;
    width: 7px;
    height: 7px;
    margin-inline-end: 7px;
    background: currentcolor;
    border-radius: 50%;
    opacity: 0.7;
  }

  .switch {
    margin-inline-start: auto;
    color: var(--_muted);
  }

  @container (max-width: 399px) {
    .switch {
      margin-inline-start: 0;
    }
  }

  .nothing {
    padding: 16px;
    color: var(--_muted);
  }

  /* Not for a lens that waits a moment for its page. Where nothing is animated it is there at once. */
  .missing {
    animation: later 3s;
  }

  @keyframes later {
    from,
    to {
      visibility: hidden;
    }
  }

  /* Words go in their own direction, whatever the page's, and stand at its side: a sentence that is not translated keeps its full
     stop where it belongs. */
  :where(p, h2, h3, footer, strong, li > span, .readout > span) {
    unicode-bidi: plaintext;
  }

  :where(p, h2, h3, footer, .readout > span) {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }

  .aside a {
    color: inherit;
  }

  /* What the canvases are drawn with is read from it: it wears the colours, and its text is in the font. */
  .probe {
    position: absolute;
    width: max-content;
    height: 0;
    overflow: hidden;
    font-size: medium;
    visibility: hidden;
    forced-color-adjust: none;
  }

  /* Narrow letters, of which no two fonts have a line of one width: letters of all widths come to about the same in many. */
  .probe::before {
    font-size: var(--_size);
    content: 'fill it until 1';
  }

  @container (min-width: 700px) {
    header,
    .error,
    .nothing,
    .section,
    footer {
      padding-inline: 18px;
    }
  }

  @media (forced-colors: active) {
    .badge::before {
      forced-color-adjust: none;
    }
  }
`;
