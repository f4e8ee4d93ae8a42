// The panes of the lens: the chosen head as a matrix, at one of three stages, or as lines; the head beside it; the map with the
// finder below it.

import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import type { CanvasState, DrawnHead } from '../canvas/lens-canvases.js';
import type { SecondHead } from '../compare/compare.controller.js';
import { CompareLoader } from '../compare/compare.loader.js';
import { FinderLoader } from '../finder/finder.loader.js';
import type { Finding } from '../finder/finding.js';
import { pickedHead, type ShownHead } from '../head/subject.js';
import type { HeadView, LensStore } from '../lens.store.js';
import { LinesLoader } from '../lines/lines.loader.js';
import { mapView } from '../map/map.view.js';
import { headBar, matrixView, stageChoice, viewChoice } from '../matrix/matrix.view.js';
import { composeReadout } from '../matrix/readout.js';
import type { OutcomeLoader } from '../outcome/outcome.loader.js';
import { hasScores, type Stage } from '../stages/stage-matrix.js';
import { StagesLoader } from '../stages/stages.loader.js';
import type { TracesController } from '../traces/traces.controller.js';
import type { PanesInput } from './panes-input.js';

export interface PanesOptions {
  readonly traces: Pick<TracesController, 'outcome' | 'vectors'>;
  readonly hides: (part: string) => boolean;
}

export class PanesController {
  readonly #store: LensStore;
  readonly #hides: (part: string) => boolean;
  readonly #outcome: OutcomeLoader;
  readonly #stages: StagesLoader;
  readonly #lines: LinesLoader;
  readonly #compare: CompareLoader;
  readonly #finder: FinderLoader;
  #input: PanesInput | null = null;
  #first: DrawnHead | null = null;
  #second: SecondHead | null = null;

  constructor(host: LitElement, store: LensStore, { traces, hides }: PanesOptions) {
    const { outcome, vectors } = traces;
    this.#store = store;
    this.#hides = hides;
    this.#outcome = outcome;
    this.#stages = new StagesLoader(host, store, vectors);
    this.#lines = new LinesLoader(host, store);
    this.#compare = new CompareLoader(host, store, vectors);
    this.#finder = new FinderLoader(host, store);
  }

  /** Takes what is to be shown next; before `render`. */
  update(input: PanesInput | null): void {
    this.#input = input;
    this.#finder.update(input?.shown.subject ?? null);
    this.#first = input && this.#drawFirst(input);
    this.#second = input && this.#compare.requestHead(input);
  }

  #drawFirst({ shown, links }: PanesInput): DrawnHead {
    const { queries, keys } = shown.subject;
    const matrix = this.#stages.requestMatrix(shown);
    return { weights: shown.weights, matrix, queries, keys, links };
  }

  /** What the canvases draw; after `render`. */
  get drawn(): CanvasState | null {
    const [input, shown] = [this.#input, this.#first];
    if (!input || !shown) return null;
    const { view, threshold, chosen } = this.#store;
    const lines = view === 'lines' ? this.#lines.loaded : null;
    return {
      subject: input.shown.subject,
      chosen,
      shown,
      second: this.#second?.drawn ?? null,
      finding: this.#finder.requestFinding(),
      lines: lines && { make: lines.LinesCanvas, threshold },
    };
  }

  /** The heads on screen, the chosen one first; none while nothing is shown. */
  get heads(): readonly { readonly shown: ShownHead; readonly drawn: DrawnHead }[] {
    const [shown, drawn] = [this.#input?.shown, this.#first];
    if (!shown || !drawn) return [];
    return [{ shown, drawn }, ...(this.#second ? [this.#second] : [])];
  }

  /** Those that the finder has found. */
  get found(): Finding['found'] {
    return this.#finder.requestFinding()?.found ?? [];
  }

  render(): TemplateResult | typeof nothing {
    const [input, first] = [this.#input, this.#first];
    if (!input || !first) return nothing;
    const hides = this.#hides;
    const matrix = !hides('matrix');
    const compares = this.#compare.isOpen;
    const { trace } = input.shown.subject;
    return html`<div class="panes ${compares ? 'comparing' : ''}">
      <div class="head">
        ${matrix ? this.#renderHead(input, first) : this.#renderBar(input)}
      </div>
      ${matrix && compares ? html`<div class="head">${this.#renderSecond()}</div>` : nothing}
      ${
        hides('map')
          ? nothing
          : html`<div>${mapView(trace.model, this.#outcome.loaded?.renderLayers(trace))} ${this.#renderFinder()}</div>`
      }
    </div>
    ${hides('map') && !hides('finder') ? html`<div class="section">${this.#renderFinder()}</div>` : nothing}`;
  }

  /** Under the map, in which it marks what it finds. */
  #renderFinder(): TemplateResult | typeof nothing {
    if (this.#hides('finder')) return nothing;
    const { trace } = this.#store;
    return this.#finder.render((trace && this.#outcome.loaded?.findAwaited(trace)) ?? null);
  }

  /** Which head is asked about: nothing of what it does. */
  renderQuestion(): TemplateResult | typeof nothing {
    const input = this.#input;
    if (!input) return nothing;
    return html`<div class="panes"><div class="head">${this.#renderBar(input)}</div></div>`;
  }

  /** Which head it is. Said also where its matrix is left out. */
  #renderBar(
    { shown }: PanesInput,
    tools: TemplateResult | typeof nothing = nothing,
  ): TemplateResult {
    const { chosen, previewedHead } = this.#store;
    return html`<div class="bar" @change=${this.#handlePick}>
      ${headBar(shown.subject.trace, chosen, previewedHead)} ${tools}
    </div>`;
  }

  #renderHead(input: PanesInput, first: DrawnHead): TemplateResult {
    const { shown } = input;
    const { trace } = shown.subject;
    const hides = this.#hides;
    const { view, stage } = this.#store;
    const lines = view === 'lines';
    const tools = html`${hides('view') ? nothing : viewChoice(view, this.#handleView)}
        ${hides('compare') ? nothing : this.#compare.renderButton()}
        ${
          lines || hides('stage') || !hasScores(trace)
            ? nothing
            : stageChoice(stage, this.#handleStage)
        }`;
    return html`${this.#renderBar(input, tools)}
      ${
        lines
          ? this.#lines.render(shown.weights)
          : html`<p class="aside" aria-live="polite">${this.#stages.note(shown, first.matrix)}</p>
              ${matrixView(trace, first.matrix, composeReadout({ ...first, head: first.weights }))}`
      }`;
  }

  #renderSecond(): TemplateResult {
    return this.#compare.render(this.#store.view === 'lines' ? this.#lines.requestSecond() : null);
  }

  // What the reader does

  readonly #handleView = (view: HeadView): void => {
    this.#lines.retry();
    this.#store.setView(view);
  };

  readonly #handleStage = (stage: Stage): void => this.#store.setStage(stage);

  readonly #handlePick = (event: Event): void => {
    const { chosen, trace } = this.#store;
    if (trace) this.#store.chooseHead(pickedHead(event, chosen, trace));
  };
}
