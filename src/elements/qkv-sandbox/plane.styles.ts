// The plane: its drawing, and the two columns it shares with the numbers.

import { css } from 'lit';

export const plane = css`
  .main {
    display: grid;
  }

  .frame {
    position: relative;
    min-width: 0;
    height: min(100cqi, 480px);
    /* A drawing has its axes where they are, whatever the direction of the page. */
    direction: ltr;
  }

  /* Out of the flow: its own proportions, which follow the frame's, must not change the frame. */
  svg.plane {
    position: absolute;
    width: 100%;
    height: 100%;
    user-select: none;
    -webkit-user-select: none;
  }

  .plane path {
    fill: none;
    stroke: none;
  }

  .plane text {
    fill: var(--_text);
    stroke: var(--_surface);
    stroke-width: 4px;
    stroke-linejoin: round;
    paint-order: stroke;
    font-family: var(--_font);
    font-size: 1em;
    pointer-events: none;
  }

  .plane path,
  .plane .out {
    pointer-events: none;
  }

  .plane .tick {
    fill: var(--_muted);
    stroke-width: 3px;
    font-size: calc(10.5em / 14);
  }

  .plane .grid,
  .plane .axes {
    stroke: var(--_line);
    stroke-width: 1px;
    opacity: 0.75;
  }

  .plane .axes {
    stroke-width: 1.75px;
    opacity: 1;
  }

  .plane .hull {
    fill: color-mix(in oklab, var(--_text) 6%, transparent);
    stroke: var(--_line);
    stroke-width: 1px;
    stroke-linejoin: round;
  }

  .plane .link {
    stroke: color-mix(in oklab, var(--_text) 28%, var(--_surface));
    stroke-linecap: round;
  }

  .plane .other-keys {
    stroke: var(--_key);
    stroke-width: 1px;
    opacity: 0.45;
  }

  .plane .other-values {
    stroke: var(--_text);
    stroke-width: 1px;
    opacity: 0.45;
  }

  .plane .out path {
    fill: var(--_text);
    stroke: var(--_surface);
    stroke-width: 1.5px;
  }

  .plane .out text {
    font-weight: 700;
  }

  .grip {
    display: block;
    fill: transparent;
    cursor: grab;
    touch-action: none;
  }

  .handle:focus {
    outline: none;
  }

  .handle:hover .grip {
    fill: color-mix(in oklab, var(--_text) 7%, transparent);
  }

  .handle:focus-visible .grip {
    stroke: var(--_query);
    stroke-width: 2px;
  }

  .handle[data-held='true'] .grip {
    fill: color-mix(in oklab, var(--_text) 12%, transparent);
    cursor: grabbing;
  }

  .handle[aria-disabled='true'] .grip {
    fill: transparent;
    cursor: not-allowed;
  }

  .key .shaft {
    stroke: var(--_key);
    stroke-width: 2px;
  }

  .key .tip {
    fill: var(--_key);
  }

  /* Which arrow is whose, where they lie close. */
  .key:is(:hover, :focus-visible) .shaft {
    stroke-width: 4px;
  }

  .plane .key text {
    fill: var(--_key);
    font-weight: 650;
  }

  .query .shaft {
    stroke: var(--_query);
    stroke-width: 4.5px;
    stroke-linecap: round;
  }

  .query .tip {
    fill: var(--_query);
    stroke: var(--_query);
    stroke-width: 2px;
    stroke-linejoin: round;
  }

  .plane .query text {
    fill: var(--_query);
    font-size: calc(17em / 14);
    font-weight: 700;
  }

  .value .diamond {
    fill: var(--_surface);
    stroke: var(--_text);
    stroke-width: 2px;
  }

  .handle.masked path {
    opacity: 0.45;
  }

  .handle.masked .shaft,
  .handle.masked .diamond {
    stroke: var(--_muted);
    stroke-dasharray: 4 3;
  }

  .handle.masked .tip,
  .plane .handle.masked text {
    fill: var(--_muted);
  }

  @container (min-width: 700px) {
    .main:has(> :nth-child(2)) {
      grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr);
    }

    .frame {
      height: auto;
      min-height: 480px;
    }
  }

  @media (forced-colors: active) {
    .plane {
      forced-color-adjust: none;
    }

    .plane .hull,
    .plane .link {
      stroke: var(--_line);
    }

    .plane .grid {
      opacity: 0.3;
    }
  }
`;
