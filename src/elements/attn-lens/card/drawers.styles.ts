// The drawers at the foot of the card: the export and the ablation. And the reader's guess. They
// come with the part that first needs them.

import { css } from 'lit';

export const drawers = css`
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 8px;
    align-items: center;
    margin-top: 10px;
  }

  .row label {
    display: flex;
    flex: 1 1 18em;
    gap: 8px;
    align-items: center;
    min-width: 0;
  }

  .plain {
    padding: 3px 11px;
    color: var(--_text);
    background: var(--_surface);
    border: 1px solid var(--_muted);
    border-radius: 8px;
    font: inherit;
    font-size: calc(12.8em / 14);
    cursor: pointer;
  }

  .plain:disabled {
    cursor: default;
    opacity: 0.5;
  }

  .code {
    flex: 1 1 18em;
    min-width: 0;
    padding: 5px 8px;
    color: var(--_text);
    background: var(--_surface);
    border: 1px solid var(--_muted);
    border-radius: 8px;
    font: calc(12em / 12.5) / 1.4 ui-monospace, monospace;
    overflow-wrap: anywhere;
    direction: ltr;
  }

  details :is(.views button, .note, .problem) {
    font-size: 1em;
  }

  details .plain {
    font-size: calc(12.8em / 12.5);
  }

  details .said {
    font-size: calc(14.4em / 12.5);
  }

  details.section {
    margin: 0;
  }

  .sides {
    display: grid;
    gap: 10px 32px;
    margin-top: 13px;
  }

  /* The numbers of layers and heads stand around the switches. */
  .switches {
    display: grid;
    grid-template-columns: 2em 1fr;
    align-content: start;
    gap: 2px;
    width: min(100%, calc(2em + var(--heads, 1) * 2.5em));
    color: var(--_muted);
    font-size: calc(11em / 12.5);
    font-variant-numeric: tabular-nums;
    direction: ltr;
  }

  .switches .columns {
    display: flex;
    grid-column: 2;
  }

  .switches .rows {
    display: flex;
    grid-row: 2;
    flex-direction: column;
  }

  .switches .columns span,
  .switches .rows span {
    flex: 1;
    place-content: center;
    min-width: 0;
    text-align: center;
  }

  .switches .plot {
    position: relative;
    aspect-ratio: var(--heads, 1) / var(--layers, 1);
  }

  .switches .note {
    grid-column: 1 / -1;
    font-size: calc(12.5em / 11);
  }

  .switches [role='gridcell'] {
    margin: 1px;
    background: var(--_soft);
    border: 1px solid var(--_muted);
    border-radius: 3px;
  }

  .switches [role='gridcell'][aria-selected='true'] {
    background: linear-gradient(
      135deg,
      var(--_query) 42%,
      var(--_surface) 42% 58%,
      var(--_query) 58%
    );
    border-color: var(--_query);
  }

  .outcome {
    min-width: 0;
  }

  .said {
    min-height: 2lh;
    margin: 0 0 10px;
    color: var(--_text);
    font-size: calc(14.4em / 14);
  }

  .said strong {
    white-space: nowrap;
  }

  .said[aria-busy='true'] {
    opacity: 0.6;
    transition: opacity 0s 0.4s;
  }

  .guessed {
    margin: 0;
  }

  .changes {
    display: grid;
    gap: 6px;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .changes li {
    display: grid;
    grid-template-columns: minmax(5em, 20%) 1fr auto;
    gap: 10px;
    align-items: center;
    font-variant-numeric: tabular-nums;
  }

  .changes bdi {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: pre;
  }

  .changes bdi::before {
    content: attr(data-space);
    opacity: 0.5;
  }

  .changes svg {
    width: 100%;
    height: 14px;
  }

  .changes .before {
    fill: var(--_muted);
  }

  .changes .after {
    fill: var(--_query);
  }

  .changes span {
    text-align: end;
    white-space: nowrap;
  }

  .keys-of-bars {
    display: flex;
    flex-wrap: wrap;
    gap: 3px 16px;
  }

  .keys-of-bars .before::before,
  .keys-of-bars .after::before {
    content: '';
    display: inline-block;
    width: 16px;
    height: 6px;
    margin-inline-end: 6px;
    background: var(--_muted);
    border-radius: 2px;
    vertical-align: middle;
    forced-color-adjust: none;
  }

  .keys-of-bars .after::before {
    background: var(--_query);
  }

  @container (min-width: 700px) {
    .sides {
      grid-template-columns: auto minmax(0, 1fr);
    }

    .switches {
      width: calc(2em + var(--heads, 1) * 2.5em);
      max-width: 32em;
    }
  }

  @media print {
    .row:not(:has(.guessed)),
    .row button,
    .switches {
      display: none;
    }
  }

  @media (forced-colors: active) {
    .switches [role='gridcell'][aria-selected='true'] {
      forced-color-adjust: none;
      background: Highlight;
    }
  }
`;
