// The look of the frame: texts and buttons anywhere in the card, the buttons of behaviours, and what is said to the ear.

import { css } from 'lit';

export const frame = css`
  .nothing {
    padding: 12px 16px;
  }

  [hidden] {
    display: none;
  }

  h3 {
    margin: 0 0 8px;
    font-size: calc(13em / 14);
    font-weight: 650;
  }

  p {
    margin: 0 0 8px;
    text-wrap: pretty;
    overflow-wrap: anywhere;
  }

  /* English, where there are no words in the language of a page that goes the other way. */
  p,
  dd,
  footer {
    unicode-bidi: plaintext;
  }

  button {
    padding: 4px 10px;
    color: inherit;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: 8px;
    font: inherit;
    cursor: pointer;
  }

  .buttons,
  .bases {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }

  .bases {
    gap: 4px 6px;
    margin-bottom: 10px;
    color: var(--_muted);
    font-size: calc(12.5em / 14);
  }

  .bases button {
    padding: 1px 8px;
    border-radius: 99px;
  }

  .buttons [aria-pressed='true'],
  .bases [aria-pressed='true'] {
    color: var(--_surface);
    background: var(--_text);
    border-color: var(--_text);
  }

  .spoken {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
