// The look of the panel of the result: how its parts are laid out, what is said of the head, the switches and the probe.

import { css } from 'lit';

export const result = css`
  /* The result: one column in reading order, two, or three */

  .result {
    display: grid;
    gap: 16px 28px;
  }

  .result > * {
    min-width: 0;
  }

  @container (min-width: 640px) {
    .result:has(.heads) {
      grid-template: 'said heads' auto 'why all' auto 'table all' 1fr / 1fr 1fr;
    }

    .result:has(.heads) > .said {
      grid-area: said;
    }

    .result:has(.heads) > .heads {
      grid-area: heads;
    }

    .result:has(.heads) > .why {
      grid-area: why;
    }

    .result:has(.heads) > .all {
      grid-area: all;
    }

    .result:has(.heads) > details {
      grid-area: table;
    }
  }

  @container (min-width: 1000px) {
    .result:has(.all) {
      grid-template: 'said heads all' auto 'why table all' 1fr / 1.2fr 1fr 340px;
    }
  }

  .whose,
  .published,
  .note,
  .progress,
  dl {
    color: var(--_muted);
    font-size: calc(12.5em / 14);
  }

  .lesson {
    padding-inline-start: 10px;
    border-inline-start: 3px solid var(--_key);
  }

  dl {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 2px 10px;
    margin: 0 0 8px;
    overflow-wrap: anywhere;
  }

  dd {
    margin: 0;
  }

  dd:first-of-type {
    color: var(--_text);
  }

  a {
    color: inherit;
  }

  .switch {
    display: flex;
    gap: 8px;
    align-items: center;
    margin-bottom: 10px;
    color: var(--_muted);
    font-size: calc(12.5em / 14);
  }

  .problem:not(:empty) {
    margin-top: 8px;
    color: var(--_key);
  }

  .actions:not(:empty) {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-bottom: 8px;
  }
`;
