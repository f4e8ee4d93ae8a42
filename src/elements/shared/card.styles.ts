// The card that an element is: its frame, its head, its end, and the message when something cannot be read.

import { css } from 'lit';

export const card = css`
  :host {
    min-width: 240px;
  }

  /* A box that shrinks to its content takes this for the element's: a column that is up to 640 px wide, and narrower where there is
     less room. A container has no content to be measured by. (Not a line of text without size, on which WebKit may crash.) */
  :host::before {
    content: '';
    display: grid;
    grid-template-columns: minmax(0, min(640px, 100vw - 32px));
  }

  .sheet {
    container-type: inline-size;
    min-width: 100%;
    font-size: medium;
  }

  .card {
    font-size: var(--_size);
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
    font-size: calc(15em / 14);
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
    font-size: calc(12.5em / 14);
  }

  .error {
    overflow-wrap: anywhere;
  }

  .error strong {
    display: block;
  }

  footer {
    color: var(--_muted);
    font-size: calc(12.5em / 14);
  }

  footer a {
    color: inherit;
  }

  /* The card runs as its words do, what the page puts in as the page does. */
  ::slotted(:not([dir])) {
    direction: ltr;
  }

  :host(:dir(rtl)) ::slotted(:not([dir])) {
    direction: rtl;
  }

  .error,
  .nothing {
    unicode-bidi: plaintext;
  }

  ::slotted([slot='caption']) {
    display: block;
    margin: 0;
    padding: 12px 16px;
    border-top: 1px solid var(--_line);
  }
`;
