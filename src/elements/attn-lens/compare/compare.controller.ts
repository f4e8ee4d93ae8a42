// The second head: what is compared, drawn as the first one is, with the bar that chooses it. Loaded when a reader or a page
// first compares.

import { html, nothing, type TemplateResult } from 'lit';
import type { QkvVectors } from '../../../runtime/trace/index.js';
import { adoptLate } from '../../shared/adopt-styles.js';
import { words as lensWords } from '../attn-lens.terms.js';
import type { DrawnHead } from '../canvas/lens-canvases.js';
import { sourceText } from '../card/header.view.js';
import { clampFocus, linksOf } from '../focus/focus-links.js';
import { neighbourHead, pickedHead, type ShownHead } from '../head/subject.js';
import { matrixView } from '../matrix/matrix.view.js';
import { composeReadout } from '../matrix/readout.js';
import type { PanesHost, PanesInput } from '../panes/panes.controller.js';
import type { Stage } from '../stages/stage-matrix.js';
import { StagesController } from '../stages/stages.controller.js';
import { composeSentence } from '../summary/sentence.js';
import { phrase } from '../summary/summary.view.js';
import { compare } from './compare.styles.js';
import { words } from './compare.terms.js';
import { compareBar } from './compare.view.js';
import { type CompareTarget, readCompareTarget, writeCompareTarget } from './compare-target.js';
import { SecondHeadResolver } from './second-head.js';

/** The head that the first one is compared with. */
export interface SecondHead {
  readonly shown: ShownHead;
  readonly drawn: DrawnHead;
}

export class CompareController {
  readonly #host: PanesHost;
  readonly #resolver: SecondHeadResolver;
  readonly #stages: StagesController;
  #target: CompareTarget = { kind: 'other', head: null };
  #input: PanesInput | null = null;
  #second: SecondHead | null = null;

  /** @param vectors of a head of the trace on screen. */
  constructor(host: PanesHost, vectors: (layer: number, head: number) => Promise<QkvVectors>) {
    this.#host = host;
    adoptLate(host, compare);
    this.#resolver = new SecondHeadResolver(host);
    this.#stages = new StagesController(host, vectors);
  }

  /** The second head; `null` while it is on its way, or where it cannot be had. */
  update(asked: string, input: PanesInput, stage: Stage): SecondHead | null {
    this.#input = input;
    const root = this.#host.renderRoot as ShadowRoot;
    if (root.activeElement?.matches('[part=compare]')) this.#moveFocus('close');
    this.#target = readCompareTarget(asked);
    const { shown: first, other } = input;
    const shown = this.#resolver.resolve(this.#target, { first, other: other?.trace ?? null });
    this.#second = shown && this.#draw(shown, input, stage);
    return this.#second;
  }

  #draw(shown: ShownHead, { focus }: PanesInput, stage: Stage): SecondHead {
    const { weights, subject } = shown;
    const { trace, queries, keys } = subject;
    const links = linksOf(clampFocus(focus, trace.shape), weights, trace.crossAttention);
    // Only the trace on screen can be asked for its vectors.
    const possible = this.#target.kind === 'head' ? stage : 'softmax';
    const matrix = this.#stages.matrix(shown, possible, false);
    return { shown, drawn: { weights, matrix, queries, keys, links } };
  }

  /** @param lines draws it as lines, where the first one is. */
  render(stage: Stage, lines: ((head: DrawnHead) => TemplateResult) | null): TemplateResult {
    const second = this.#second;
    const { other } = this.#input ?? {};
    return html`<div part="compared">${compareBar(
      second?.shown ?? null,
      { kind: this.#target.kind, other: other?.is ?? null },
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
    const weightsInstead = stage !== 'softmax' && drawn.matrix.stage === 'softmax' && !lines;
    return html`
      ${weightsInstead && !this.#stages.loading ? html`<p class="aside">${words.weightsInstead}</p>` : nothing}
      ${lines ? lines(drawn) : matrixView(trace, drawn.matrix, composeReadout(head), true)}
      <p class="sentence" part="sentence">${phrase(composeSentence(head))}</p>
      ${this.#target.kind === 'head' ? nothing : html`<p class="aside" part="source">${sourceText(trace)}</p>`}`;
  }

  #whyNot(): string {
    const { error } = this.#resolver;
    if (error) return words.noComparison(error.message);
    return this.#target.kind === 'other' ? words.noOther : lensWords.partLoading;
  }

  // What the reader does

  readonly #handlePick = (event: Event): void => {
    const second = this.#second?.shown;
    if (!second) return;
    const picked = pickedHead(event, second, second.subject.trace);
    this.#host.compare = writeCompareTarget(this.#target, picked);
  };

  readonly #handleKind = (event: Event): void => {
    event.stopPropagation();
    const kind = (event.target as HTMLSelectElement).value;
    if (kind === 'other') this.#host.compare = kind;
    const { chosen, shown } = this.#input ?? {};
    if (kind === 'head' && chosen && shown) {
      this.#host.compare = neighbourHead(chosen, shown.subject.trace);
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
