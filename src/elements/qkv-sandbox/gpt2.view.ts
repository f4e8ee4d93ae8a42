// Real numbers: the panel in which a head and a token are chosen, and what is said of them when they are there.

import { html, nothing, type TemplateResult } from 'lit';
import { times } from '../../runtime/attention/index.js';
import { viewTokens } from '../shared/token-views.js';
import { words } from './gpt2.terms.js';
import { small, wholePercent } from './number-text.js';
import { type Row, tokensThatLook } from './real-numbers.js';
import { isGenuine, type Origin, type Scene } from './scene.js';
import type { VectorSource } from './vector-source.js';

/** What the panel is drawn from. */
interface Gpt2PanelState {
  readonly source: VectorSource | null;
  readonly row: Row;
  /** The lens on the page, if there is one, and whether the numbers are to come from it. */
  readonly lens: object | null;
  readonly linked: boolean;
  readonly loading: boolean;
  readonly error: Error | null;
}

export function gpt2View(panel: Gpt2PanelState): TemplateResult {
  const { source, row, loading, error } = panel;
  return html`<div class="tools gpt2" part="gpt2" role="group" aria-label=${words.panel}>
    ${
      panel.lens
        ? picker(words.from, 'source', [words.linked, words.recording], panel.linked ? 0 : 1)
        : nothing
    }
    ${
      source
        ? html`${picker(words.layer, 'layer', upTo(source.trace.model.layers), row.layer)}
          ${picker(words.head, 'head', upTo(source.trace.model.heads), row.head)}
          ${tokenPicker(panel)}
          <button type="button" class="primary" data-do="take">${words.take}</button>`
        : nothing
    }
    <button type="button" data-do="close">${words.close}</button>
    <p class="status" role="status">${loading && !source ? words.loading : ''}</p>
    ${error ? html`<p class="problem" role="alert"><b>${words.unavailable}</b> ${error.message}</p>` : nothing}
  </div>`;
}

const upTo = (count: number) => times(count, (index) => String(index));

function picker(
  name: string,
  which: string,
  options: readonly string[],
  selected: number,
): TemplateResult {
  return html`<label
    >${name}<select data-which=${which}>
      ${options.map(
        (option, index) =>
          html`<option value=${index} .selected=${index === selected}>${option}</option>`,
      )}
    </select></label
  >`;
}

function tokenPicker({ source, row }: Gpt2PanelState): TemplateResult | typeof nothing {
  if (!source) return nothing;
  const views = viewTokens(source.trace.tokens);
  return html`<label
    >${words.looking}<select data-which="token">
      ${tokensThatLook(source.trace).map(
        (token) =>
          html`<option value=${token} .selected=${token === row.token}>${token} ${views[token]?.name}</option>`,
      )}
    </select></label
  >`;
}

/** Whose numbers these are, or were. */
export function originBadge(scene: Scene, { model, layer, head }: Origin): TemplateResult {
  const genuine = isGenuine(scene);
  return html`<span class="badge origin" part="badge" data-genuine=${genuine}>
    ${genuine ? words.genuine(model, `${layer}.${head}`) : words.edited(model)}
  </span>`;
}

/** How they came into the plane, and what was lost. */
export function projectionNote({ lostKeys, lostValues, scoreError }: Origin): TemplateResult {
  return html`<p class="note" part="projection">
    ${words.projection(wholePercent(lostKeys))} ${words.scoreError(small(scoreError))}
    ${lostValues === null ? words.noValues : words.valuePlane(wholePercent(lostValues))}
  </p>`;
}

/** Where they are from. */
export function sourceNote({ text, tokenName, source, url }: Origin): TemplateResult {
  return html`<p part="source">
    ${words.source(text, tokenName, source)}
    ${url ? html`<a href=${url} rel="noopener noreferrer">${new URL(url).host}</a>` : nothing}
  </p>`;
}
