// The lines: a long text scrolls within the card, but on paper.

import { css } from 'lit';

export const lines = css`
  .threshold {
    display: flex;
    gap: 8px;
    align-items: center;
    font-variant-numeric: tabular-nums;
  }

  .threshold input {
    width: 110px;
    accent-color: var(--_query);
  }

  @media print {
    .threshold input {
      display: none;
    }
  }

  @media not print {
    .frame.tall {
      max-height: 560px;
      overflow: auto;
    }
  }
`;
