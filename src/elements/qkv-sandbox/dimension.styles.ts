// The panel of the dimension slider. Comes with it, when it is first opened.

import { css } from 'lit';

export const dimension = css`
  h3 {
    margin: 0;
    font-size: calc(13em / 14);
    font-weight: 650;
  }

  .dimension p {
    margin: 4px 0 12px;
    color: var(--_muted);
    font-size: calc(13em / 14);
  }

  .dimension button {
    margin-top: 12px;
  }

  .draws {
    display: grid;
    gap: 14px;
    min-width: 0;
    direction: ltr;
  }

  .draw {
    display: flex;
    flex-wrap: wrap;
    gap: 0 12px;
    justify-content: space-between;
    color: var(--_muted);
    font-size: calc(12.5em / 14);
    font-variant-numeric: tabular-nums;
  }

  .draw b {
    font-weight: 600;
  }

  .draw svg {
    width: 100%;
    height: 40px;
    border-bottom: 1px solid var(--_line);
  }

  .draw rect {
    fill: var(--_key);
  }

  .dimension .plot svg {
    height: 64px;
  }

  @media (forced-colors: active) {
    .draw svg {
      forced-color-adjust: none;
    }
  }
`;
