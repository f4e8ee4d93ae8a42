import { css } from 'lit';

export const styles = css`
  :host {
    container-type: inline-size;
    min-width: 240px;
  }

  .card {
    overflow: clip;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }

  .card > * + * {
    border-top: 1px solid var(--_line);
  }

  header,
  .section,
  footer {
    padding: 12px 16px;
  }

  /* Head of the card */

  header {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 12px;
    align-items: center;
  }

  h2 {
    margin: 0;
    font-size: 15px;
    font-weight: 650;
  }

  .badge {
    max-width: 100%;
    overflow-wrap: anywhere;
    padding: 2px 10px;
    color: var(--_muted);
    background: var(--_soft);
    border: 1px solid transparent;
    border-radius: 13px;
    font-size: 12.5px;
  }

  .badge::before {
    content: '';
    display: inline-block;
    width: 7px;
    height: 7px;
    margin-inline-end: 7px;
    background: currentcolor;
    border-radius: 50%;
    opacity: 0.7;
  }

  .switch {
    display: flex;
    gap: 8px;
    align-items: center;
    margin-inline-start: auto;
    color: var(--_muted);
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

  /* Tokens */

  .tokens {
    display: flex;
    flex-wrap: wrap;
    gap: 9px 4px;
    margin: 4px 0 10px;
  }

  .side {
    margin: 0 0 4px;
    color: var(--_muted);
    font-size: 12.5px;
  }

  .chip {
    --reads: 0;
    --read: 0;
    position: relative;
    min-width: 20px;
    max-width: 100%;
    min-height: 28px;
    margin: 0;
    padding: 1px 6px;
    overflow-wrap: anywhere;
    color: inherit;
    background: color-mix(
      in oklab,
      var(--_query-soft) calc(100% * var(--reads)),
      color-mix(in oklab, var(--_key-soft) calc(100% * var(--read)), var(--_surface))
    );
    border: 1px solid
      color-mix(in oklab, var(--_key) calc(100% * var(--read)), var(--_border, var(--_line)));
    border-radius: 7px;
    font: inherit;
    font-size: 15px;
    white-space: pre-wrap;
    cursor: pointer;
  }

  .chip.continues {
    --_border: var(--_muted);
    border-style: dashed;
  }

  .chip bdi::before {
    content: attr(data-space);
    opacity: 0.5;
  }

  /* Numbers come and go under the pointer, so they float: a chip that grew would push its neighbours away. */
  .chip bdi:not([data-share=''])::after {
    content: attr(data-share);
    position: absolute;
    inset-block-start: -7px;
    inset-inline-end: -4px;
    width: max-content;
    padding: 0 3px;
    overflow-wrap: normal;
    color: var(--_key);
    background: var(--_surface);
    border-radius: 5px;
    font-size: 10.5px;
    font-weight: 650;
    font-variant-numeric: tabular-nums;
    line-height: 12px;
    white-space: nowrap;
  }

  /* Who reads the token in focus: a bar in the colour of those who look. */
  .chip::after {
    content: '';
    position: absolute;
    inset-block-end: 2px;
    inset-inline: 5px;
    height: 3px;
    background: var(--_query);
    border-radius: 2px;
    opacity: var(--reads);
  }

  .chip.active {
    color: var(--_surface);
    background: var(--_query);
    border-color: var(--_query);
  }

  .chip.active::after {
    content: none;
  }

  .chip[aria-pressed='true'] {
    box-shadow: 0 0 0 2px var(--_surface), 0 0 0 3.5px var(--_query);
  }

  [data-side='key'] .chip.active {
    background: var(--_key);
    border-color: var(--_key);
  }

  .split {
    display: inline-flex;
    gap: 2px;
    align-items: center;
    padding: 0 2px;
    border: 1px solid var(--_line);
    border-radius: 9px;
  }

  .split .chip {
    min-height: 24px;
    margin: 2px 0;
    padding: 0 4px;
    color: var(--_muted);
    font-size: 11px;
  }

  .split .chip.active {
    color: var(--_surface);
  }

  .character {
    padding: 0 3px;
    font-size: 16px;
  }

  /* What the token in focus reads, and who reads it */

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

  .strip {
    min-width: 0;
  }

  .strip h3 {
    flex: none;
    width: 66px;
    margin: 0;
    color: var(--_muted);
    font-size: 12.5px;
    font-weight: 400;
  }

  .strip ol {
    display: grid;
    flex: 1;
    grid-template-columns: repeat(5, minmax(0, 1fr));
    gap: 6px;
    min-height: 38px;
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .strip li {
    min-width: 0;
    font-size: 12.5px;
    line-height: 1.5;
  }

  .strip b {
    display: block;
    overflow: hidden;
    font-weight: 600;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .strip span {
    display: block;
    font-size: 11.5px;
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

  details {
    margin-top: 8px;
    color: var(--_muted);
    font-size: 12.5px;
  }

  summary {
    width: fit-content;
    cursor: pointer;
  }

  .scroll {
    max-height: 320px;
    margin-top: 8px;
    overflow: auto;
  }

  table {
    border-collapse: collapse;
    font-variant-numeric: tabular-nums;
  }

  th,
  td {
    padding: 2px 14px 2px 0;
    font-weight: 400;
    text-align: end;
  }

  th:nth-child(2) {
    color: var(--_text);
    text-align: start;
  }

  /* Matrix and map */

  .figures {
    display: grid;
  }

  .figures:not(:has(> *)) {
    display: none;
  }

  .figures > * {
    min-width: 0;
    padding: 12px 16px;
  }

  .figures > * + * {
    border-top: 1px solid var(--_line);
  }

  .bar {
    display: flex;
    flex-wrap: wrap;
    gap: 6px 12px;
    align-items: center;
    min-height: 30px;
    margin-bottom: 8px;
    color: var(--_muted);
    font-size: 13px;
  }

  .bar h3 {
    margin: 0;
    color: var(--_text);
    font-size: 13px;
    font-weight: 650;
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

  .previewed {
    margin-inline-start: auto;
    color: var(--_query);
    font-weight: 600;
  }

  .picture {
    position: relative;
    width: fit-content;
    margin-inline: auto;
    /* A picture has its axes where they are, whatever the direction of the page. */
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

  .map [role='gridcell'][aria-selected='true'] {
    box-shadow: inset 0 0 0 2.5px var(--_query);
  }

  .map [role='gridcell']:hover {
    box-shadow: inset 0 0 0 1.5px var(--_muted);
  }

  .map [role='gridcell'][aria-selected='true']:hover {
    box-shadow: inset 0 0 0 2.5px var(--_query);
  }

  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    justify-content: space-between;
    margin-top: 10px;
    color: var(--_muted);
    font-size: 12.5px;
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
    background: linear-gradient(in oklab to right, var(--_ramp-from), var(--_ramp-to));
    border: 1px solid var(--_line);
    border-radius: 4px;
    forced-color-adjust: none;
  }

  /* The reader's own text */

  .views {
    display: flex;
    padding: 2px;
    background: var(--_soft);
    border-radius: 9px;
  }

  .views button {
    padding: 2px 10px;
    color: var(--_muted);
    background: none;
    border: 1px solid transparent;
    border-radius: 7px;
    font: inherit;
    font-size: 12.5px;
    cursor: pointer;
  }

  .views button[aria-pressed='true'] {
    color: var(--_text);
    background: var(--_surface);
    border-color: var(--_line);
  }

  .live {
    background: var(--_soft);
  }

  .ask {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: end;
  }

  textarea {
    flex: 1 1 260px;
    min-width: 0;
    max-height: 160px;
    padding: 8px 12px;
    resize: vertical;
    color: inherit;
    background: var(--_surface);
    border: 1px solid var(--_muted);
    border-radius: 9px;
    font: inherit;
    field-sizing: content;
  }

  .ask .run {
    padding: 8px 16px;
    border: 1px solid;
    border-radius: 9px;
    font: inherit;
    cursor: pointer;
    color: var(--_surface);
    background: var(--_text);
    border-color: var(--_text);
    font-weight: 600;
  }

  .ask .run[aria-disabled='true'] {
    cursor: progress;
    opacity: 0.75;
  }

  /* A run that takes long shows; one that does not, does not flicker. */
  .ask .run[aria-busy='true'] {
    cursor: progress;
    opacity: 0.75;
    transition: opacity 0s 0.4s;
  }

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

  .loading button {
    padding: 3px 12px;
    color: var(--_text);
    background: var(--_surface);
    border: 1px solid var(--_muted);
    border-radius: 9px;
    font: inherit;
    cursor: pointer;
  }

  progress {
    display: block;
    width: 100%;
    height: 8px;
    margin-top: 6px;
    accent-color: var(--_query);
  }

  .note,
  .problem {
    margin: 8px 0 0;
    color: var(--_muted);
    font-size: 12.5px;
  }

  .note:empty,
  .problem:not(:has(strong)) {
    display: none;
  }

  .problem {
    color: var(--_text);
    overflow-wrap: anywhere;
  }

  .cut {
    margin: 0 0 10px;
    padding-inline-start: 10px;
    border-inline-start: 3px solid var(--_key);
  }

  .next h3 {
    margin: 0 0 8px;
    font-size: 13px;
    font-weight: 650;
  }

  .next ol {
    display: grid;
    gap: 4px 28px;
    margin: 0;
    padding: 0;
    list-style: none;
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

  .next span {
    text-align: end;
  }

  /* The end of the card, and what stands in for it */

  footer {
    color: var(--_muted);
    font-size: 12.5px;
  }

  footer a {
    color: inherit;
  }

  .error {
    padding: 12px 16px;
    overflow-wrap: anywhere;
  }

  .error strong {
    display: block;
  }

  .nothing {
    padding: 16px;
    color: var(--_muted);
  }

  .probe,
  .sentinel {
    position: absolute;
    width: 0;
    height: 0;
  }

  /* It has the colours that the canvases are drawn in, and a change of one takes a moment: that moment is an event, the only one that
     tells of a new theme however the page brought it about. Canvases are then drawn anew. */
  .sentinel {
    color: var(--_ramp-to);
    background-color: var(--_ramp-from);
    outline-color: var(--_query);
    border-color: var(--_key);
    text-decoration-color: var(--_muted);
    transition: 1ms;
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
    header,
    .error,
    .nothing,
    .section,
    footer,
    .figures > * {
      padding-inline: 18px;
    }

    .strips {
      grid-template-columns: 1fr 1fr;
    }


    .figures:has(> :nth-child(2)) {
      grid-template-columns: 1fr 1fr;
    }

    .next ol {
      grid-template-rows: repeat(5, auto);
      grid-template-columns: 1fr 1fr;
      grid-auto-flow: column;
    }

    .figures > * + * {
      border-top: 0;
      border-inline-start: 1px solid var(--_line);
    }
  }

  @container (min-width: 800px) {
    .sentence {
      min-height: 1lh;
    }
  }

  @media (hover: none) {
    .keys {
      display: none;
    }
  }

  @media (forced-colors: active) {
    .chip.active,
    .views button[aria-pressed='true'],
    .switch input:checked,
    .switch input::after,
    .badge::before,
    .chip::after {
      forced-color-adjust: none;
    }

    .chip.active {
      color: HighlightText;
    }

    .views button[aria-pressed='true'] {
      color: HighlightText;
      background: Highlight;
    }

    .ask .run {
      color: ButtonText;
      background: ButtonFace;
      border-color: ButtonText;
    }

    .next svg {
      border: 1px solid CanvasText;
      fill: CanvasText;
    }

    .map [role='gridcell'][aria-selected='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
`;
