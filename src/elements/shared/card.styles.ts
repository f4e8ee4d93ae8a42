// The card that an element is: its frame, its head, its end, and the message when something cannot be read.

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
  .error,
  footer {
    padding: 12px 16px;
  }

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

  h2,
  .badge {
    max-width: 100%;
    overflow-wrap: anywhere;
  }

  .badge {
    padding: 2px 10px;
    color: var(--_muted);
    background: var(--_soft);
    border: 1px solid transparent;
    border-radius: 13px;
    font-size: 0.78125rem;
  }

  .error {
    overflow-wrap: anywhere;
  }

  .error strong {
    display: block;
  }

  footer {
    color: var(--_muted);
    font-size: 0.78125rem;
  }

  footer a {
    color: inherit;
  }

  ::slotted([slot='caption']) {
    display: block;
    margin: 0;
    padding: 12px 16px;
    border-top: 1px solid var(--_line);
  }
`;
