// The panes of the lens: the chosen head as a matrix, at one of three stages, or as lines; the head
// beside it; the map; what a finder found. Loads the parts that a reader has to ask for.

import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import type { QkvVectors, Trace } from '../../../runtime/trace/index.js';
import { LazyPart } from '../../shared/lazy-part.js';
import { words } from '../attn-lens.terms.js';
import type { CanvasState, DrawnHead } from '../canvas/lens-canvases.js';
import type { CompareController, SecondHead } from '../compare/compare.controller.js';
import { finderPanel } from '../finder/finder.view.js';
import type { Finding } from '../finder/finding.js';
import type { Focus, FocusLinks } from '../focus/focus-links.js';
import {
  type HeadChoice,
  neighbourHead,
  pickedHead,
  type ShownHead,
  type Subject,
} from '../head/subject.js';
import { mapView } from '../map/map.view.js';
import {
  HEAD_VIEWS,
  type HeadView,
  headBar,
  matrixView,
  stageChoice,
  viewChoice,
} from '../matrix/matrix.view.js';
import { composeReadout } from '../matrix/readout.js';
import { hasScores, STAGES, type Stage, weightMatrix } from '../stages/stage-matrix.js';
import type { StagesController } from '../stages/stages.controller.js';

/** The element: what of its interface the panes follow. */
export interface PanesHost extends LitElement {
  view: string;
  stage: string;
  threshold: number;
  finder: string | null;
  compare: string | null;
}

export interface PanesOptions {
  readonly vectors: (layer: number, head: number) => Promise<QkvVectors>;
  readonly hides: (part: string) => boolean;
  readonly onChoose: (choice: HeadChoice) => void;
  /** One of the finder's buttons was pressed. */
  readonly onFind: (id: string) => void;
}

/** What is on screen at the moment. */
export interface PanesInput {
  readonly shown: ShownHead;
  readonly links: FocusLinks;
  readonly focus: Focus | null;
  readonly chosen: HeadChoice;
  readonly previewed: HeadChoice | null;
  /** The trace beside the one on screen, and which it is. */
  readonly other: { readonly trace: Trace; readonly is: 'recording' | 'live' } | null;
}

const DEFAULT_THRESHOLD = 0.9;
const MIN_THRESHOLD = 0.1;

export class PanesController {
  readonly #host: PanesHost;
  readonly #options: PanesOptions;
  readonly #stagesPart: LazyPart<typeof import('../stages/stages.controller.js')>;
  #stages: StagesController | null = null;
  readonly #lines: LazyPart<typeof import('../lines/lines.js')>;
  readonly #comparePart: LazyPart<typeof import('../compare/compare.controller.js')>;
  #compare: CompareController | null = null;
  readonly #finderPart: LazyPart<typeof import('../finder/finder.js')>;
  #found: { readonly of: readonly unknown[]; readonly finding: Finding | null } | null = null;
  #input: PanesInput | null = null;
  #first: DrawnHead | null = null;
  #second: SecondHead | null = null;

  constructor(host: PanesHost, options: PanesOptions) {
    this.#host = host;
    this.#options = options;
    this.#stagesPart = new LazyPart(host, () => import('../stages/stages.controller.js'));
    this.#lines = new LazyPart(host, () => import('../lines/lines.js'));
    this.#comparePart = new LazyPart(host, () => import('../compare/compare.controller.js'));
    this.#finderPart = new LazyPart(host, () => import('../finder/finder.js'));
  }

