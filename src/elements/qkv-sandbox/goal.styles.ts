// The line that says what shall be reached.

import { css } from 'lit';

export const goal = css`
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

  @media (forced-colors: active) {
    .goal {
      forced-color-adjust: none;
    }
  }
`;
