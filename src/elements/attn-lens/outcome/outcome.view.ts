// What comes of a run as templates: how far the load is, how many layers are there, the choice between recording and run, that the
// text was cut, the most likely next tokens.

import { html, nothing, svg, type TemplateResult } from 'lit';
import { times } from '../../../runtime/attention/index.js';
import type { Truncation } from '../../../runtime/index.js';
import type { NextToken, TraceModel } from '../../../runtime/trace/index.js';
import { megabytes } from '../../shared/megabytes.js';
import { viewTokens } from '../../shared/token-views.js';
import type { ShownTrace } from '../lens.store.js';
import type { LiveController } from '../live/live.controller.js';
import { cancelButton, modelName } from '../live/live.view.js';
import { decimal, percent } from '../terms/number.terms.js';
import { words } from './outcome.terms.js';

/** How many of the next tokens are listed. */
const NEXT_TOKENS = 10;

/** How far the load is, and for the reader who asked for it a button that cancels it. */
export function loadProgress(live: LiveController, onCancel: () => void): TemplateResult {
  const { status } = live;
  const name = words.loadingModel(modelName(live));
  const known = status.state === 'downloading' ? status.progress : undefined;
  const amount =
    known && words.ofMegabytes(decimal(megabytes(known.loaded)), decimal(megabytes(known.total)));
  return html`<div class="loading">
    <label class="progress"
      >${name}${amount ? `: ${amount}` : nothing}<progress
        part="progress"
        max="1"
        value=${known?.fraction ?? nothing}
      ></progress
    ></label>
    ${live.running ? cancelButton('', onCancel) : nothing}
  </div>`;
}

/** The choice between the recording and the live run. */
export function viewSwitch(shown: ShownTrace, choose: (view: ShownTrace) => void): TemplateResult {
  const button = (view: ShownTrace, name: string) =>
    html`<button type="button" aria-pressed=${view === shown} @click=${() => choose(view)}>
      ${name}
    </button>`;
  return html`<div class="views" part="views" role="group" aria-label=${words.shown}>
    ${button('recording', words.recording)} ${button('live', words.liveRun)}
  </div>`;
}

/** That a text was cut. */
export function cutNote({ kept, total }: Truncation): TemplateResult {
  return html`<p class="cut" part="cut">${words.cut(kept, total)}</p>`;
}

/** Over the map of a model of `all` layers, of which some are there. */
export function layersThere({ layers, heads }: TraceModel, all: number): TemplateResult {
  return html`<h3>${words.headsThere(layers * heads, all * heads)}</h3>
    <span class="there">${words.layersThere(layers, all)}</span>`;
}

/** What the model expects after the text, most likely first, with probabilities as bars and numbers. */
export function nextTokens(next: readonly NextToken[]): TemplateResult {
  const views = viewTokens(next.map(({ id, text }) => ({ id, text })));
  const rows = next.slice(0, NEXT_TOKENS).map(({ p }, index) => {
    const view = views[index];
    const dots = '·'.repeat(view?.leadingSpaces ?? 0);
    // A presentation attribute, since a style attribute would need an unsafe policy.
    const bar = svg`<rect width=${`${100 * p}%`} height="100%" rx="3"></rect>`;
    return html`<li><bdi data-space=${dots} .textContent=${view?.text}></bdi><svg aria-hidden="true">${bar}</svg><span .textContent=${percent(p)}></span></li>`;
  });
  return nextSection(html`<ol>
    ${rows}
  </ol>`);
}

/** Their room, so that nothing moves when they come. @param said how many layers are there, for the ear. */
export function nextAwaited(said: string): TemplateResult {
  const room = times(NEXT_TOKENS - 1, () => html`<p aria-hidden="true">\u00a0</p>`);
  return nextSection(html`<div class="awaited">
      <p>${words.nextAwaited}</p>
      ${room}
    </div>
    <span class="spoken" role="status">${said}</span>`);
}

function nextSection(content: TemplateResult): TemplateResult {
  return html`<div class="section next" part="next">
    <h3>${words.next}</h3>
    ${content}
  </div>`;
}
