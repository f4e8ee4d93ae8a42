// The head and the foot of the card: the weights, what can be undone, and how things are moved.

import { html, nothing, type TemplateResult } from 'lit';
import { words } from './qkv-sandbox.terms.js';

export interface HeaderState {
  readonly weights: string;
  /** What says whether the numbers are a model's own. */
  readonly origin: TemplateResult | undefined;
  /** Of the panel of real numbers; `null` where there is none. */
  readonly gpt2: { readonly isOpen: boolean; readonly isLocked: boolean } | null;
  /** What can be done; `null` where there are no such buttons. */
  readonly history: {
    readonly undo: boolean;
    readonly redo: boolean;
    readonly reset: boolean;
  } | null;
}

export function header({ weights, origin, gpt2, history }: HeaderState): TemplateResult {
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
  source: TemplateResult | undefined,
): TemplateResult | typeof nothing {
  if (!hint && !source) return nothing;
  return html`<footer>
    ${hint ? html`<p class="hint">${hint}</p>` : nothing} ${source}
  </footer>`;
}