  /** `matrix` where the attribute says something else. */
  get view(): HeadView {
    return HEAD_VIEWS.find((view) => view === this.#host.view) ?? 'matrix';
  }

  get stage(): Stage {
    return STAGES.find((stage) => stage === this.#host.stage) ?? 'softmax';
  }

  get threshold(): number {
    const { threshold } = this.#host;
    if (!Number.isFinite(threshold)) return DEFAULT_THRESHOLD;
    return Math.min(1, Math.max(MIN_THRESHOLD, threshold));
  }

  /** Takes what is to be shown next; before `render`. */
  update(input: PanesInput | null): void {
    this.#input = input;
    this.#first = input && this.#drawFirst(input);
    this.#second = input && this.#drawSecond(input);
  }

  /** For the canvases; after `render`. */
  get drawn(): Omit<CanvasState, 'pinned' | 'painted'> | null {
    const [input, shown] = [this.#input, this.#first];
    if (!input || !shown) return null;
    const { subject } = input.shown;
    const finding = this.#find(subject);
    const lines = this.view === 'lines' ? this.#lines.loaded : null;
    return {
      subject,
      chosen: input.chosen,
      shown,
      second: this.#second?.drawn ?? null,
      finding,
      lines: lines && { make: lines.LinesCanvas, threshold: this.threshold },
    };
  }

  /** The best head for a finder's button, `null` where none does it. */
  async best(id: string): Promise<Finding['found'][number] | null> {
    this.#finderPart.retry();
    const part = await this.#finderPart.load();
    const subject = this.#input?.shown.subject;
    const finding = subject && part?.findHeads(subject.trace, id, subject.ignoreFirst);
    return finding?.found[0] ?? null;
  }

  /** The heads on screen, the chosen one first; none while nothing is shown. */
  get heads(): readonly { readonly shown: ShownHead; readonly drawn: DrawnHead }[] {
    const [shown, drawn] = [this.#input?.shown, this.#first];
    if (!shown || !drawn) return [];
    return [{ shown, drawn }, ...(this.#second ? [this.#second] : [])];
  }

  get finding(): Finding | null {
    return this.#input && this.#find(this.#input.shown.subject);
  }

  /** Found once, for the map knows by the object whether its marks have changed. */
  #find({ trace, ignoreFirst }: Subject): Finding | null {
    const { finder } = this.#host;
    const part = finder === null ? null : this.#finderPart.request();
    if (!part) return null;
    const of = [trace, ignoreFirst, finder];
    if (!this.#found?.of.every((value, index) => value === of[index])) {
      this.#found = { of, finding: part.findHeads(trace, finder, ignoreFirst) };
    }
    return this.#found?.finding ?? null;
  }

  #drawFirst({ shown, links, previewed }: PanesInput): DrawnHead {
    const needed = this.stage !== 'softmax' && hasScores(shown.subject.trace);
    const part = needed ? this.#stagesPart.request() : null;
    if (part) this.#stages ??= new part.StagesController(this.#host, this.#options.vectors);
    const matrix =
      this.#stages?.matrix(shown, this.stage, previewed !== null) ?? weightMatrix(shown.weights);
    const { queries, keys } = shown.subject;
    return { weights: shown.weights, matrix, queries, keys, links };
  }

  #drawSecond(input: PanesInput): SecondHead | null {
    const { compare } = this.#host;
    if (compare === null) return null;
    const part = this.#comparePart.request();
    if (!part) return null;
    this.#compare ??= new part.CompareController(this.#host, this.#options.vectors);
    return this.#compare.update(compare, input, this.stage);
  }

  // What it looks like

  render(): TemplateResult | typeof nothing {
    const [input, first] = [this.#input, this.#first];
    if (!input || !first) return nothing;
    const { hides } = this.#options;
    const matrix = !hides('matrix');
    return html`<div class="figures ${this.#host.compare === null ? '' : 'comparing'}">
      <div class="head">
        ${matrix ? this.#renderHead(input, first) : this.#renderBar(input)}
      </div>
      ${matrix && this.#host.compare !== null ? html`<div class="head">${this.#renderSecond()}</div>` : nothing}
      ${
        hides('map')
          ? nothing
          : html`<div>${mapView(input.shown.subject.trace.model)} ${this.#renderFinder()}</div>`
      }
    </div>
    ${hides('map') && !hides('finder') ? html`<div class="section">${this.#renderFinder()}</div>` : nothing}`;
  }

  /** Under the map, in which it marks what it finds. */
  #renderFinder(): TemplateResult | typeof nothing {
    const { hides, onFind } = this.#options;
    return hides('finder')
      ? nothing
      : finderPanel(this.#host.finder, this.#saidOfFinding(), onFind);
  }

  #saidOfFinding(): TemplateResult | string | null {
    const { finding } = this;
    const { loaded, error } = this.#finderPart;
    if (finding && loaded) return loaded.findingResult(finding);
    return error && this.#host.finder !== null ? words.partFailed(error.message) : null;
  }

  /** Which head is asked about: nothing of what it does. */
  renderQuestion(): TemplateResult | typeof nothing {
    const input = this.#input;
    if (!input) return nothing;
    return html`<div class="figures"><div class="head">${this.#renderBar(input)}</div></div>`;
  }

  /** Which head it is. Said also where its matrix is left out. */
  #renderBar(input: PanesInput, tools: TemplateResult | typeof nothing = nothing): TemplateResult {
    const { shown, chosen, previewed } = input;
    return html`<div class="bar" @change=${this.#handlePick}>
      ${headBar(shown.subject.trace, chosen, previewed)} ${tools}
    </div>`;
  }

  #renderHead(input: PanesInput, first: DrawnHead): TemplateResult {
    const { shown } = input;
    const { trace } = shown.subject;
    const { hides } = this.#options;
    const lines = this.view === 'lines';
    const tools = html`${hides('view') ? nothing : viewChoice(this.view, this.#chooseView)}
        ${
          hides('compare') || (this.#host.compare !== null && this.#compare)
            ? nothing
            : html`<button type="button" class="small" part="compare" @click=${this.#startCompare}>
                ${words.compare}
              </button>`
        }
        ${
          lines || hides('stage') || !hasScores(trace)
            ? nothing
            : stageChoice(this.stage, this.#chooseStage)
        }`;
    return html`${this.#renderBar(input, tools)}
      ${
        lines
          ? this.#renderLines(shown)
          : html`<p class="aside" aria-live="polite">${this.#stageNote(first)}</p>
              ${matrixView(trace, first.matrix, composeReadout({ ...first, head: first.weights }))}`
      }`;
  }

  /** Why the numbers are not those of the stage that was asked for. */
  #stageNote(head: DrawnHead): string {
    const { previewed, shown } = this.#input ?? {};
    if (this.stage === 'softmax' || previewed) return '';
    if (shown && !hasScores(shown.subject.trace)) return words.noStage;
    const { error } = this.#stagesPart;
    if (error) return words.partFailed(error.message);
    return this.#stages?.note(head.matrix) ?? words.partLoading;
  }

  #renderLines({ weights }: ShownHead): TemplateResult {
    const part = this.#lines.request();
    if (!part) return waiting(this.#lines.error);
    return part.linesView(weights, this.threshold, (threshold) => {
      this.#host.threshold = threshold;
    });
  }

  #renderSecond(): TemplateResult {
    if (!this.#compare) return waiting(this.#comparePart.error);
    const lines = this.view === 'lines' ? this.#lines.request() : null;
    return this.#compare.render(
      this.stage,
      lines && (({ weights }) => lines.linesView(weights, this.threshold, null)),
    );
  }

  // What the reader does

  readonly #chooseView = (view: HeadView): void => {
    this.#lines.retry();
    this.#host.view = view;
  };

  readonly #chooseStage = (stage: Stage): void => {
    this.#host.stage = stage;
  };

  readonly #handlePick = (event: Event): void => {
    const { chosen, shown } = this.#input ?? {};
    if (!chosen || !shown) return;
    this.#options.onChoose(pickedHead(event, chosen, shown.subject.trace));
  };

  /** With the same head of the layer before, or after: two that differ. */
  readonly #startCompare = (): void => {
    const { chosen, shown } = this.#input ?? {};
    if (!chosen || !shown) return;
    this.#comparePart.retry();
    this.#host.compare = neighbourHead(chosen, shown.subject.trace);
  };
}

function waiting(error: Error | null): TemplateResult {
  return html`<p class="aside" aria-live="polite">
    ${error ? words.partFailed(error.message) : words.partLoading}
  </p>`;
}
