// The live part of the lens as templates: the text box, the button with its size, progress, what went wrong, and the most
// likely next tokens.

import { html, nothing, svg, type TemplateResult } from 'lit';
import type { EngineStatus, ErrorInfo, Plan, Truncation } from '../../../runtime/index.js';
import type { NextToken } from '../../../runtime/trace/index.js';
import { megabytes } from '../../shared/megabytes.js';
import { viewTokens } from '../../shared/token-views.js';
import { words } from '../attn-lens.terms.js';
import { decimal, percent } from '../terms/number.terms.js';
import type { LiveController } from './live.controller.js';

/** How many of the next tokens are listed. */
const NEXT_TOKENS = 10;

/** `lost` is the pause before it starts again by itself. */
const LOADING: ReadonlySet<EngineStatus['state']> = new Set([
  'probing',
  'downloading',
  'compiling',
  'lost',
]);

export interface LiveHandlers {
  /** The reader came near: with the pointer or the focus. */
  readonly onNear: () => void;
  readonly onInput: (event: Event) => void;
  readonly onKeydown: (event: KeyboardEvent) => void;
  readonly onRun: () => void;
  readonly onCancel: () => void;
}

/** The text box and what belongs to it. */
export function livePanel(
  text: string,
  live: LiveController,
  handlers: LiveHandlers,
): TemplateResult {
  const { status } = live;
  const loading = LOADING.has(status.state);
  return html`<div
    class="section live"
    part="live"
    @pointerenter=${handlers.onNear}
    @focusin=${handlers.onNear}
  >
    <div class="ask">
      <textarea
        part="text"
        aria-label=${words.ownText}
        rows="1"
        spellcheck="false"
        dir="auto"
        .value=${text}
        @input=${handlers.onInput}
        @keydown=${handlers.onKeydown}
      ></textarea>
      <button
        type="button"
        class="run"
        part="run"
        aria-disabled=${loading && live.running}
        aria-busy=${!loading && live.running}
        @click=${handlers.onRun}
      >
        ${runLabel(live)}
      </button>
    </div>
    ${
      loading
        ? html`<slot name="progress">${progress(live, handlers.onCancel)}</slot>`
        : live.running
          ? cancelButton('stop', handlers.onCancel)
          : nothing
    }
    <p class="note" role="status">${note(live)}</p>
    ${problem(live.error ?? (status.state === 'failed' ? status.error : live.replaced))}
  </div>`;
}

function modelName({ status, estimate, known }: LiveController): string {
  if (status.state === 'ready' || status.state === 'running') return status.model.name;
  return estimate?.model.name ?? known?.name ?? words.thisModel;
}

function runLabel(live: LiveController): string {
  const { status, estimate, known } = live;
  if (status.state === 'failed') return words.tryAgain;
  if (live.loaded) return words.run;
  const bytes = estimate?.parts.model ?? known?.bytes;
  return words.runLive(modelName(live), bytes === undefined ? null : decimal(megabytes(bytes)));
}

/** What is worth saying beside the button: what else it will load, or what runs where. */
function note(live: LiveController): string {
  const { status, estimate, trace, engine } = live;
  if (status.state === 'ready' || status.state === 'running') {
    const runsOn = words.runsOn(modelName(live), deviceName(status.plan));
    return [runsOn, ...(engine?.notices ?? []).map(({ message }) => message)].join(' ');
  }
  if (status.state === 'lost') return words.startsAgain(modelName(live), status.error.message);
  if (status.state === 'idle' && !trace) {
    return words.alsoLoads(estimate ? decimal(megabytes(estimate.parts.ort)) : null);
  }
  return status.state === 'compiling' ? words.compiling(modelName(live)) : '';
}

/** How far the load is, and for the reader who asked for it the way to give it up. */
function progress(live: LiveController, onCancel: () => void): TemplateResult {
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

function cancelButton(name: string, onCancel: () => void): TemplateResult {
  return html`<button type="button" class=${name} part="cancel" @click=${onCancel}>${words.cancel}</button>`;
}

function problem(error: ErrorInfo | null): TemplateResult {
  return html`<div class="problem" part="problem" role="alert">
    ${error ? html`<strong>${error.message}</strong> ${error.advice}` : nothing}
  </div>`;
}

export function deviceName({ device }: Plan): string {
  return { wasm: 'WASM', webgpu: 'WebGPU' }[device];
}

/** That a text was cut, where it was. */
export function cutNote(truncated: Truncation | undefined): TemplateResult | typeof nothing {
  if (!truncated) return nothing;
  return html`<p class="cut" part="cut">${words.cut(truncated.kept, truncated.total)}</p>`;
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
  return html`<div class="section next" part="next">
    <h3>${words.next}</h3>
    <ol>
      ${rows}
    </ol>
  </div>`;
}
