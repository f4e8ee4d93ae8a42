// The reader's own text.

import { css } from 'lit';

export const live = css`
  .views,
  .segments {
    display: flex;
    padding: 2px;
    background: var(--_soft);
    border-radius: 9px;
  }

  .views button,
  .segments button {
    padding: 2px 10px;
    color: var(--_muted);
    background: none;
    border: 1px solid transparent;
    border-radius: 7px;
    font: inherit;
    font-size: calc(12.5em / 14);
    cursor: pointer;
  }

  .views button[aria-pressed='true'],
  .segments button[aria-pressed='true'] {
    color: var(--_text);
    background: var(--_surface);
    border-color: var(--_line);
  }

  .live {
    background: var(--_soft);
  }

  .ask {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: end;
  }

  textarea {
    flex: 1 1 260px;
    min-width: 0;
    max-height: 160px;
    padding: 8px 12px;
    resize: vertical;
    color: inherit;
    background: var(--_surface);
    border: 1px solid var(--_muted);
    border-radius: 9px;
    font: inherit;
    field-sizing: content;
  }

  .ask .run {
    padding: 8px 16px;
    color: var(--_surface);
    background: var(--_text);
    border: 1px solid var(--_text);
    border-radius: 9px;
    font: inherit;
    font-weight: 600;
    overflow-wrap: anywhere;
    cursor: pointer;
  }

  .ask .run:is([aria-busy='true'], [aria-disabled='true']) {
    cursor: progress;
    opacity: 0.75;
  }

  /* A run that takes long shows; one that does not, does not flicker. */
  .ask .run[aria-busy='true'] {
    transition: opacity 0s 0.4s;
  }

  .loading button,
  .stop {
    border-color: var(--_muted);
    font-size: inherit;
  }

  /* As with the other: only a run that takes long has something to cancel. Until then it takes no room. */
  .stop {
    float: inline-end;
    margin-block-start: 6px;
    padding: 0 8px;
    animation: late 0.4s;
  }

  @keyframes late {
    from,
    to {
      margin-inline-start: -99px;
      visibility: hidden;
    }
  }

  .note,
  .problem {
    margin: 8px 0 0;
    color: var(--_muted);
    font-size: calc(12.5em / 14);
    overflow-wrap: anywhere;
  }

  .note:empty,
  .problem:not(:has(strong)) {
    display: none;
  }

  .problem {
    color: var(--_text);
  }

  @media (forced-colors: active) {
    .views button[aria-pressed='true'],
    .segments button[aria-pressed='true'],
    .finder button[aria-pressed='true'] {
      color: HighlightText;
      background: Highlight;
      forced-color-adjust: none;
    }

    .ask .run {
      color: ButtonText;
      background: ButtonFace;
      border-color: ButtonText;
    }
  }
`;
