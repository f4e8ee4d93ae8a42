import { css } from 'lit';

export const styles = css`
  :host {
    container-type: inline-size;
    min-width: 240px;
  }

  .card {
    overflow: clip;
    color: var(--_text);
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }

  .card > * + * {
    border-top: 1px solid var(--_line);
  }

  .card > slot,
  [hidden] {
    display: none;
  }

  header,
  .gpt2,
  .presets,
  .tools,
  footer,
  .error,
  .scale,
  .dimension {
    padding: 12px 16px;
  }

  header,
  .gpt2,
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

  h2,
  h3 {
    margin: 0;
    font-size: 0.9375rem;
    font-weight: 650;
  }

  h3 {
    font-size: 0.8125rem;
  }

  p {
    margin: 0;
  }

  /* What is said is English, also on a page that runs the other way. */
  p,
  button,
  output,
  label,
  caption,
  .badge {
    unicode-bidi: plaintext;
  }

  .badge {
    padding: 2px 10px;
    color: var(--_muted);
    background: var(--_soft);
    border: 1px solid transparent;
    border-radius: 13px;
    font-size: 0.78125rem;
    font-variant-numeric: tabular-nums;
  }

  .origin[data-genuine='true'] {
    color: var(--_surface);
    background: var(--_text);
  }

  .origin[data-genuine='false'] {
    color: var(--_text);
    border: 1px dashed var(--_muted);
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
    font-size: 0.8125rem;
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

  select {
    padding: 3px 4px;
    margin-inline-start: 6px;
    font-variant-numeric: tabular-nums;
  }

  /* The plane */

  .main {
    display: grid;
  }

  .frame {
    min-width: 0;
    aspect-ratio: 1;
    max-height: 480px;
    /* A drawing has its axes where they are, whatever the direction of the page. */
    direction: ltr;
  }

  svg.plane {
    display: block;
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
    font-size: 0.875rem;
    pointer-events: none;
  }

  .plane path,
  .plane .out {
    pointer-events: none;
  }

  .plane .tick {
    fill: var(--_muted);
    stroke-width: 3px;
    font-size: 0.65625rem;
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
    font-size: 1.0625rem;
    font-weight: 700;
  }

  .value .diamond {
    fill: var(--_surface);
    stroke: var(--_text);
    stroke-width: 2px;
  }

  .handle.masked path,
  .handle.masked text {
    opacity: 0.35;
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

  /* The numbers */

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
    font-size: 0.8125rem;
    font-weight: 600;
    text-align: start;
  }

  thead th {
    height: 0;
    padding: 0;
    color: var(--_muted);
    font-size: 0;
    font-weight: 400;
    line-height: 0;
  }

  thead th.model {
    padding-inline-start: 10px;
    font-size: 0.6875rem;
    line-height: 1.3;
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
    /* A bar begins where the lines of the page do. */
    transform: scaleX(var(--_bar, 1));
  }

  :host(:dir(rtl)) .bar svg {
    --_bar: -1;
  }

  .track {
    fill: var(--_soft);
  }

  rect.weight {
    fill: var(--_key);
  }

  line.model {
    stroke: var(--_text);
    stroke-width: 2px;
  }

  tbody .number,
  td.model {
    padding-inline-start: 12px;
  }

  td.model {
    color: var(--_muted);
  }

  .rest th {
    color: var(--_muted);
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
    field-sizing: content;
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
    font-size: 0.9375rem;
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
    color: var(--_text);
    font-weight: 650;
  }

  .sentence b.key {
    color: var(--_key);
  }

  .goal {
    display: flex;
    flex-wrap: wrap;
    gap: 0 6px;
    padding: 6px 10px;
    margin-bottom: 10px;
    border: 1px dashed var(--_muted);
    border-radius: 9px;
  }

  .goal[data-reached='true'] {
    color: var(--_surface);
    background: var(--_text);
    border-color: var(--_text);
    border-style: solid;
  }

  .note {
    margin-top: 8px;
    color: var(--_muted);
    font-size: 0.78125rem;
  }

  /* The dial, and what it does */

  .scale,
  .dimension {
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
    font-size: 0.8125rem;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }

  .dial p {
    margin: 4px 0 12px;
    color: var(--_muted);
    font-size: 0.8125rem;
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
    font-size: 0.78125rem;
  }

  .ends + button {
    margin-top: 12px;
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
    stroke-width: 2px;
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
    font-size: 0.78125rem;
    font-variant-numeric: tabular-nums;
  }

  .draws {
    display: grid;
    gap: 14px;
    min-width: 0;
    direction: ltr;
  }

  .draw {
    display: grid;
    grid-template-columns: 140px 1fr;
    gap: 2px 12px;
    align-items: end;
    font-size: 0.78125rem;
    font-variant-numeric: tabular-nums;
  }

  .draw b {
    white-space: nowrap;
    color: var(--_muted);
    font-weight: 600;
  }

  .draw svg {
    width: 100%;
    height: 40px;
    grid-row: span 2;
    grid-column: 2;
    border-bottom: 1px solid var(--_line);
  }

  .draw span {
    grid-row: 2;
    color: var(--_muted);
    font-size: 0.71875rem;
  }

  .dimension .plot svg {
    height: 64px;
  }

  /* The small controls */

  .tools,
  .gpt2 {
    gap: 8px 18px;
    color: var(--_muted);
    font-size: 0.8125rem;
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

  .switch {
    display: flex;
    gap: 8px;
    align-items: center;
    cursor: pointer;
  }

  .switch input {
    appearance: none;
    position: relative;
    flex: none;
    width: 34px;
    height: 20px;
    margin: 0;
    background: var(--_soft);
    border: 1px solid var(--_muted);
    border-radius: 99px;
    cursor: pointer;
  }

  .switch input::after {
    content: '';
    position: absolute;
    inset-block-start: 2px;
    inset-inline-start: 2px;
    width: 14px;
    height: 14px;
    background: var(--_muted);
    border-radius: 50%;
  }

  .switch input:checked {
    background: var(--_query);
    border-color: var(--_query);
  }

  .switch input:checked::after {
    inset-inline-start: 16px;
    background: var(--_surface);
  }

  .gpt2 {
    background: var(--_soft);
  }

  .gpt2 p {
    flex-basis: 100%;
  }

  .gpt2 p:empty {
    display: none;
  }

  .problem,
  .error {
    color: var(--_text);
    overflow-wrap: anywhere;
  }

  .error strong {
    display: block;
  }

  footer {
    color: var(--_muted);
    font-size: 0.78125rem;
  }

  footer p + p {
    margin-top: 4px;
  }

  footer a {
    color: inherit;
  }

  @container (min-width: 700px) {
    header,
    .gpt2,
    .presets,
    .tools,
    footer,
    .error,
    .scale,
    .dimension,
    .numbers {
      padding-inline: 18px;
    }

    .main:has(> :nth-child(2)) {
      grid-template-columns: minmax(0, 1.15fr) minmax(0, 1fr);
    }

    .main:has(> :nth-child(2)) .numbers {
      border-top: 0;
      border-inline-start: 1px solid var(--_line);
    }

    .frame {
      height: 100%;
      min-height: 480px;
      max-height: none;
      aspect-ratio: auto;
    }

    .scale:has(> :nth-child(2)),
    .dimension {
      grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
    }
  }

  @container (max-width: 420px) {
    .actions {
      width: 100%;
      margin: 0;
    }

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
    .plane,
    .bar svg,
    .plot svg,
    .draw svg,
    .switch input:checked,
    .switch input::after,
    input[type='range'],
    .pill[aria-pressed='true'],
    button.primary,
    .origin,
    .goal {
      forced-color-adjust: none;
    }

    .track,
    .plane .hull,
    .plane .link {
      stroke: var(--_line);
    }

    .plane .grid {
      opacity: 0.3;
    }
  }
`;
