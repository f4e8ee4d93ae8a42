// The bar over the second head: what it is, and how to choose another.

import { html, nothing, type TemplateResult } from 'lit';
import type { ShownHead } from '../head/subject.js';
import { headPickers } from '../matrix/matrix.view.js';
import { words } from './compare.terms.js';

export interface CompareChoices {
  readonly kind: 'head' | 'other' | 'file';
  /** What `other` is at the moment; `null` where there is no other. */
  readonly other: 'recording' | 'live' | null;
}

export interface CompareHandlers {
  readonly onKind: (event: Event) => void;
  readonly onPick: (event: Event) => void;
  readonly onClose: () => void;
}

export function compareBar(
  second: ShownHead | null,
  { kind, other }: CompareChoices,
  { onKind, onPick, onClose }: CompareHandlers,
): TemplateResult {
  const kinds = [
    ['head', words.anotherHead],
    ...(other ? [['other', other === 'live' ? words.theLiveRun : words.theRecording]] : []),
    ...(kind === 'file' ? [['file', words.otherFile]] : []),
  ] as const;
  return html`<div class="bar" @change=${onPick}>
      <h3>${words.comparedWith}</h3>
      ${second ? headPickers(second.subject.trace.model, second) : nothing}
    </div>
    <div class="bar tools">
      ${
        kinds.length > 1
          ? html`<select aria-label=${words.comparedWith} data-which="kind" part="picker" @change=${onKind}>
              ${kinds.map(
                ([value, name]) =>
                  html`<option value=${value ?? ''} .selected=${value === kind} .textContent=${name ?? ''}></option>`,
              )}
            </select>`
          : nothing
      }
      ${kind !== 'head' && second ? html`<span><bdi>${second.subject.trace.model.name}</bdi></span>` : nothing}
      <button type="button" class="small" part="close" @click=${onClose}>${words.stopComparing}</button>
    </div>`;
}
