// What a token is to the model: its place, its id and, when asked for, its bytes.

import { html, nothing, type TemplateResult } from 'lit';
import type { Trace } from '../../../runtime/trace/index.js';
import { bytesOf } from '../../shared/token-bytes.js';
import { words } from '../attn-lens.terms.js';
import type { FocusLinks } from '../focus/focus-links.js';

/** One line, there also without a token, so that nothing below it moves. */
export function tokenDetails(
  trace: Trace,
  { query, key, cell }: FocusLinks,
  bytes: boolean,
  toggle: () => void,
): TemplateResult {
  const [tokens, index] =
    query === null ? [trace.keys, key ?? cell?.key ?? null] : [trace.tokens, query];
  const token = index === null ? undefined : tokens[index];
  return html`<p class="details" part="details">
    <button type="button" part="bytes" aria-pressed=${bytes} @click=${toggle}>${words.bytes}</button>
    ${
      token && index !== null
        ? html`<span>${words.tokenAt(index, token.id)}</span>${bytes ? html`<code>${bytesOf(token)}</code>` : nothing}`
        : nothing
    }
  </p>`;
}
