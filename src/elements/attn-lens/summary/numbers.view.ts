// The table of all numbers of the token in focus, with its look. Loaded when a reader opens it.

import { css, html, type TemplateResult } from 'lit';
import { numberTable } from '../../shared/number-table.styles.js';
import type { TokenView } from '../../shared/token-views.js';
import { words } from '../attn-lens.terms.js';
import type { FocusLinks, Link } from '../focus/focus-links.js';
import { percent } from '../terms/number.terms.js';
import { tokenName } from './summary.view.js';

/** Every number of the focus: what it reads and who reads it. A dash stands where there is no number: it is masked. */
export function numbersTable(
  { query, reads, readBy }: FocusLinks,
  queries: readonly TokenView[],
  keys: readonly TokenView[],
): TemplateResult {
  const number = (links: readonly Link[], token: number) => {
    const link = links.find(({ index }) => index === token);
    return link ? percent(link.weight) : '–';
  };
  // Bytes and float32 leave a row a millionth off.
  const sum = (links: readonly Link[]) =>
    links.length === 0
      ? '–'
      : percent(Math.round(1e4 * links.reduce((all, { weight }) => all + weight, 0)) / 1e4);
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${words.numbers}>
    <table>
      <thead>
        <tr>
          <th scope="col">${words.position}</th>
          <th scope="col">${words.token}</th>
          <th scope="col">${words.reads}</th>
          <th scope="col">${words.readBy}</th>
        </tr>
      </thead>
      <tbody>
        ${(query === null ? queries : keys).map(
          (token) => html`<tr>
            <td>${token.index}</td>
            <th scope="row">${tokenName(token)}</th>
            <td>${number(reads, token.index)}</td>
            <td>${number(readBy, token.index)}</td>
          </tr>`,
        )}
      </tbody>
      <tfoot>
        <tr>
          <td></td>
          <th scope="row">${words.sum}</th>
          <td>${sum(reads)}</td>
          <td>${sum(readBy)}</td>
        </tr>
      </tfoot>
    </table>
  </div>`;
}

const numbers = css`
  .scroll {
    margin-top: 8px;
  }

  th,
  td {
    padding: 2px 14px 2px 0;
  }

  th:nth-child(2) {
    color: var(--_text);
    text-align: start;
  }
`;

export const numbersStyles = [numberTable, numbers];
