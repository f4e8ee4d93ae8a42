// The chips of the text.

import { css } from 'lit';

export const tokens = css`
  .tokens {
    display: flex;
    flex-wrap: wrap;
    gap: 9px 4px;
    margin: 4px 0 10px;
  }

  .side {
    margin: 0 0 4px;
    color: var(--_muted);
    font-size: calc(12.5em / 14);
  }

  .chip {
    --reads: 0;
    --read: 0;
    position: relative;
    min-width: 20px;
    max-width: 100%;
    min-height: 28px;
    margin: 0;
    padding: 1px 6px;
    overflow-wrap: anywhere;
    color: inherit;
    background: color-mix(
      in oklab,
      var(--_query-soft) calc(100% * var(--reads)),
      color-mix(in oklab, var(--_key-soft) calc(100% * var(--read)), var(--_surface))
    );
    border: 1px solid
      color-mix(in oklab, var(--_key) calc(100% * var(--read)), var(--_border, var(--_line)));
    border-radius: 7px;
    font: inherit;
    font-size: calc(15em / 14);
    white-space: pre-wrap;
    cursor: pointer;
  }

  .chip.continues {
    --_border: var(--_muted);
    border-style: dashed;
  }

  .chip bdi::before {
    content: attr(data-space);
    opacity: 0.5;
  }

  /* Numbers come and go under the pointer, so they float: a chip that grew would push its neighbours away. */
  .chip bdi:not([data-share=''])::after {
    content: attr(data-share);
    position: absolute;
    inset-block-start: -7px;
    inset-inline-end: -4px;
    width: max-content;
    padding: 0 3px;
    overflow-wrap: normal;
    color: var(--_key);
    background: var(--_surface);
    border-radius: 5px;
    font-size: calc(10.5em / 15);
    font-weight: 650;
    font-variant-numeric: tabular-nums;
    line-height: 12px;
    white-space: nowrap;
  }

  /* Who reads the token in focus: a bar in the colour of those who look. */
  .chip::after {
    content: '';
    position: absolute;
    inset-block-end: 2px;
    inset-inline: 5px;
    height: 3px;
    background: var(--_query);
    border-radius: 2px;
    opacity: var(--reads);
  }

  .chip.active {
    color: var(--_surface);
    background: var(--_query);
    border-color: var(--_query);
  }

  .chip.active::after {
    content: none;
  }

  .chip[aria-pressed='true'] {
    box-shadow: 0 0 0 2px var(--_surface), 0 0 0 3.5px var(--_query);
  }

  [data-side='key'] .chip.active {
    background: var(--_key);
    border-color: var(--_key);
  }

  .details {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 10px;
    align-items: baseline;
    min-height: 24px;
    margin: 0 0 10px;
    color: var(--_muted);
    font-size: calc(12.5em / 14);
    font-variant-numeric: tabular-nums;
  }

  .details button {
    padding: 0 8px;
    color: inherit;
    background: none;
    border: 1px solid var(--_line);
    border-radius: 7px;
    font: inherit;
    cursor: pointer;
  }

  .details button[aria-pressed='true'] {
    color: var(--_text);
    background: var(--_soft);
    border-color: var(--_muted);
  }

  .details code {
    overflow-wrap: anywhere;
    font-size: calc(12em / 12.5);
  }

  .split {
    display: inline-flex;
    gap: 2px;
    align-items: center;
    padding: 0 2px;
    border: 1px solid var(--_line);
    border-radius: 9px;
  }

  .split .chip {
    min-height: 24px;
    margin: 2px 0;
    padding: 0 4px;
    color: var(--_muted);
    font-size: calc(11em / 14);
  }

  .split .chip bdi:not([data-share=''])::after {
    font-size: calc(10.5em / 11);
  }

  .split .chip.active {
    color: var(--_surface);
  }

  .character {
    padding: 0 3px;
    font-size: calc(16em / 14);
  }

  @media (forced-colors: active) {
    .chip.active,
    .chip::after {
      forced-color-adjust: none;
    }

    .chip.active {
      color: HighlightText;
    }
  }
`;
