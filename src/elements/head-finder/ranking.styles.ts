// The look of the best heads with their bars, and of what is chosen in forced colours.

import { css } from 'lit';

export const ranking = css`
  /* All bars have one length, whatever is beside them. */
  .best {
    display: grid;
    grid-template-columns: auto minmax(30px, 1fr) auto auto;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .best li,
  .best button {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
  }

  .best button {
    column-gap: 10px;
    align-items: center;
    padding: 4px 8px;
    border-color: transparent;
    font-variant-numeric: tabular-nums;
    text-align: start;
  }

  .score,
  .gap {
    direction: ltr;
    text-align: end;
  }

  .best [aria-pressed='true'],
  tbody [aria-current] {
    background: var(--_query-soft);
  }

  .best button:hover {
    border-color: var(--_line);
  }

  .best svg {
    width: 100%;
    height: 8px;
    background: var(--_soft);
    border-radius: 4px;
  }

  .best rect {
    fill: var(--_query);
  }

  .best svg:dir(rtl) {
    transform: scaleX(-1);
  }

  @media (forced-colors: active) {
    .best svg {
      outline: 1px solid CanvasText;
    }
  }

  .gap,
  small {
    color: var(--_muted);
    font-size: calc(12em / 14);
  }

  .best [aria-pressed='true'] :is(.gap, small) {
    color: inherit;
  }

  @media (forced-colors: active) {
    .buttons [aria-pressed='true'],
    .bases [aria-pressed='true'],
    .best [aria-pressed='true'],
    tbody [aria-current] {
      forced-color-adjust: none;
      color: HighlightText;
      background: Highlight;
    }
  }
`;
