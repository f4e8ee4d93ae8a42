// The matrix and the map.

import { css } from 'lit';

export const panes = css`
  .panes {
    display: grid;
  }

  .panes:not(:has(> *)) {
    display: none;
  }

  .panes > * {
    min-width: 0;
    padding: 12px 16px;
  }

  .panes > * + * {
    border-top: 1px solid var(--_line);
  }

  .bar,
  .pickers {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 12px;
    align-items: center;
    min-height: 30px;
  }

  .bar {
    margin-bottom: 8px;
    color: var(--_muted);
    font-size: calc(13em / 14);
  }

  .bar h3 {
    margin: 0;
    color: var(--_text);
    font-size: 1em;
    font-weight: 650;
  }

  .bar :is(.segments button, .small) {
    font-size: calc(12.5em / 13);
  }

  select {
    margin-inline-start: 4px;
    padding: 3px 4px;
    color: var(--_text);
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: 7px;
    font: inherit;
    font-variant-numeric: tabular-nums;
  }

  .pickers {
    position: relative;
  }

  /* In the place of the pickers: what is looked at for a moment moves nothing. */
  .previewed {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    display: flex;
    gap: 0.4em;
    align-items: center;
    width: max-content;
    min-width: 100%;
    color: var(--_query);
    background: var(--_surface);
    font-weight: 600;
  }

  .previewed[hidden] {
    display: none;
  }

  .canvas {
    position: relative;
    width: fit-content;
    margin-inline: auto;
    /* A canvas has its axes where they are, whatever the direction of the page. */
    direction: ltr;
  }

  canvas {
    display: block;
    forced-color-adjust: none;
  }

  .plot {
    position: absolute;
    cursor: pointer;
  }

  /* A finger paints instead of scrolling. */
  :host(:state(painting)) .matrix .plot {
    cursor: crosshair;
    touch-action: none;
  }

  .plot [role='grid'] {
    position: absolute;
    top: calc(100% * var(--top, 0));
    left: calc(100% * var(--left, 0));
    display: flex;
    flex-direction: column;
    width: calc(100% * var(--width, 1));
    height: calc(100% * var(--height, 1));
  }

  .plot [role='row'] {
    display: flex;
    flex: 1;
  }

  .plot [role='gridcell'] {
    flex: 1;
    border-radius: 2px;
  }

  .plot [role='gridcell']:focus {
    outline: none;
  }

  .plot [role='gridcell']:focus-visible {
    position: relative;
    outline: 2px solid var(--_query);
    outline-offset: 0;
  }

  .map [data-found] {
    box-shadow: inset 0 0 0 2px var(--_key);
  }

  .map [role='gridcell'][aria-selected='true'] {
    box-shadow: inset 0 0 0 2.5px var(--_query);
  }

  .map [role='gridcell']:not([aria-selected='true']):hover {
    box-shadow: inset 0 0 0 1.5px var(--_muted);
  }

  .tools:not(:has(> *)) {
    display: none;
  }

  .panes .sentence {
    margin-top: 8px;
  }

  .aside {
    margin: 0 0 8px;
    color: var(--_muted);
    font-size: calc(12.5em / 14);
    overflow-wrap: anywhere;
  }

  .aside:empty {
    display: none;
  }

  /* Two lines, whatever they say: it changes with every move of the pointer. */
  .readout span {
    display: flex;
    min-height: 1lh;
    white-space: pre;
  }

  .readout bdi {
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }

  .readout b {
    flex: none;
    color: var(--_text);
    font-weight: 600;
  }

  .readout {
    margin: 8px 0 0;
    color: var(--_muted);
    font-size: calc(12.5em / 14);
    font-variant-numeric: tabular-nums;
  }

  .legend + .finder {
    margin-top: 14px;
  }

  .finder .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
  }

  .small,
  .finder button,
  .loading button,
  .stop {
    padding: 3px 12px;
    color: var(--_text);
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: 9px;
    font: inherit;
    font-size: calc(12.5em / 14);
    cursor: pointer;
  }

  .finder button[aria-pressed='true'] {
    color: var(--_surface);
    background: var(--_text);
    border-color: var(--_text);
  }

  /* Room for what is found, so that looking for it moves nothing. */
  .finding {
    min-height: 3lh;
    margin: 8px 0 0;
    color: var(--_muted);
    text-wrap: pretty;
  }

  .finding strong {
    color: var(--_text);
  }

  .formula {
    white-space: nowrap;
    font-size: calc(12.5em / 14);
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    justify-content: space-between;
    margin-top: 10px;
    color: var(--_muted);
    font-size: calc(12.5em / 14);
  }

  .ramp {
    display: flex;
    gap: 6px;
    align-items: center;
    font-variant-numeric: tabular-nums;
  }

  .ramp i {
    width: 84px;
    height: 8px;
    border: 1px solid var(--_line);
    border-radius: 4px;
    forced-color-adjust: none;
  }

  @container (max-width: 399px) {
    .finding {
      min-height: 5lh;
    }
  }

  @container (min-width: 700px) {
    .panes > * {
      padding-inline: 18px;
    }

    .panes:has(> :nth-child(2)) {
      grid-template-columns: 1fr 1fr;
    }

    .panes > * + * {
      border-top: 0;
      border-inline-start: 1px solid var(--_line);
    }
  }

  @media (hover: none) {
    .keys {
      display: none;
    }
  }

  @media (forced-colors: active) {
    .map [role='gridcell'][aria-selected='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }

    .map [data-found]:not([aria-selected='true']) {
      outline: 2px dashed LinkText;
      outline-offset: -2px;
    }
  }
`;
