// What is said of the token in focus: the sentence, the strongest links each way.

import { html, nothing, type TemplateResult } from 'lit';
import type { TokenView } from '../../shared/token-views.js';
import { words } from '../attn-lens.terms.js';
import type { Link } from '../focus/focus-links.js';
import { percent } from '../terms/number.terms.js';
import type { Phrase } from '../terms/phrase.js';

/** A sentence with its tokens in their colours. */
export function phrase(parts: Phrase): TemplateResult {
  return html`${parts.map((part) => {
    if (typeof part === 'string') return part;
    if ('amount' in part) return html`<strong>${part.amount}</strong>`;
    return html`<b class=${part.role}>${words.openingQuote}<bdi>${part.token.name}</bdi>${words.closingQuote}</b>`;
  })}`;
}

/** A token's name, and which one it is where there are several alike. */
export function tokenName({ name, occurrence }: TokenView): TemplateResult {
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
