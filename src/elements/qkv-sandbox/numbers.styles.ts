// The numbers beside the plane: table, bars, formula and sentence.

import { css } from 'lit';

export const numbers = css`
  .numbers {
    min-width: 0;
    padding: 12px 16px 16px;
    border-top: 1px solid var(--_line);
  }

  table {
    width: 100%;
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }

  caption {
    padding-bottom: 4px;
    color: var(--_muted);
    font-size: calc(13em / 14);
    font-weight: 600;
    text-align: start;
  }

  /* Heard, not seen. */
  thead th {
    height: 0;
    padding: 0;
    clip-path: inset(50%);
    color: var(--_muted);
    font-size: 0.01px;
    font-weight: 400;
    line-height: 0;
  }

  tbody tr {
    border-bottom: 1px solid var(--_line);
  }

  tbody th,
  tbody td {
    height: 36px;
    padding: 2px 0;
    font-weight: 400;
    text-align: end;
    white-space: nowrap;
  }

  tbody th {
    text-align: start;
  }

  tbody .score {
    padding-inline: 10px 14px;
  }

  .bar {
    width: 100%;
    min-width: 44px;
  }

  .bar svg {
    display: block;
    width: 100%;
    height: 16px;
  }

  /* A bar begins where the lines do. */
  .bar svg:dir(rtl) {
    transform: scaleX(-1);
  }

  .track {
    fill: var(--_soft);
  }

  rect.weight {
    fill: var(--_key);
  }

  tbody .number,
  td.model {
    padding-inline-start: 12px;
  }

  td.model {
    color: var(--_muted);
  }

  .rest th {
    padding-inline-end: 8px;
    color: var(--_muted);
    line-height: 1.2;
    white-space: normal;
  }

  .rest rect.weight {
    opacity: 0.5;
  }

  .masked th,
  .masked td {
    color: var(--_muted);
  }

  .name {
    display: inline-block;
    min-width: 34px;
    max-width: 110px;
    padding: 2px 5px;
    margin-inline-start: -6px;
    overflow: hidden;
    color: var(--_key);
    background: none;
    border: 1px solid transparent;
    border-radius: 6px;
    font: inherit;
    font-weight: 650;
    text-overflow: ellipsis;
    vertical-align: middle;
  }

  input.name {
    width: 64px;
  }

  @supports (field-sizing: content) {
    input.name {
      width: auto;
      field-sizing: content;
    }
  }

  input.name::placeholder {
    color: var(--_key);
    opacity: 1;
  }

  input.name:hover {
    border: 1px dashed var(--_muted);
  }

  .masked .name,
  .masked .name::placeholder {
    color: var(--_muted);
  }

  .formula {
    margin: 14px 0 10px;
    font-family: 'STIX Two Text', Georgia, 'Times New Roman', serif;
    font-size: calc(15em / 14);
    font-variant-numeric: tabular-nums lining-nums;
    line-height: 1.6;
    text-align: start;
  }

  .formula p + p {
    margin-top: 4px;
  }

  /* The plane beside it must not grow and shrink with a line that comes and goes. */
  .formula.long p {
    min-height: 2lh;
  }

  .formula p:empty {
    display: none;
  }

  .sentence {
    min-height: 3lh;
    color: var(--_muted);
    text-wrap: pretty;
  }

  .sentence b {
    overflow-wrap: anywhere;
    color: var(--_text);
    font-weight: 650;
  }

  .sentence b.key {
    color: var(--_key);
  }

  @container (min-width: 700px) {
    .numbers {
      padding-inline: 18px;
    }

    .frame + .numbers {
      border-top: 0;
      border-inline-start: 1px solid var(--_line);
    }
  }

  @container (max-width: 420px) {
    tbody td span {
      display: none;
    }

    tbody .score {
      padding-inline: 6px 8px;
    }

    tbody .number,
    td.model {
      padding-inline-start: 6px;
    }

    .bar {
      min-width: 20px;
    }

    .name {
      max-width: 64px;
    }
  }

  @media (forced-colors: active) {
    .bar svg {
      forced-color-adjust: none;
    }

    .track {
      stroke: var(--_line);
    }
  }
`;
