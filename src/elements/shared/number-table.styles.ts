// A table of numbers that scrolls within its card.

import { css } from 'lit';

export const numberTable = css`
  .scroll {
    max-height: 320px;
    overflow: auto;
  }

  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }

  th,
  td {
    font-weight: 400;
    text-align: end;
  }
`;
