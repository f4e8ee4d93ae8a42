// What the card of the sandbox has beyond that of every element, and the small controls on it.

import { css } from 'lit';

export const card = css`
  .card {
    color: var(--_text);
  }

  .card > slot,
  [hidden] {
    display: none;
  }

  .presets,
  .tools,
  .scale {
    padding: 12px 16px;
  }

  header,
  .presets,
  .tools,
  .actions,
  .stepper,
  .files {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }

  p {
    margin: 0;
  }

  /* What is said runs as its language does, also on a page that runs the other way. */
  p,
  button,
  output,
  label,
  caption,
  .badge {
    unicode-bidi: plaintext;
  }

  .badge {
    font-variant-numeric: tabular-nums;
  }

  .actions {
    margin-inline-start: auto;
  }

  button,
  select {
    min-height: 30px;
    padding: 3px 11px;
    color: var(--_text);
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: 9px;
    font: inherit;
    font-size: calc(13em / 14);
  }

  button {
    cursor: pointer;
  }

  button:hover:not(:disabled) {
    border-color: var(--_muted);
  }

  button:disabled {
    opacity: 0.45;
    cursor: default;
  }

  button.primary,
  .pill[aria-pressed='true'] {
    color: var(--_surface);
    background: var(--_text);
    border-color: var(--_text);
  }

  .pill[aria-expanded='true'],
  header [aria-expanded='true'] {
    border-color: var(--_text);
  }

  label:has(select) {
    display: inline-flex;
    gap: 6px;
    align-items: center;
    max-width: 100%;
  }

  /* As wide as its longest option, unless that is too wide. */
  select {
    min-width: 0;
    padding: 3px 4px;
    font-variant-numeric: tabular-nums;
  }

  .tools {
    gap: 8px 18px;
    color: var(--_muted);
    font-size: calc(13em / 14);
  }

  .tools :is(button, select) {
    font-size: 1em;
  }

  .stepper output {
    min-width: 62px;
    text-align: center;
    font-variant-numeric: tabular-nums;
  }

  .stepper button {
    width: 30px;
    padding: 0;
  }

  .files {
    margin-inline-start: auto;
  }

  footer p + p {
    margin-top: 4px;
  }

  @container (min-width: 700px) {
    header,
    .presets,
    .tools,
    footer,
    .error,
    .scale {
      padding-inline: 18px;
    }
  }

  @container (max-width: 420px) {
    .actions {
      width: 100%;
      margin: 0;
    }

    .actions button {
      flex: 1 0 auto;
    }

    .actions [data-do='gpt2'] {
      flex-basis: 100%;
    }
  }

  /* On paper there is nothing to press. */
  @media print {
    button,
    .presets,
    .tools,
    .hint {
      display: none;
    }

    .card {
      print-color-adjust: exact;
    }
  }

  @media (forced-colors: active) {
    .pill[aria-pressed='true'],
    button.primary {
      forced-color-adjust: none;
    }
  }
`;
