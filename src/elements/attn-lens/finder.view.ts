// The finder's buttons in the lens, and what was found in a sentence.

import { html, type TemplateResult } from 'lit';
import { FAMOUS } from '../../runtime/heads/index.js';
import { finderWords } from '../shared/finder-words.js';
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
        (finder) => html`<button
          type="button"
          part="behaviour"
          data-behaviour=${finder.id}
          aria-pressed=${finder === finding?.finder}
          @click=${() => choose(finder.id)}
        >
          ${finderWords(finder).label}
        </button>`,
      )}
    </div>
    <p class="finding" part="finding" aria-live="polite">${finding ? result(finding) : words.findInvite}</p>
  </div>`;
}

function result({ finder, ranking, found }: LensFinding): TemplateResult {
  const said = finderWords(finder);
  const best = ranking?.[0];
  if (!best) return html`${said.missing}`;
  const sentence = describeFinding(said.headName, { found, best, passes: finder.passes });
  if (found.length === 0) return html`${sentence}`;
  return html`<strong>${sentence}</strong> ${said.does}
    <span class="formula">${spoken.scoreIs(said.formula)}</span>`;
}
