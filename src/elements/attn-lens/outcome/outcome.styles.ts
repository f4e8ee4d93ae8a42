// What comes of a run: how far the load is, that a text was cut, and the most likely next tokens.

import { css } from 'lit';

export const outcome = css`
  .loading {
    display: flex;
    gap: 12px;
    align-items: end;
    margin-top: 8px;
  }

  .progress {
    flex: 1;
    font-variant-numeric: tabular-nums;
  }

  progress {
    display: block;
    width: 100%;
    height: 8px;
    margin-top: 6px;
    accent-color: var(--_query);
  }

  /* On one line, as what takes its place: the map below must not move. */
  .there {
    flex: 1 1 0;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .cut {
    margin: 0 0 10px;
    padding-inline-start: 10px;
    border-inline-start: 3px solid var(--_key);
  }

  .next h3 {
    margin: 0 0 8px;
    font-size: calc(13em / 14);
    font-weight: 650;
  }

  .next :is(ol, .awaited) {
    display: grid;
    gap: 4px 28px;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .next .awaited {
    color: var(--_muted);
  }

  .next p {
    margin: 0;
  }

  .next li {
    display: grid;
    grid-template-columns: minmax(70px, 30%) 1fr 52px;
    gap: 10px;
    align-items: center;
    font-variant-numeric: tabular-nums;
  }

  .next bdi {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: pre;
  }

  .next bdi::before {
    content: attr(data-space);
    opacity: 0.5;
  }

  .next svg {
    width: 100%;
    height: 8px;
    background: var(--_soft);
    border-radius: 4px;
    fill: var(--_text);
  }

  .next li span {
    text-align: end;
  }

  @container (min-width: 700px) {
    .next :is(ol, .awaited) {
      grid-template-rows: repeat(5, auto);
      grid-template-columns: 1fr 1fr;
      grid-auto-flow: column;
    }
  }

  .spoken {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }

  @media (forced-colors: active) {
    .next svg {
      border: 1px solid CanvasText;
      fill: CanvasText;
    }
  }
`;
