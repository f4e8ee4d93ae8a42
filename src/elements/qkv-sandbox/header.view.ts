// The head and the foot of the card: the weights, what can be undone, and how things are moved.

import { html, nothing, type TemplateResult } from 'lit';
import { words } from './qkv-sandbox.terms.js';

/** The button of the panel of real numbers. */
interface Gpt2Button {
  readonly isOpen: boolean;
  readonly isLocked: boolean;
}

/** What can be done. */
type HistoryButtons = Readonly<Record<'undo' | 'redo' | 'reset', boolean>>;

/**
 * @param origin says whether the numbers are a model's own.
 * @param gpt2 is `null` if there is no such button, and so is `history`.
 */
export function header(
  weights: string,
  origin: TemplateResult | null | undefined,
  gpt2: Gpt2Button | null,
  history: HistoryButtons | null,
): TemplateResult {
  const step = (action: 'undo' | 'redo' | 'reset') =>
    html`<button type="button" data-do=${action} ?disabled=${!history?.[action]}>${words[action]}</button>`;
  return html`
    <span class="badge" part="badge">${words.weightsOf(weights)}</span>
    ${origin}
    <span class="actions">
      ${
        gpt2
          ? html`<button
              type="button"
              data-do="gpt2"
              aria-expanded=${gpt2.isOpen}
              ?disabled=${gpt2.isLocked}
            >${words.takeFromGpt2}</button>`
          : nothing
      }
      ${history ? html`${step('undo')} ${step('redo')} ${step('reset')}` : nothing}
    </span>
  `;
}

/** @param source of real numbers. */
export function footer(
  hint: string | null,
  source: TemplateResult | null | undefined,
): TemplateResult | typeof nothing {
  if (!hint && !source) return nothing;
  return html`<footer>
    ${hint ? html`<p class="hint">${hint}</p>` : nothing} ${source}
  </footer>`;
}
