import { css } from 'lit';
import { card } from '../shared/card.styles.js';
import { hideParts } from '../shared/hide-parts.js';
import { numberTable } from '../shared/number-table.styles.js';
import { parts } from './attributes.js';

const finder = css`
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

  /* Bars of one length, whatever stands beside them. */
  .best {
    display: grid;
    grid-template-columns: auto minmax(30px, 1fr) auto auto;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .best li,
  .best button {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
  }

  .best button {
    column-gap: 10px;
    align-items: center;
    padding: 4px 8px;
    border-color: transparent;
    font-variant-numeric: tabular-nums;
    text-align: start;
  }

  .score,
  .gap {
    direction: ltr;
    text-align: end;
  }

  .best [aria-pressed='true'],
  tbody [aria-current] {
    background: var(--_query-soft);
  }

  .best button:hover {
    border-color: var(--_line);
  }

  .best svg {
    width: 100%;
    height: 8px;
    background: var(--_soft);
    border-radius: 4px;
  }

  .best rect {
    fill: var(--_query);
  }

  .best svg:dir(rtl) {
    transform: scaleX(-1);
  }

  @media (forced-colors: active) {
    .best svg {
      outline: 1px solid CanvasText;
    }
  }

  .gap,
  small {
    color: var(--_muted);
    font-size: calc(12em / 14);
  }

  .best [aria-pressed='true'] :is(.gap, small) {
    color: inherit;
  }

  @media (forced-colors: active) {
    .buttons [aria-pressed='true'],
    .bases [aria-pressed='true'],
    .best [aria-pressed='true'],
    tbody [aria-current] {
      forced-color-adjust: none;
      color: HighlightText;
      background: Highlight;
    }
  }

  /* The map of scores and the table behind it */

  .map {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr);
    max-width: 360px;
    color: var(--_muted);
    font-size: calc(10em / 14);
    font-variant-numeric: tabular-nums;
    direction: ltr;
  }

  .top {
    display: flex;
    grid-column: 2;
  }

  .left {
    display: flex;
    flex-direction: column;
    /* As high as the picture, however large the numbers are. */
    line-height: 0;
  }

  .top span,
  .left span {
    display: flex;
    flex: 1;
    align-items: center;
    justify-content: center;
    min-width: 0;
    min-height: 0;
  }

  .plot {
    aspect-ratio: var(--ratio, 1);
    cursor: pointer;
  }

  .plot [role='grid'] {
    display: flex;
    flex-direction: column;
    height: 100%;
  }

  .plot [role='row'] {
    display: flex;
    flex: 1;
  }

  .plot [role='gridcell'] {
    flex: 1;
    margin: 1px;
    border-radius: 2px;
    box-shadow: 0 0 0 1px var(--_line);
    forced-color-adjust: none;
  }

  .plot [role='gridcell'][aria-selected='true'] {
    position: relative;
    z-index: 1;
    box-shadow: 0 0 0 2.5px var(--_query);
  }

  @media (forced-colors: active) {
    .plot [role='gridcell'][aria-selected='true'] {
      box-shadow:
        0 0 0 2px Canvas,
        0 0 0 5px Highlight;
    }
  }

  .plot [role='gridcell']:focus-visible {
    position: relative;
    outline-offset: 1px;
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    justify-content: space-between;
    max-width: 360px;
    margin-top: 8px;
    color: var(--_muted);
    font-size: calc(12.5em / 14);
  }

  .ramp {
    display: flex;
    gap: 6px;
    align-items: center;
    direction: ltr;
  }

  .ramp i {
    width: 80px;
    height: 8px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    forced-color-adjust: none;
  }

  /* Its place is kept, so that nothing moves under the pointer. */
  .readout {
    min-height: 1.45em;
    margin: 4px 0 0;
    color: var(--_muted);
    font-size: calc(12.5em / 14);
    font-variant-numeric: tabular-nums;
  }

  details {
    color: var(--_muted);
    font-size: calc(12.5em / 14);
  }

  summary {
    width: fit-content;
    cursor: pointer;
  }

  details [part='csv'] {
    margin-block: 8px;
  }

  th,
  td {
    padding: 1px 10px 1px 0;
  }

  td {
    direction: ltr;
  }

  thead {
    position: sticky;
    z-index: 1;
    top: 0;
    background: var(--_surface);
  }

  th button {
    padding: 0 6px;
    border-color: transparent;
    white-space: nowrap;
  }

  th button:hover {
    border-color: var(--_line);
  }

  tbody button {
    color: var(--_text);
    background: none;
  }

  .scroll :focus-visible {
    outline-offset: -2px;
  }

  [aria-sort='ascending'] button::after {
    content: ' ↑';
  }

  [aria-sort='descending'] button::after {
    content: ' ↓';
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

export const styles = [card, numberTable, finder, ...hideParts(parts.hide)];
