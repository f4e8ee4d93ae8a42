// The dial of the scale, and the plot beside it. The panel of the dimension slider has both too.

import { css } from 'lit';

export const dial = css`
  .scale {
    display: grid;
    gap: 16px 32px;
    align-items: center;
    background: var(--_soft);
  }

  .dial,
  .plot {
    min-width: 0;
    margin: 0;
    direction: ltr;
  }

  .dial label {
    color: var(--_muted);
    font-size: calc(13em / 14);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }

  input[type='range'] {
    appearance: none;
    display: block;
    width: 100%;
    height: 30px;
    margin: 4px 0 0;
    background: none;
    cursor: pointer;
  }

  input[type='range']::-webkit-slider-runnable-track {
    height: 5px;
    background: linear-gradient(in oklab to right, var(--_key), var(--_line));
    border-radius: 3px;
  }

  input[type='range']::-moz-range-track {
    height: 5px;
    background: linear-gradient(in oklab to right, var(--_key), var(--_line));
    border-radius: 3px;
  }

  input[type='range']::-webkit-slider-thumb {
    appearance: none;
    width: 24px;
    height: 24px;
    margin-top: -9.5px;
    background: var(--_surface);
    border: 2px solid var(--_text);
    border-radius: 50%;
  }

  input[type='range']::-moz-range-thumb {
    box-sizing: border-box;
    width: 24px;
    height: 24px;
    background: var(--_surface);
    border: 2px solid var(--_text);
    border-radius: 50%;
  }

  input[type='range']:focus-visible {
    border-radius: 8px;
    outline-offset: 0;
  }

  .ends {
    display: grid;
    grid-template-columns: 1fr auto 1fr;
    color: var(--_muted);
    font-size: calc(12.5em / 14);
  }

  .ends span:last-child {
    text-align: right;
  }

  .plot svg {
    display: block;
    width: 100%;
    height: 112px;
    overflow: visible;
  }

  .plot path {
    fill: none;
    stroke-linecap: round;
    stroke-linejoin: round;
    vector-effect: non-scaling-stroke;
  }

  .plot .base {
    stroke: color-mix(in oklab, var(--_muted) 35%, transparent);
    stroke-width: 1px;
  }

  .plot .weight {
    stroke: var(--_key);
  }

  .plot .gradient {
    stroke: var(--_query);
    stroke-width: 2.5px;
    stroke-dasharray: 1 5;
  }

  .plot .undivided {
    stroke-width: 2px;
    stroke-dasharray: 7 6;
  }

  .plot .now {
    stroke: var(--_text);
    stroke-width: 1.25px;
  }

  .plot .dot {
    stroke-width: 8px;
    stroke-dasharray: none;
  }

  figcaption {
    display: flex;
    flex-wrap: wrap;
    gap: 0 16px;
    justify-content: space-between;
    margin-top: 6px;
    color: var(--_muted);
    font-size: calc(12.5em / 14);
    font-variant-numeric: tabular-nums;
  }

  @container (min-width: 700px) {
    .scale:has(> :nth-child(2)) {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
  }

  @media (forced-colors: active) {
    .plot svg,
    input[type='range'] {
      forced-color-adjust: none;
    }
  }
`;
