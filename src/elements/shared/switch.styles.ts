// A switch: a checkbox that slides, and its label.

import { css } from 'lit';

export const switches = css`
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

  @media (forced-colors: active) {
    .switch input:checked,
    .switch input::after {
      forced-color-adjust: none;
    }
  }
`;
