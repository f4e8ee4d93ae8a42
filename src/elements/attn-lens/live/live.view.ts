// The live part of the lens as templates: the text box, the button with its size, and what went wrong.

import { html, nothing, type TemplateResult } from 'lit';
import type { EngineStatus, ErrorInfo, Plan } from '../../../runtime/index.js';
import { megabytes } from '../../shared/megabytes.js';
import { words } from '../attn-lens.terms.js';
import { decimal } from '../terms/number.terms.js';
import type { LiveController } from './live.controller.js';

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
        aria-describedby="note"
        aria-disabled=${loading && live.running}
        aria-busy=${!loading && live.running}
        @click=${handlers.onRun}
      >
        ${runLabel(live)}
      </button>
    </div>
    ${
      loading
        ? html`<slot name="progress">${live.outcome.request()?.renderProgress(handlers.onCancel)}</slot>`
        : live.running
          ? cancelButton('stop', handlers.onCancel)
          : nothing
    }
    <p class="note" id="note" role="status">${note(live)}</p>
    ${problem(live.error ?? (status.state === 'failed' ? status.error : null))}
  </div>`;
}

export function modelName(live: LiveController): string {
  const { status, known } = live;
  if (status.state === 'ready' || status.state === 'running') return status.model.name;
  return live.requestCost()?.name ?? known?.name ?? words.thisModel;
}

function runLabel(live: LiveController): string {
  const { status, known } = live;
  if (status.state === 'failed') return words.tryAgain;
  if (live.loaded) return words.run;
  const bytes = known && decimal(megabytes(known.bytes));
  return live.requestCost()?.renderLabel() ?? words.runLive(modelName(live), bytes ?? null);
}

/** What is worth saying beside the button: what else it will load, or what runs where. */
function note(live: LiveController): string {
  const { status, trace, outcome } = live;
  if (status.state === 'idle' && !trace) {
    return live.requestCost()?.renderNote() ?? words.alsoLoads(null);
  }
  return (live.loaded ? outcome.request() : outcome.loaded)?.note ?? '';
}

export function cancelButton(name: string, onCancel: () => void): TemplateResult {
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
