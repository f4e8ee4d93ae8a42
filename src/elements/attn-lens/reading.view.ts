// What is said of the token in focus: the sentence, the strongest links each way, all numbers.

import { html, nothing, type TemplateResult } from 'lit';
import type { TokenView } from '../shared/token-views.js';
import { type Phrase, percent, words } from './phrases.js';
import type { Link, Reading } from './reading.js';

/** A sentence with its tokens in their colours. */
export function phrase(parts: Phrase): TemplateResult {
  return html`${parts.map((part) => {
    if (typeof part === 'string') return part;
    if ('amount' in part) return html`<strong>${part.amount}</strong>`;
    return html`<b class=${part.role}>${words.openingQuote}<bdi>${part.token.name}</bdi>${words.closingQuote}</b>`;
  })}`;
}

/** A token's name, and which one it is where there are several alike. */
function tokenName({ name, occurrence }: TokenView): TemplateResult {
  const which = occurrence.of === 1 ? nothing : html`<sub>${occurrence.number}</sub>`;
  return html`<bdi>${name}</bdi>${which}`;
}

/** The strongest links one way, at most five. The room for five is there in any case, so that nothing below moves. */
export function strip(
  title: string,
  side: 'reads' | 'readers',
  links: readonly Link[],
  tokens: readonly TokenView[],
): TemplateResult {
  return html`<div class="strip ${side}">
    <h3>${title}</h3>
    <ol>
      ${links.map(({ index, weight }) => {
        const token = tokens[index];
        return token && html`<li><b>${tokenName(token)}</b><span>${percent(weight)}</span></li>`;
      })}
    </ol>
  </div>`;
}

/** Every number of the focus: what it reads and who reads it. A dash stands where there is no number: it is masked. */
export function numbersTable(
  { query, reads, readBy }: Reading,
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
