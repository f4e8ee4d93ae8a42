// The second head: what is compared, drawn as the first one is, with the bar that chooses it. Loaded when a reader or a page
// first compares.

import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import { adoptLate } from '../../shared/adopt-styles.js';
import { words as lensWords } from '../attn-lens.terms.js';
import type { DrawnHead } from '../canvas/lens-canvases.js';
import { sourceText } from '../card/header.view.js';
import { clampFocus, type HeadWeights, linksOf } from '../focus/focus-links.js';
import { neighbourHead, pickedHead, type ShownHead } from '../head/subject.js';
import type { LensStore } from '../lens.store.js';
import { matrixView } from '../matrix/matrix.view.js';
import { composeReadout } from '../matrix/readout.js';
import type { PanesInput } from '../panes/panes-input.js';
import { StagesController } from '../stages/stages.controller.js';
import { composeSentence } from '../summary/sentence.js';
import { phrase } from '../summary/summary.view.js';
import type { VectorsOfHead } from '../traces/head-vectors.js';
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

/** Renders a head as lines. */
export type LinesRenderer = (weights: HeadWeights) => TemplateResult;

export class CompareController {
  readonly #host: LitElement;
  readonly #store: LensStore;
  readonly #resolver: SecondHeadResolver;
  readonly #stages: StagesController;
  #target: CompareTarget = { kind: 'other', head: null };
  #input: PanesInput | null = null;
  #second: SecondHead | null = null;

  constructor(host: LitElement, store: LensStore, vectors: VectorsOfHead) {
    this.#host = host;
    this.#store = store;
    adoptLate(host, compare);
    this.#resolver = new SecondHeadResolver(host);
    this.#stages = new StagesController(host, vectors);
  }

  /** The second head; `null` while it is on its way, or where it cannot be had. */
  update(input: PanesInput): SecondHead | null {
    this.#input = input;
    const root = this.#host.renderRoot as ShadowRoot;
    if (root.activeElement?.matches('[part=compare]')) this.#moveFocus('close');
    this.#target = readCompareTarget(this.#store.choices.compare ?? '');
    const { shown: first, other } = input;
    const shown = this.#resolver.resolve(this.#target, { first, other: other?.trace ?? null });
    this.#second = shown && this.#draw(shown);
    return this.#second;
  }

  #draw(shown: ShownHead): SecondHead {
    const { weights, subject } = shown;
    const { trace, queries, keys } = subject;
    const { focus, stage } = this.#store;
    const links = linksOf(clampFocus(focus, trace.shape), weights, trace.crossAttention);
    // Only the trace on screen can be asked for its vectors.
    const possible = this.#target.kind === 'head' ? stage : 'softmax';
    const matrix = this.#stages.matrix(shown, possible, false);
    return { shown, drawn: { weights, matrix, queries, keys, links } };
  }

  /** @param lines renders it as lines, where the first one is. */
  render(lines: LinesRenderer | null): TemplateResult {
    const second = this.#second;
    const { other } = this.#input ?? {};
    return html`<div part="compared">${compareBar(
      second?.shown ?? null,
      { kind: this.#target.kind, other: other?.is ?? null },
      { onKind: this.#handleKind, onPick: this.#handlePick, onClose: this.#handleClose },
    )}</div>
    ${second ? this.#renderHead(second, lines) : html`<p class="aside" aria-live="polite">${this.#whyNot()}</p>`}`;
  }

  #renderHead({ shown, drawn }: SecondHead, lines: LinesRenderer | null): TemplateResult {
    const { trace } = shown.subject;
    const head = { ...drawn, head: drawn.weights };
    const weightsInstead =
      this.#store.stage !== 'softmax' && drawn.matrix.stage === 'softmax' && !lines;
    return html`
      ${weightsInstead && !this.#stages.loading ? html`<p class="aside">${words.weightsInstead}</p>` : nothing}
      ${lines ? lines(drawn.weights) : matrixView(trace, drawn.matrix, composeReadout(head), true)}
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
    this.#store.compare(writeCompareTarget(this.#target, picked));
  };

  readonly #handleKind = (event: Event): void => {
    event.stopPropagation();
    const kind = (event.target as HTMLSelectElement).value;
    const { chosen, trace } = this.#store;
    if (kind === 'other') this.#store.compare(kind);
    if (kind === 'head' && trace) this.#store.compare(neighbourHead(chosen, trace));
  };

  readonly #handleClose = (): void => {
    this.#store.compare(null);
    this.#moveFocus('compare');
  };

  /** The button that had the focus is about to go. */
  #moveFocus(part: 'close' | 'compare'): void {
    void this.#host.updateComplete.then(() =>
      this.#host.renderRoot.querySelector<HTMLElement>(`[part=${part}]`)?.focus(),
    );
  }
}
