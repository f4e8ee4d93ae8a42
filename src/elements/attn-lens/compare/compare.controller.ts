// The second head: what is compared, drawn as the first one is, with the bar that chooses it. Loaded when a reader or a page
// first compares.

import { html, nothing, type TemplateResult } from 'lit';
import type { QkvVectors } from '../../../runtime/trace/index.js';
import { adoptLate } from '../../shared/adopt-styles.js';
import { words as lensWords } from '../attn-lens.terms.js';
import type { DrawnHead } from '../canvas/canvases.js';
import { sourceText } from '../card/header.view.js';
import { holdFocus, readFocus } from '../focus/focus-links.js';
import { headBeside, readPick, type ShownHead } from '../head/subject.js';
import { matrixFigure } from '../matrix/matrix.view.js';
import { composeReadout } from '../matrix/readout.js';
import type { FiguresHost, FiguresInput } from '../panes/panes.js';
import type { Stage } from '../stages/stage-matrix.js';
import { Stages } from '../stages/stages.controller.js';
import { composeSentence } from '../summary/sentence.js';
import { phrase } from '../summary/summary.view.js';
import { compare } from './compare.styles.js';
import { words } from './compare.terms.js';
import { compareBar } from './compare.view.js';
import { type Compared, readCompared, writeCompared } from './compare-target.js';
import { Comparison } from './second-head.js';

/** The head that the first one is compared with. */
export interface SecondHead {
  readonly shown: ShownHead;
  readonly drawn: DrawnHead;
}

export class Comparing {
  readonly #host: FiguresHost;
  readonly #comparison: Comparison;
  readonly #stages: Stages;
  #compared: Compared = { kind: 'other', head: null };
  #input: FiguresInput | null = null;
  #second: SecondHead | null = null;

  /** @param vectors of a head of the trace on screen. */
  constructor(host: FiguresHost, vectors: (layer: number, head: number) => Promise<QkvVectors>) {
    this.#host = host;
    adoptLate(host, compare);
    this.#comparison = new Comparison(host);
    this.#stages = new Stages(host, vectors);
  }

  /** The second head; `null` while it is on its way, or where it cannot be had. */
  update(asked: string, input: FiguresInput, stage: Stage): SecondHead | null {
    this.#input = input;
    const root = this.#host.renderRoot as ShadowRoot;
    if (root.activeElement?.matches('[part=compare]')) this.#moveFocus('close');
    this.#compared = readCompared(asked);
    const { shown: first, other } = input;
    const shown = this.#comparison.resolve(this.#compared, { first, other: other?.trace ?? null });
    this.#second = shown && this.#draw(shown, input, stage);
    return this.#second;
  }

  #draw(shown: ShownHead, { focus }: FiguresInput, stage: Stage): SecondHead {
    const { weights, subject } = shown;
    const { trace, queries, keys } = subject;
    const reading = readFocus(holdFocus(focus, trace.shape), weights, trace.crossAttention);
    // Only the trace on screen can be asked for its vectors.
    const possible = this.#compared.kind === 'head' ? stage : 'softmax';
    const surface = this.#stages.surface(shown, possible, false);
    return { shown, drawn: { weights, surface, queries, keys, reading } };
  }

  /** @param lines draws it as lines, where the first one is. */
  render(stage: Stage, lines: ((head: DrawnHead) => TemplateResult) | null): TemplateResult {
    const second = this.#second;
    const { other } = this.#input ?? {};
    return html`<div part="compared">${compareBar(
      second?.shown ?? null,
      { kind: this.#compared.kind, other: other?.is ?? null },
      { onKind: this.#handleKind, onPick: this.#handlePick, onClose: this.#stop },
    )}</div>
    ${second ? this.#renderHead(second, stage, lines) : html`<p class="aside" aria-live="polite">${this.#whyNot()}</p>`}`;
  }

  #renderHead(
    { shown, drawn }: SecondHead,
    stage: Stage,
    lines: ((head: DrawnHead) => TemplateResult) | null,
  ): TemplateResult {
    const { trace } = shown.subject;
    const head = { ...drawn, head: drawn.weights };
    const weightsInstead = stage !== 'softmax' && drawn.surface.stage === 'softmax' && !lines;
    return html`
      ${weightsInstead && !this.#stages.loading ? html`<p class="aside">${words.weightsInstead}</p>` : nothing}
      ${lines ? lines(drawn) : matrixFigure(trace, drawn.surface, composeReadout(head), true)}
      <p class="sentence" part="sentence">${phrase(composeSentence(head))}</p>
      ${this.#compared.kind === 'head' ? nothing : html`<p class="aside" part="source">${sourceText(trace)}</p>`}`;
  }

  #whyNot(): string {
    const { error } = this.#comparison;
    if (error) return words.noComparison(error.message);
    return this.#compared.kind === 'other' ? words.noOther : lensWords.partLoading;
  }

  // What the reader does

  readonly #handlePick = (event: Event): void => {
    const second = this.#second?.shown;
    if (!second) return;
    const picked = readPick(event, second, second.subject.trace);
    this.#host.compare = writeCompared(this.#compared, picked);
  };

  readonly #handleKind = (event: Event): void => {
    event.stopPropagation();
    const kind = (event.target as HTMLSelectElement).value;
    if (kind === 'other') this.#host.compare = kind;
    const { chosen, shown } = this.#input ?? {};
    if (kind === 'head' && chosen && shown) {
      this.#host.compare = headBeside(chosen, shown.subject.trace);
    }
  };

  readonly #stop = (): void => {
    this.#host.compare = null;
    this.#moveFocus('compare');
  };

  /** The button that had the focus is about to go. */
  #moveFocus(part: 'close' | 'compare'): void {
    void this.#host.updateComplete.then(() =>
      this.#host.renderRoot.querySelector<HTMLElement>(`[part=${part}]`)?.focus(),
    );
  }
}
