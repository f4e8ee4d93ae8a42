// The drawers at the foot of the card: what can be taken along, and heads that are switched off. And the reader's guess.

import { css } from 'lit';

export const drawers = css`
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: 0.4rem 0.5rem;
    align-items: center;
    margin-top: 0.6rem;
  }

  .row label {
    display: flex;
    flex: 1 1 14rem;
    gap: 0.5rem;
    align-items: center;
    min-width: 0;
  }

  .plain {
    padding: 0.2rem 0.7rem;
    color: var(--_text);
    background: var(--_surface);
    border: 1px solid var(--_muted);
    border-radius: 8px;
    font: inherit;
    font-size: 0.8rem;
    cursor: pointer;
  }

  .plain:disabled {
    cursor: default;
    opacity: 0.5;
  }

  .code {
    flex: 1 1 14rem;
    min-width: 0;
    padding: 0.3rem 0.5rem;
    color: var(--_text);
    background: var(--_surface);
    border: 1px solid var(--_muted);
    border-radius: 8px;
    font: 0.75rem / 1.4 ui-monospace, monospace;
    overflow-wrap: anywhere;
    direction: ltr;
  }

  details.section {
    margin: 0;
  }

  .switches .plot {
    position: relative;
    width: min(100%, 20rem);
    margin-top: 0.6rem;
    aspect-ratio: var(--ratio, 1);
    direction: ltr;
  }

  .switches [role='gridcell'] {
    margin: 1px;
    background: var(--_soft);
    border: 1px solid var(--_line);
    border-radius: 3px;
  }

  .switches [role='gridcell'][aria-selected='true'] {
    background: linear-gradient(
      135deg,
      var(--_query) 44%,
      var(--_surface) 44% 56%,
      var(--_query) 56%
    );
    border-color: var(--_query);
  }

  .said {
    min-height: 2lh;
    margin: 0.6rem 0;
    color: var(--_text);
    font-size: 0.9rem;
  }

  .said[aria-busy='true'] {
    opacity: 0.6;
    transition: opacity 0s 0.4s;
  }

  .changes {
    display: grid;
    gap: 0.4rem;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .changes li {
    display: grid;
    grid-template-columns: minmax(4rem, 22%) 1fr 8.5rem;
    gap: 0.6rem;
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

  @media (forced-colors: active) {
    .switches [role='gridcell'][aria-selected='true'] {
      forced-color-adjust: none;
      background: Highlight;
    }
  }
`;
