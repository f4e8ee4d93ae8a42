// Real numbers: the panel, and what is said of them when they are there. Comes with the panel, when it is first opened.

import { css } from 'lit';

export const gpt2 = css`
  .gpt2 {
    background: var(--_soft);
  }

  .gpt2 p {
    flex-basis: 100%;
  }

  .gpt2 p:empty {
    display: none;
  }

  .problem {
    color: var(--_text);
    overflow-wrap: anywhere;
  }

  .origin[data-genuine='true'] {
    color: var(--_surface);
    background: var(--_text);
  }

  .origin[data-genuine='false'] {
    color: var(--_text);
    border: 1px dashed var(--_muted);
  }

  .note {
    margin-top: 8px;
    color: var(--_muted);
    font-size: calc(12.5em / 14);
  }

  thead th.model {
    /* "GPT-2" in one piece. */
    min-width: 52px;
    padding-inline-start: 10px;
    clip-path: none;
    font-size: calc(11em / 14);
    line-height: 1.3;
    text-align: end;
  }

  line.model {
    stroke: var(--_text);
    stroke-width: 2px;
  }

  @media (forced-colors: active) {
    .origin {
      forced-color-adjust: none;
    }
  }
`;
