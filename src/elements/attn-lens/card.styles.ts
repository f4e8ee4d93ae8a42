// The card: its head, its end, what stands in for a trace, and the switches and selects of every part.

import { css } from 'lit';

export const card = css`
  :host {
    container-type: inline-size;
    min-width: 240px;
  }

  .card {
    overflow: clip;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }

  .card > * + * {
    border-top: 1px solid var(--_line);
  }

  header,
  .section,
  footer {
    padding: 12px 16px;
  }

  /* Head of the card */

  header {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
    align-items: center;
  }

  h2 {
    margin: 0;
    font-size: 0.9375rem;
    font-weight: 650;
  }

  .badge {
    max-width: 100%;
    overflow-wrap: anywhere;
    padding: 2px 10px;
    color: var(--_muted);
    background: var(--_soft);
    border: 1px solid transparent;
    border-radius: 13px;
    font-size: 0.78125rem;
  }

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
    display: flex;
    gap: 8px;
    align-items: center;
    margin-inline-start: auto;
    color: var(--_muted);
    cursor: pointer;
  }

  @container (max-width: 399px) {
    .switch {
      margin-inline-start: 0;
    }
  }

  .switch input {
    appearance: none;
    position: relative;
    flex: none;
    width: 34px;
    height: 20px;
    margin: 0;
    background: var(--_soft);
    border: 1px solid var(--_muted);
    border-radius: 99px;
    cursor: pointer;
  }

  .switch input::after {
    content: '';
    position: absolute;
    inset-block-start: 2px;
    inset-inline-start: 2px;
    width: 14px;
    height: 14px;
    background: var(--_muted);
    border-radius: 50%;
  }

  .switch input:checked {
    background: var(--_query);
    border-color: var(--_query);
  }

  .switch input:checked::after {
    inset-inline-start: 16px;
    background: var(--_surface);
  }

  /* The end of the card, and what stands in for it */

  footer {
    color: var(--_muted);
    font-size: 0.78125rem;
  }

  footer a {
    color: inherit;
  }

  .error {
    padding: 12px 16px;
    overflow-wrap: anywhere;
  }

  .error strong {
    display: block;
  }

  .nothing {
    padding: 16px;
    color: var(--_muted);
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

  ::slotted([slot='caption']) {
    display: block;
    margin: 0;
    padding: 12px 16px;
    border-top: 1px solid var(--_line);
  }

  .probe,
  .sentinel {
    position: absolute;
    width: 0;
    height: 0;
  }

  /* It has the colours that the canvases are drawn in, and a change of one takes a moment: that moment is an event, the only one that
     tells of a new theme however the page brought it about. Canvases are then drawn anew. */
  .sentinel {
    color: var(--_ramp-to);
    background-color: var(--_ramp-from);
    outline-color: var(--_query);
    border-color: var(--_key);
    text-decoration-color: var(--_muted);
    fill: var(--_surface);
    stroke: var(--_soft);
    caret-color: var(--_line);
    column-rule-color: var(--_text);
    transition: 1ms;
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
    .switch input:checked,
    .switch input::after,
    .badge::before {
      forced-color-adjust: none;
    }
  }
`;
