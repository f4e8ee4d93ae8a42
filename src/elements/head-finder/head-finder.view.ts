// The frame of the finder as templates: its buttons, its badge and its foot. No state.

import { html, nothing, type TemplateResult } from 'lit';
import type { Finder } from '../../runtime/heads/index.js';
import type { Trace } from '../../runtime/trace/index.js';
import { finderWords } from '../shared/finder-words.js';
import { words } from './head-finder.terms.js';

export function behaviourButtons(
  finders: readonly Finder[],
  chosen: string | null,
  choose: (id: string) => void,
): TemplateResult {
  return html`<div class="section buttons" part="behaviours" role="group" aria-label=${words.behaviours}>
    ${finders.map(
      (finder) =>
        html`<button
          type="button"
          part="behaviour"
          data-behaviour=${finder.id}
          aria-pressed=${finder.id === chosen}
          @click=${() => choose(finder.id)}
        >
          ${finderWords(finder).label}
        </button>`,
    )}
  </div>`;
}

/** How to paint, and the way back from it. */
export function paintHint(hasLens: boolean, wipe: () => void): TemplateResult {
  return html`<div part="paint">
    <p class="note">${hasLens ? words.paintHint : words.paintNeedsLens}</p>
    <button type="button" data-wipe @click=${wipe}>${words.wipe}</button>
  </div>`;
}

/** Which model, and where the numbers are from. */
export function badge({ provenance, model }: Trace): TemplateResult {
  return html`<span class="badge" part="badge">${words.kinds[provenance.kind]} · <bdi>${model.name}</bdi></span>`;
}

/** @param stays while the lens shows the first layers of another text. */
export function source({ provenance, tokens }: Trace, stays: boolean): TemplateResult {
  const { url, licence } = provenance;
  const name = url
    ? html`<a href=${url} rel="noopener noreferrer">${provenance.source}</a>`
    : provenance.source;
  return html`<footer part="source">${name}${licence ? `, ${licence}` : nothing} · ${words.tokens(tokens.length)}${stays ? ` · ${words.stays}` : nothing}</footer>`;
}
