import { css } from 'lit';

export const styles = css`
  /* A word in somebody else's sentence: their font, their size, their colour. */
  :host {
    display: inline;
    color: inherit;
    font: inherit;
    letter-spacing: inherit;
    text-align: inherit;
    text-transform: inherit;
    white-space: inherit;
    word-spacing: inherit;
  }

  .term {
    border-radius: 2px;
    cursor: help;
    text-decoration: underline dotted var(--_query) 1.5px;
    text-underline-offset: 0.22em;
  }

  .term[aria-expanded='true'] {
    text-decoration-style: solid;
  }

  .note {
    inset: auto;
    top: var(--_top, 0);
    left: var(--_left, 0);
    width: max-content;
    max-width: min(18em, var(--_max-width, 100vw - 16px));
    max-height: var(--_max-height, none);
    margin: 0;
    padding: 10px 14px;
    overflow: auto;
    color: var(--_text);
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    font: 400 medium / 1.45 var(--_font);
    letter-spacing: normal;
    text-align: start;
    text-transform: none;
    white-space: normal;
  }

  .note.whole {
    inset: 0;
    width: auto;
    max-width: none;
    max-height: none;
  }

  .note > * {
    display: block;
    font-size: var(--_size);
    /* An English meaning on a page that runs the other way, or the page's own. */
    unicode-bidi: plaintext;
  }

  .name {
    color: var(--_query);
    font-weight: 600;
  }

  @media print {
    .term {
      text-decoration: none;
    }

    .note {
      display: none;
    }
  }
`;
