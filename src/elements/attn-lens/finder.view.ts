// The finder's buttons in the lens, and what was found in a sentence.

import { html, nothing, type TemplateResult } from 'lit';
import { FAMOUS } from '../../runtime/heads/index.js';
import type { LensFinding } from './lens-finder.js';
import { describeFinding, spoken, words } from './phrases.js';

/** @param choose is given the id of the finder whose button was pressed. */
export function finderPanel(
  finding: LensFinding | null,
  choose: (id: string) => void,
): TemplateResult {
  return html`<div class="section finder" part="finder">
    <div class="buttons" role="group" aria-label=${words.findHead}>
      ${FAMOUS.map(
        ({ id }) => html`<button
          type="button"
          part="behaviour"
          data-behaviour=${id}
          aria-pressed=${id === finding?.finder.id}
          @click=${() => choose(id)}
        >
          ${words.behaviours[id]?.label}
        </button>`,
      )}
    </div>
    <p class="finding" part="finding" role="status">${finding ? result(finding) : words.findInvite}</p>
  </div>`;
}

function result({ finder, ranking, found }: LensFinding): TemplateResult {
  const said = words.behaviours[finder.id];
  const best = ranking?.[0];
  if (!said) return html`${nothing}`;
  if (!best) return html`${said.missing}`;
  const sentence = describeFinding(said.name, { found, best, passes: finder.passes });
  if (found.length === 0) return html`${sentence}`;
  return html`<strong>${sentence}</strong> ${said.does}
    <span class="formula">${spoken.scoreIs(finder.formula)}</span>`;
}
