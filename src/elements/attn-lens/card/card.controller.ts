// What the card of a lens holds: makes its parts and connects them with the store, derives from it what they show, and renders and
// draws them.

import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import { isUnderWay } from '../../shared/awaited-layers.js';
import type { LocaleController } from '../../shared/localize.js';
import { AblationLoader } from '../ablation/ablation.loader.js';
import type { AddressLoader } from '../address/address.loader.js';
import { words } from '../attn-lens.terms.js';
import { LensCanvases } from '../canvas/lens-canvases.js';
import { ExportLoader } from '../export/export.loader.js';
import { FocusController } from '../focus/focus.controller.js';
import {
  clampFocus,
  type Focus,
  type FocusLinks,
  hiddenLinks,
  linksOf,
} from '../focus/focus-links.js';
import { GuessLoader } from '../guess/guess.loader.js';
import { OutOfRangeWarnings } from '../head/out-of-range-warnings.js';
import { deriveHead, deriveSubject, type ShownHead, type Subject } from '../head/subject.js';
import type { LensStore } from '../lens.store.js';
import { PanesController } from '../panes/panes.controller.js';
import type { PanesInput } from '../panes/panes-input.js';
import { SummaryController } from '../summary/summary.controller.js';
import { tokenRows } from '../tokens/token-rows.view.js';
import type { TracesController } from '../traces/traces.controller.js';
import { badge, source } from './header.view.js';
import { Locks } from './locks.js';

/** The element: what the card reads from it, beside the choices in the store. */
export interface CardHost extends LitElement {
  readonly predict: boolean;
  readonly label: string | null;
  readonly lock: string | null;
  readonly text: string | null;
  readonly model: string | null;
  readonly run: string | null;
  readonly status: string;
}

export interface CardOptions {
  readonly traces: TracesController;
  readonly address: AddressLoader;
  readonly locale: LocaleController;
  readonly hides: (part: string) => boolean;
}

export class CardController {
  readonly export: ExportLoader;
  readonly #host: CardHost;
  readonly #store: LensStore;
  readonly #options: CardOptions;
  readonly #focus: FocusController;
  readonly #canvases: LensCanvases;
  readonly #guess: GuessLoader;
  readonly #summary: SummaryController;
  readonly #ablation: AblationLoader;
  readonly #panes: PanesController;
  readonly #locks = new Locks();
  readonly #warnings = new OutOfRangeWarnings();
  #subject: Subject | null = null;
  /** The chosen head, or the one being previewed, and what is looked at in it; `null` while there is no trace. */
  #input: PanesInput | null = null;

