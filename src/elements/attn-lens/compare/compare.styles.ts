// Two heads side by side, their pictures at one height, and the map below them.

import { css } from 'lit';

export const compare = css`
  @container (min-width: 700px) {
    .comparing > .head:first-child > .bar {
      align-content: start;
      min-height: 68px;
    }

    .comparing > :nth-child(3) {
      grid-column: 1 / -1;
      border-top: 1px solid var(--_line);
      border-inline-start: 0;
    }
  }
`;
