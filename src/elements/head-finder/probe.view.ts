// What is offered where a text says nothing of a behaviour, as templates: the probe, and another text. No state.

import { html, nothing, type TemplateResult } from 'lit';
import { words } from './head-finder.terms.js';
import type { ProbeRun } from './probe-run.js';

export interface ProbeOffer {
  readonly run: ProbeRun;
  /** Whether there is a model that it can be run on. */
  readonly canRun: boolean;
  /** On the button that runs it; `null` where there is none, or while it is not known what loading the model costs. */
  readonly label: string | null;
  readonly ran: boolean;
  /** Whether the lens shows it; `null` where there is no lens to show it. */
  readonly looked: boolean | null;
  /** Whether there are scores of anything else. */
  readonly others: boolean;
  /** Why the text says nothing; `null` where it does. */
  readonly missing: string | null;
  /** Whether a text with repeats can be put into the lens, or is there already; `null` where there is no place for it. */
  readonly taken: boolean | null;
}

export interface ProbeHandlers {
  readonly onRun: () => void;
  readonly onLook: () => void;
  readonly onTryText: () => void;
}

export function probePanel(offer: ProbeOffer, handlers: ProbeHandlers): TemplateResult {
  const { run, canRun, label, ran, looked, others, missing, taken } = offer;
  return html`<div class="actions" part="probe">
      ${!ran && label !== null ? runButton(run, label, handlers.onRun) : nothing}
      ${run.progress ? html`<button type="button" data-cancel @click=${run.cancel}>${words.cancel}</button>` : nothing}
      ${
        ran && looked !== null
          ? html`<button type="button" data-look @click=${handlers.onLook}>
              ${looked ? words.backToText : words.lookAtProbe}
            </button>`
          : nothing
      }
    </div>
    <p class="progress" role="status" ?hidden=${!run.progress}>
      <slot name="progress">${progressText(run)}</slot>
    </p>
    <p class="note" role="status">
      ${missing !== null && others ? missing : nothing}
      ${!ran && !canRun && !others ? words.noProbe : nothing}
      ${missing === null ? nothing : words.tryText(words.repeating)}
      ${missing !== null && taken ? words.inLens : nothing}
    </p>
    ${
      missing === null || taken === null
        ? nothing
        : html`<div class="actions">
            <button type="button" data-try @click=${handlers.onTryText}>${words.putIntoLens}</button>
          </div>`
    }
    <div class="problem" role="alert">
      ${run.error ? `${run.error.message} ${run.error.advice ?? ''}` : nothing}
    </div>`;
}

function runButton({ progress }: ProbeRun, label: string, handleRun: () => void): TemplateResult {
  return html`<button type="button" data-probe aria-disabled=${progress !== null} @click=${handleRun}>
    ${label}
  </button>`;
}

function progressText({ progress }: ProbeRun): string {
  if (!progress) return '';
  return progress.phase === 'loading'
    ? words.loadingModel(Math.round(100 * progress.fraction))
    : words.probing(progress.done, progress.of);
}
