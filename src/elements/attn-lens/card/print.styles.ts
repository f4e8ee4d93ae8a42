// On paper there is nothing to press: controls are left out, and what they chose stays as words. Weights are colours, so they
// are printed. Comes last, over all other parts.

import { css } from 'lit';

export const print = css`
  @media print {
    :host {
      break-inside: avoid;
    }

    .card {
      overflow: visible;
      print-color-adjust: exact;
    }

    .live,
    .switch,
    .views,
    .segments,
    .small,
    .finder:not(:has(.finding strong)),
    .finder .buttons,
    .keys,
    .readout,
    .sentence:not(:has(b)),
    .strips:not(:has(li)),
    [part='bytes'],
    [part='take-away'],
    details:not([open]),
    summary {
      display: none;
    }

    select {
      padding: 0;
      border: 0;
      appearance: none;
    }

    .canvas,
    .section {
      break-inside: avoid;
    }

    .scroll {
      max-height: none;
      overflow: visible;
    }
  }
`;
