// The look of the scores of all heads: the map, its legend and readout, and the table behind it.

import { css } from 'lit';

export const scores = css`
  .map {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr);
    max-width: 360px;
    color: var(--_muted);
    font-size: calc(10em / 14);
    font-variant-numeric: tabular-nums;
    direction: ltr;
  }

  .top {
    display: flex;
    grid-column: 2;
  }

  .left {
    display: flex;
    flex-direction: column;
    /* As high as the picture, however large the numbers are. */
    line-height: 0;
  }

  .top span,
  .left span {
    display: flex;
    flex: 1;
    align-items: center;
    justify-content: center;
    min-width: 0;
    min-height: 0;
  }

  .plot {
    aspect-ratio: var(--ratio, 1);
    cursor: pointer;
  }

  .plot [role='grid'] {
    display: flex;
    flex-direction: column;
    height: 100%;
  }

  .plot [role='row'] {
    display: flex;
    flex: 1;
  }

  .plot [role='gridcell'] {
    flex: 1;
    margin: 1px;
    border-radius: 2px;
    box-shadow: 0 0 0 1px var(--_line);
    forced-color-adjust: none;
  }

  .plot [role='gridcell'][aria-selected='true'] {
    position: relative;
    z-index: 1;
    box-shadow: 0 0 0 2.5px var(--_query);
  }

  @media (forced-colors: active) {
    .plot [role='gridcell'][aria-selected='true'] {
      box-shadow:
        0 0 0 2px Canvas,
        0 0 0 5px Highlight;
    }
  }

  .plot [role='gridcell']:focus-visible {
    position: relative;
    outline-offset: 1px;
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    justify-content: space-between;
    max-width: 360px;
    margin-top: 8px;
    color: var(--_muted);
    font-size: calc(12.5em / 14);
  }

  .ramp {
    display: flex;
    gap: 6px;
    align-items: center;
    direction: ltr;
  }

  .ramp i {
    width: 80px;
    height: 8px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    forced-color-adjust: none;
  }

  /* Its place is kept, so that nothing moves under the pointer. */
  .readout {
    min-height: 1.45em;
    margin: 4px 0 0;
    color: var(--_muted);
    font-size: calc(12.5em / 14);
    font-variant-numeric: tabular-nums;
  }

  details {
    color: var(--_muted);
    font-size: calc(12.5em / 14);
  }

  summary {
    width: fit-content;
    cursor: pointer;
  }

  details [part='csv'] {
    margin-block: 8px;
  }

  th,
  td {
    padding: 1px 10px 1px 0;
  }

  td {
    direction: ltr;
  }

  thead {
    position: sticky;
    z-index: 1;
    top: 0;
    background: var(--_surface);
  }

  th button {
    padding: 0 6px;
    border-color: transparent;
    white-space: nowrap;
  }

  th button:hover {
    border-color: var(--_line);
  }

  tbody button {
    color: var(--_text);
    background: none;
  }

  .scroll :focus-visible {
    outline-offset: -2px;
  }

  [aria-sort='ascending'] button::after {
    content: ' ↑';
  }

  [aria-sort='descending'] button::after {
    content: ' ↓';
  }
`;
