// The finder's buttons in the lens, and what was found in a sentence.

import { html, type TemplateResult } from 'lit';
import { words } from '../attn-lens.terms.js';
import { attributes } from '../attributes.js';

/**
 * @param chosen the id of the finder that is on.
 * @param said what it found; nothing while none is on.
 * @param choose is given the id of the finder whose button was pressed.
 */
export function finderPanel(
  chosen: string | null,
  said: TemplateResult | string | null,
  choose: (id: string) => void,
): TemplateResult {
  return html`<div class="finder" part="finder">
    <div class="buttons" role="group" aria-label=${words.findHead}>
      ${attributes.finder.values.map(
        (id) => html`<button
          type="button"
          part="behaviour"
          data-behaviour=${id}
          aria-pressed=${id === chosen}
          @click=${() => choose(id)}
        >
          ${words.behaviours[id]}
        </button>`,
      )}
    </div>
    <p class="finding" part="finding" aria-live="polite">${said ?? words.findInvite}</p>
  </div>`;
}
