// What the token in focus reads, and who reads it: the sentence, the strips.

import { css } from 'lit';

export const summary = css`
  .sentence {
    min-height: 3lh;
    margin: 0 0 8px;
    color: var(--_muted);
    text-wrap: pretty;
  }

  .sentence b {
    font-weight: 650;
    overflow-wrap: anywhere;
  }

  .sentence strong {
    color: var(--_text);
    font-weight: 650;
    white-space: nowrap;
  }

  b.query {
    color: var(--_query);
  }

  b.key {
    color: var(--_key);
  }

  .strips {
    display: grid;
    gap: 8px 28px;
  }

  .strip h3 {
    flex: none;
    width: 6.1em;
    margin: 0;
    color: var(--_muted);
    font-size: calc(12.5em / 14);
    font-weight: 400;
  }

  .strip ol {
    display: flex;
    flex: 1;
    flex-flow: wrap;
    gap: 6px;
    min-height: 3.15em;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  /* A fifth of the room, or what its number needs: its word may be cut. */
  .strip li {
    flex: 0 1 calc(20% - 4.8px);
    font-size: calc(12.5em / 14);
    line-height: 1.5;
  }

  .strip b {
    display: block;
    overflow: hidden;
    contain: inline-size;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .strip span {
    display: block;
    font-size: calc(11.5em / 12.5);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }

  sub {
    font-size: 0.75em;
    font-weight: 400;
    line-height: 0;
  }

  .reads b {
    color: var(--_key);
  }

  .readers b {
    color: var(--_query);
  }

  .section > details {
    margin-top: 8px;
  }

  details {
    color: var(--_muted);
    font-size: calc(12.5em / 14);
  }

  summary {
    width: fit-content;
    cursor: pointer;
  }

  @container (min-width: 400px) {
    .strip {
      display: flex;
      gap: 10px;
      align-items: start;
    }

    .sentence {
      min-height: 2lh;
    }
  }

  @container (min-width: 700px) {
    .strips {
      grid-template-columns: 1fr 1fr;
    }
  }

  @container (min-width: 800px) {
    .sentence {
      min-height: 1lh;
    }
  }
`;