  constructor(host: CardHost, store: LensStore, options: CardOptions) {
    this.#host = host;
    this.#store = store;
    this.#options = options;
    const { traces, address, locale, hides } = options;
    this.#focus = new FocusController(host, store);
    this.#canvases = new LensCanvases(host, store);
    this.#guess = new GuessLoader(host);
    this.#summary = new SummaryController(host, { guess: this.#guess, store, hides });
    this.#ablation = new AblationLoader(host, store, {
      engine: () => traces.live.engine,
      found: () => this.#panes.found,
    });
    this.#panes = new PanesController(host, store, { traces, hides });
    this.export = new ExportLoader(host, {
      store,
      traces,
      panes: this.#panes,
      canvases: this.#canvases,
      locale,
      link: () => address.link,
      asking: () => this.#guess.asking,
    });
  }

  /** Takes a token as the answer to the reader's question; false where nothing is asked. */
  answer(token: number): boolean {
    if (!this.#guess.asking) return false;
    // What was asked about is shown, not the token that was chosen for an answer.
    if (this.#guess.submit(token)) this.#store.preview(null);
    return true;
  }

  /** Derives what is shown; before `render`. */
  update(): void {
    const store = this.#store;
    this.#subject = this.#deriveSubject();
    const before = this.#input?.shown ?? null;
    const shown =
      this.#subject && deriveHead(this.#subject, store.previewedHead ?? store.chosen, before);
    if (!store.previewedHead) this.#guess.update(this.#host.predict, shown, store.pinned);
    this.#input = shown && this.#describe(shown);
    this.#panes.update(this.#input);
    // What a run does not have is not the page's mistake: its choices are clamped once it is over.
    if (this.#subject && !isUnderWay(this.#subject.trace)) {
      this.#warnings.update(store.choices, store.selection);
    }
  }

  #deriveSubject(): Subject | null {
    const { trace, choices } = this.#store;
    const before = this.#subject;
    const { ignoreFirst } = choices;
    const language = this.#options.locale.key;
    const subject = trace && deriveSubject(trace, { ignoreFirst, language }, before);
    // More layers of the same run leave the focus where it is.
    if (before && subject && before.trace !== trace && before.queries !== subject.queries) {
      this.#focus.clear();
    }
    return subject;
  }

  #linksOf({ weights, subject }: ShownHead): FocusLinks {
    const { query, asking } = this.#guess;
    if (asking) return hiddenLinks(query);
    const asked: Focus | null = query === null ? null : { kind: 'token', token: query };
    const { shape, crossAttention } = subject.trace;
    return linksOf(clampFocus(this.#store.focus, shape) ?? asked, weights, crossAttention);
  }

  #describe(shown: ShownHead): PanesInput {
    const { shows, recording, run } = this.#store;
    const [other, is] =
      shows === 'live' ? [recording, 'recording' as const] : [run, 'live' as const];
    return { shown, links: this.#linksOf(shown), other: other && { trace: other, is } };
  }

  /** Draws what a template cannot; after `render`. */
  draw(): void {
    this.#locks.update(this.#host.renderRoot, this.#host.lock);
    const { drawn } = this.#panes;
    if (drawn) this.#canvases.show(drawn);
  }

  // What it looks like

  renderHeader(): TemplateResult | typeof nothing {
    if (!this.#input) return nothing;
    const { shows, recording, run, choices } = this.#store;
    return html`
      ${badge(this.#input.shown.subject.trace, shows === 'live' ? run?.plan : undefined)}
      ${recording && run ? this.#options.traces.outcome.request()?.renderViews() : nothing}
      <label class="switch" part="ignore-first">
        <input
          type="checkbox"
          role="switch"
          .checked=${choices.ignoreFirst}
          @change=${this.#handleIgnoreFirst}
        />
        ${words.ignoreFirst}
      </label>
    `;
  }

  readonly #handleIgnoreFirst = (event: Event): void =>
    this.#store.setIgnoreFirst((event.target as HTMLInputElement).checked);

  render(): TemplateResult {
    const [input, { traces, hides }] = [this.#input, this.#options];
    const { error, loading } = traces.source;
    return html`
      <div class="nothing" ?hidden=${input !== null || error !== null}>
        <slot name="placeholder"
          ><slot @slotchange=${traces.readInline}>
            ${loading ? words.loading : words.nothing}
          </slot></slot
        >
        ${this.#lacksAll() ? html`<p class="missing">${words.missing(this.#host.hasAttribute('trace'))}</p>` : nothing}
      </div>
      ${input ? this.#renderTrace(input) : nothing}
      ${hides('live') ? nothing : this.#renderLive()}
      ${input && !hides('take-away') ? this.export.render() : nothing}
      <slot name="caption"></slot>
      ${input ? source(input.shown.subject.trace) : nothing}
    `;
  }

  /** Whether the page has neither given nor announced anything to show, and says nothing of its own in its place. */
  #lacksAll(): boolean {
    const { status, text, model, run, childNodes } = this.#host;
    if (status !== 'empty' || (text ?? model ?? run) !== null) return false;
    const says = (node: Node) =>
      node instanceof Element ? node.slot !== 'caption' : node instanceof Text && node.data.trim();
    return ![...childNodes].some(says);
  }

  #renderTrace({ shown, links }: PanesInput): TemplateResult {
    const { trace } = shown.subject;
    const { shows, run } = this.#store;
    const live = shows === 'live' ? run : null;
    const { outcome } = this.#options.traces;
    return html`
      <div class="section">
        ${live?.truncated ? outcome.request()?.renderCut(live.truncated) : nothing}
        ${tokenRows(shown.subject, links, this.#focus, this.#store)}
        ${this.#summary.render(shown, links)}
      </div>
      ${this.#guess.asking ? this.#panes.renderQuestion() : this.#panes.render()}
      ${outcome.renderNext(trace)}
      ${
        live && trace === live && !this.#options.hides('ablate')
          ? this.#ablation.render(live)
          : nothing
      }
    `;
  }

  #renderLive(): TemplateResult | typeof nothing {
    const { live, textBox } = this.#options.traces;
    const { recording, shows } = this.#store;
    // No causal model has made it, so that its text run here would be another thing.
    if (recording?.causal === false && shows === 'recording') {
      return html`<div class="section live" part="live">
        <p class="note">${words.noLiveModel}</p>
      </div>`;
    }
    const { loaded, running, error } = live;
    if (this.#host.run === 'manual' && !loaded && !running && !error) return nothing;
    return textBox.render();
  }
}
