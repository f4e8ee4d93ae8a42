import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import {
  FINDERS,
  type Finder,
  formatPattern,
  type PaintedCell,
  painted,
  parsePattern,
  type RankedHead,
  toCsv,
} from '../../runtime/heads/index.js';
import { type Engine, getRuntime } from '../../runtime/index.js';
import type { Trace, TraceFile } from '../../runtime/trace/index.js';
import { CardElement } from '../shared/card-element.js';
import { EngineController } from '../shared/engine-context.js';
import { AttnFindEvent } from '../shared/events.js';
import { missingWords } from '../shared/finder-words.js';
import { keepKeys } from '../shared/keep-keys.js';
import type { ControllableLens } from '../shared/linked-lens.js';
import { listsName } from '../shared/listed.js';
import { saveFile } from '../shared/save-file.js';
import { theme } from '../shared/theme.styles.js';
import { TraceSource } from '../shared/trace-source.js';
import { attributes } from './attributes.js';
import {
  basisSwitch,
  definition,
  explanation,
  plainSwitch,
  publishedLine,
} from './explanation.view.js';
import {
  type Basis,
  basesFor,
  type Evidence,
  type Finding,
  findOn,
  lessonsOf,
  publishedOn,
} from './findings.js';
import { styles } from './head-finder.styles.js';
import { spoken, words } from './head-finder.terms.js';
import { badge, behaviourButtons, paintHint, source } from './head-finder.view.js';
import { LensLink } from './lens-link.js';
import { LensNavigator } from './lens-navigator.js';
import { PatternController } from './pattern.controller.js';
import { probePanel } from './probe.view.js';
import { ProbeRun } from './probe-run.js';
import {
  BEST_FIRST,
  bestHeads,
  canDraw,
  type Sorting,
  scoreMap,
  scoreTable,
  sortBy,
} from './ranking.view.js';
import { ScoreMap } from './score-map.js';

/** What was found: the ranking of all heads, and which of them is on show. */
export interface FinderResults {
  readonly behaviour: string;
  /** On what it was measured: the text, the probe, or published work. */
  readonly basis: Basis;
  /** Best first. */
  readonly ranking: readonly RankedHead[];
  readonly shown: RankedHead;
  /** Whether the best head is good enough to be said to do this. */
  readonly passes: boolean;
}

export type FinderStatus = 'empty' | 'loading' | 'ready' | 'error';

/**
 * Finds the head that does a named thing, in the model and text at hand, and says why. It drives a lens: the one that `for`
 * names, or the nearest. With a `src` of its own it needs none.
 *
 * @slot - Shown until there is a text to search in.
 * @slot caption - A caption, under the head of the card.
 * @slot placeholder - Replaces what is said while there is no text to search in, where the default slot is empty.
 * @slot progress - Replaces what is said while the probe runs.
 * @slot error - Replaces what is said when a trace cannot be shown.
 *
 * @fires {AttnFindEvent} attn-find - The reader looked for a behaviour, or chose a runner-up.
 * @fires {AttnErrorEvent} attn-error - A trace could not be shown.
 *
 * @csspart card - The whole card.
 * @csspart header - The head of the card.
 * @csspart title - The title of the card.
 * @csspart badge - Whether the trace is recorded, live or constructed, and which model made it.
 * @csspart behaviours - The buttons.
 * @csspart behaviour - The button of one behaviour.
 * @csspart result - The panel with the head that was found.
 * @csspart verdict - Which head it is, and what it does.
 * @csspart bases - The choice of what scores were measured on.
 * @csspart basis - Whose scores these are: of the text, or of the model.
 * @csspart plain - The switch to the plain form of a definition.
 * @csspart lesson - That one head wins two buttons, and why.
 * @csspart definition - The formula, what it leaves out and its source.
 * @csspart formula - The formula.
 * @csspart published - Whether published work names the same head.
 * @csspart missing - Why the score means nothing on this text.
 * @csspart probe - The buttons of the probe.
 * @csspart paint - How to paint, and the button that wipes the paint off.
 * @csspart ranking - The best head and its runners-up.
 * @csspart runner-up - One of them.
 * @csspart bar - The bar of a score.
 * @csspart map - The map of all heads, coloured by score.
 * @csspart readout - What the head under the pointer has for a score.
 * @csspart table - The table of all heads.
 * @csspart csv - The button that downloads the ranking.
 * @csspart source - Where the trace is from.
 * @csspart error - The message when a trace cannot be shown.
 *
 * @cssprop --attn-surface - Background of the card.
 * @cssprop --attn-soft - Background of badges and bars.
 * @cssprop --attn-text - Text.
 * @cssprop --attn-muted - Text that matters less.
 * @cssprop --attn-line - Hairlines.
 * @cssprop --attn-query - Colour of bars and of the head on show.
 * @cssprop --attn-query-soft - Tint of the head on show.
 * @cssprop --attn-key - Colour of the lesson's edge.
 * @cssprop --attn-ramp-from - Colour of score 0.
 * @cssprop --attn-ramp-to - Colour of score 1.
 * @cssprop --attn-font - Font family.
 * @cssprop --attn-font-size - Size of text, all other sizes follow: 14px where the reader's own size is the usual 16.
 * @cssprop --attn-radius - Radius of the card's corners.
 *
 * @cssState empty - There is nothing to search in.
 * @cssState loading - A trace is being fetched.
 * @cssState ready - A behaviour can be looked for.
 * @cssState error - The latest trace could not be shown.
 */
export class HeadFinder extends CardElement {
  static override readonly tag: string = 'head-finder';
  static override styles = [theme, styles];

  static override properties = {
    ...attributes,
    trace: { attribute: false },
    plain: { attribute: false },
    basis: { attribute: false },
    picked: { attribute: false },
    tableOpen: { attribute: false },
    sorting: { attribute: false },
  };

  readonly #source = new TraceSource(this);
  readonly #engine = new EngineController(this, { runtime: getRuntime });
  readonly #link = new LensLink(this, {
    id: () => this.for,
    nearest: () => this.src === null && this.trace === null,
    onLeave: (lens) => {
      // Nobody else has the button that leads back.
      if (this.#showsProbe(lens)) lens.requests.showTemporarily(null);
    },
    onPaint: (cells) => this.#handlePaint(cells),
  });
  readonly #navigator = new LensNavigator();
  readonly #painted = new PatternController(this, {
    lens: () => this.#link.lens,
    pattern: () => (this.#paints ? (this.pattern ?? '') : null),
    onFollow: (pattern) => this.#followPattern(pattern),
  });
  readonly #probe = new ProbeRun(this);
  readonly #map = new ScoreMap(this, (entry) => this.#pick(entry));
  #evidence: Evidence | null = null;
  #finder: Finder | null = null;
  #finding: Finding | null = null;
  #shown: RankedHead | null = null;
  #warned = false;

  private plain = false;
  /** The reader's choice of what scores are measured on. */
  private basis: Basis | null = null;
  /** The reader's choice among the heads of the ranking; `null` is the best. */
  private picked: { readonly layer: number; readonly head: number } | null = null;
  private tableOpen = false;
  private sorting: Sorting = BEST_FIRST;

  /**
   * The id of the lens to drive, in the same document or shadow root or one around it. Without it the nearest lens, unless
   * the finder has a trace of its own.
   */
  for: string | null = null;

  /** The address of a trace to search in, if there is no lens. The `trace` property takes one that is loaded already. */
  src: string | null = null;

  /** A trace to search in, where there is no lens: a `Trace`, or the parsed JSON of one. Comes before `src`. */
  trace: Trace | TraceFile | null = null;

  /** The behaviour to look for. The reader's choice is written to it. */
  behaviour: string | null = null;

  /** The painted pattern: `10.2_11.3` is query 10 on key 2 and query 11 on key 3. It is kept in the page's address too. */
  pattern: string | null = null;

  /** How many runners-up are listed. */
  top = 5;

  /** Parts to leave out, separated by spaces. The id of a behaviour leaves out its button. */
  override hide: string | null = null;

  /** The title of the card, and its name for assistive technology. Without it "Head finder". */
  override label: string | null = null;

  constructor() {
    super();
    keepKeys(this);
  }

  /** What was found; `null` where no behaviour is chosen or it means nothing here. */
  get results(): FinderResults | null {
    const [finding, shown] = [this.#finding, this.#shown];
    if (!finding || !shown) return null;
    const { finder, basis, ranking, passes } = finding;
    return { behaviour: finder.id, basis, ranking, shown, passes };
  }

  /** `empty`, `loading`, `ready` or `error`; each is a CSS state too. */
  get status(): FinderStatus {
    if (this.#evidence) return 'ready';
    if (this.#source.loading) return 'loading';
    return this.#source.error ? 'error' : 'empty';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#source.read({ trace: this.trace, src: this.src || null, inline: null });
    this.#link.resolve();
    this.#evidence = this.#gather();
    this.#finder = this.#chosenFinder();
    const before = this.#finding;
    this.#finding = this.#find();
    const isOther = before !== null && this.#finding?.finder.id !== before.finder.id;
    if (isOther || changed.has('pattern')) this.picked = null;
    this.#shown = this.#choose();
  }

  protected override updated(): void {
    this.setStates(this.status);
    this.#showInLens();
    this.#map.update(this.renderRoot, this.#scored());
    this.announceError(this.#source.error);
  }

  // What is found

  #gather(): Evidence | null {
    const lens = this.#link.lens;
    const trace = lens?.shown ?? this.#source.trace;
    if (!trace) return null;
    const ignoreFirst = lens?.shown ? lens.ignoreFirst : false;
    return { trace, ignoreFirst, probe: this.#probe.result(trace) };
  }

  #chosenFinder(): Finder | null {
    if (this.behaviour === null || this.behaviour === '') return null;
    if (this.behaviour === 'painted') return painted(this.#cells());
    const finder = FINDERS.find(({ id }) => id === this.behaviour);
    if (!finder) {
      if (!this.#warned) {
        const ids = attributes.behaviour.values.join(', ');
        console.warn(`<head-finder> knows no behaviour "${this.behaviour}". Use one of ${ids}.`);
      }
      this.#warned = true;
      return null;
    }
    return (this.plain && finder.plain) || finder;
  }

  #find(): Finding | null {
    const [finder, evidence] = [this.#finder, this.#evidence];
    if (!finder || !evidence) return null;
    const bases = basesFor(finder, evidence);
    const basis = this.basis && bases.includes(this.basis) ? this.basis : bases[0];
    return basis ? findOn(finder, basis, evidence) : null;
  }

  #choose(): RankedHead | null {
    const { ranking = [] } = this.#finding ?? {};
    const { picked } = this;
    const found =
      picked && ranking.find(({ layer, head }) => layer === picked.layer && head === picked.head);
    return found ?? ranking[0] ?? null;
  }

  #showInLens(): void {
    const [{ lens }, finding, shown] = [this.#link, this.#finding, this.#shown];
    if (!lens?.shown || !finding || !shown) return;
    const { layer, head } = this.picked ?? {};
    this.#navigator.show(lens, `${finding.finder.id} ${finding.basis} ${layer}.${head}`, shown);
  }

  #scored() {
    const [evidence, finding, shown] = [this.#evidence, this.#finding, this.#shown];
    if (!evidence || !finding || !shown) return null;
    const { layers, heads } = evidence.trace.model;
    return { layers, heads, ranking: finding.ranking, shown };
  }

  // Painting

  get #paints(): boolean {
    return this.behaviour === 'painted';
  }

  #cells(): PaintedCell[] {
    return parsePattern(this.pattern ?? '');
  }

  #followPattern(pattern: string): void {
    if (pattern === this.pattern) return;
    this.pattern = pattern;
    this.behaviour = 'painted';
    this.#navigator.forget();
  }

  #handlePaint(cells: readonly PaintedCell[]): void {
    if (!this.#paints) return;
    const pattern = formatPattern(cells);
    this.#painted.keep(pattern);
    void this.#look(() => {
      this.pattern = pattern;
    });
  }

  // What the reader does

  async #look(change: () => void): Promise<void> {
    change();
    this.#navigator.forget();
    this.requestUpdate();
    await this.updateComplete;
    const [finding, shown] = [this.#finding, this.#shown];
    if (finding && shown) {
      this.dispatchEvent(new AttnFindEvent(finding.finder.id, shown, finding.passes));
    }
  }

  #handleBehaviour = (id: string): void => {
    void this.#look(() => {
      this.behaviour = id;
      this.picked = null;
      this.basis = null;
    });
  };

  #handleBasis = (basis: Basis): void => {
    void this.#look(() => {
      this.basis = basis;
      this.picked = null;
    });
  };

  #handlePlain = (event: Event): void => {
    const { checked } = event.target as HTMLInputElement;
    void this.#look(() => {
      this.plain = checked;
      this.picked = null;
    });
  };

  #pick = ({ layer, head }: { readonly layer: number; readonly head: number }): void => {
    void this.#look(() => {
      this.picked = { layer, head };
    });
  };

  #handleProbe = async (): Promise<void> => {
    const [engine, evidence] = [this.#engineHere(), this.#evidence];
    if (!engine || !evidence) return;
    const button = this.shadowRoot?.activeElement;
    if (!(await this.#probe.run(engine, evidence.trace))) return;
    this.#handleBasis('probe');
    await this.updateComplete;
    // The button is gone; the focus shall not be.
    if (!button || button.isConnected) return;
    this.renderRoot.querySelector<HTMLElement>('[data-look], [data-basis=probe]')?.focus();
  };

  #handleProbeView = (): void => {
    const [lens, probe] = [this.#link.lens, this.#evidence?.probe];
    if (lens && probe) {
      lens.requests.showTemporarily(this.#showsProbe(lens) ? null : probe.trace);
    }
  };

  /** Whether a lens shows the probe. */
  #showsProbe({ temporaryTrace }: ControllableLens): boolean {
    return temporaryTrace != null && temporaryTrace === this.#evidence?.probe?.trace;
  }

  #handleTryText = (): void => {
    const { lens } = this.#link;
    if (!lens) return;
    lens.requests.setText(words.repeating);
    this.requestUpdate();
  };

  #handleSort = (by: Sorting['by']): void => {
    this.sorting = sortBy(this.sorting, by);
  };

  #handleTable = (event: Event): void => {
    this.tableOpen = (event.target as HTMLDetailsElement).open;
  };

  #handleCsv = (): void => {
    const finding = this.#finding;
    if (!finding) return;
    const file = new Blob([toCsv(finding.ranking)], { type: 'text/csv' });
    saveFile(file, `${finding.finder.id}-${finding.basis}.csv`);
  };

  /** What the probe runs on: the engine of the lens, and without one that of the <attn-model> around or of the page. */
  #engineHere(): Engine | undefined {
    const { lens } = this.#link;
    return lens ? lens.engine : this.#engine.engine;
  }

  // What it looks like

  protected override render(): TemplateResult {
    const [evidence, finder] = [this.#evidence, this.#finder];
    const { error } = this.#source;
    const failed = error !== null && !this.#link.lens?.shown;
    return this.renderCard(
      words,
      evidence ? badge(evidence.trace) : nothing,
      html`<slot name="caption"></slot>`,
      failed ? error : null,
      html`
        <div class="nothing" ?hidden=${evidence !== null || failed}>
          <slot><slot name="placeholder">${this.#describeWaiting()}</slot></slot>
        </div>
        ${
          evidence && !this.hides('behaviours')
            ? behaviourButtons(this.#offered(), this.behaviour, this.#handleBehaviour)
            : nothing
        }
        ${evidence ? this.#renderResult(evidence, finder) : nothing}
        ${evidence ? source(evidence.trace) : nothing}
      `,
      html`
        <span class="spoken" role="status">${this.#describeResult()}</span>
      `,
    );
  }

  /** Painting needs the matrix of a lens. */
  #offered(): Finder[] {
    const { lens } = this.#link;
    const canPaint = this.#paints || (lens !== null && !listsName(lens.hide, 'matrix'));
    const finders = canPaint ? [...FINDERS, painted([])] : FINDERS;
    return finders.filter(({ id }) => !this.hides(id));
  }

  #describeResult(): string {
    const [finding, shown] = [this.#finding, this.#shown];
    if (finding && shown) return spoken(finding, shown);
    const [evidence, finder] = [this.#evidence, this.#finder];
    return evidence && finder ? missingWords(finder, evidence.trace, evidence.ignoreFirst) : '';
  }

  #describeWaiting(): string {
    if (this.#source.loading) return words.loading;
    const known = this.for === null || this.#link.lens !== null;
    return known ? words.nothing : words.noLens(this.for ?? '');
  }

  #renderResult(evidence: Evidence, finder: Finder | null): TemplateResult {
    if (!finder) return html`<div class="section" part="result">${words.invite}</div>`;
    const [finding, shown] = [this.#finding, this.#shown];
    return html`<div class="section result" part="result">
      <div class="said">${this.#renderSaid(evidence, finder)}</div>
      ${
        finding && shown
          ? html`<div class="heads">
              ${bestHeads(finding.ranking, this.#runnersUp(), shown, this.#pick)}
            </div>`
          : nothing
      }
      <div class="why">
        ${definition(finder)}
        ${finding && shown ? publishedLine(finder, publishedOn(finding, evidence, shown)) : nothing}
      </div>
      ${finding && shown ? this.#renderAll(evidence, finding, shown) : nothing}
    </div>`;
  }

  #renderSaid(evidence: Evidence, finder: Finder): TemplateResult {
    const { trace, ignoreFirst, probe } = evidence;
    const [finding, shown] = [this.#finding, this.#shown];
    const bases = basesFor(finder, evidence);
    const hasPlain = FINDERS.some(({ id, plain }) => id === this.behaviour && plain);
    return html`${bases.length > 1 ? basisSwitch(bases, finding?.basis ?? null, this.#handleBasis) : nothing}
      ${hasPlain ? plainSwitch(this.plain, this.#handlePlain) : nothing}
      ${
        finding && shown
          ? explanation({
              finding,
              shown,
              model: trace.model.name,
              probed: probe,
              firstLeftOut: finding.basis === 'text' && ignoreFirst && finder.respectsIgnoreFirst,
              lessons: lessonsOf(finding, shown, evidence),
            })
          : html`<p part="missing"><strong>${missingWords(finder, trace, ignoreFirst)}</strong></p>`
      }
      ${finder.probe ? this.#renderProbe(finder, evidence, bases) : nothing}
      ${this.#paints ? paintHint(this.#link.lens !== null, () => this.#handlePaint([])) : nothing}`;
  }

  #runnersUp(): number {
    return Number.isNaN(this.top) ? attributes.top.default : Math.max(0, Math.trunc(this.top));
  }

  #renderProbe(
    finder: Finder,
    { trace, probe, ignoreFirst }: Evidence,
    bases: readonly Basis[],
  ): TemplateResult {
    const [{ lens }, engine] = [this.#link, this.#engineHere()];
    const able = engine && this.#probe.canRun(engine, trace);
    const noRepeat = finder.needsRepeats && !bases.includes('text');
    const takesText =
      lens && !listsName(lens.hide, 'live') && !listsName(lens.lock, 'text') ? lens : null;
    return probePanel(
      {
        run: this.#probe,
        model: able ? { name: trace.model.name, bytes: this.#probe.bytesToLoad(engine) } : null,
        ran: probe !== null,
        looked: lens && this.#showsProbe(lens),
        others: bases.length > 0,
        missing: noRepeat ? missingWords(finder, trace, ignoreFirst) : null,
        taken: takesText && takesText.text === words.repeating,
      },
      { onRun: this.#handleProbe, onLook: this.#handleProbeView, onTryText: this.#handleTryText },
    );
  }

  #renderAll({ trace }: Evidence, { ranking }: Finding, shown: RankedHead): TemplateResult {
    const { layers, heads } = trace.model;
    const handlers = { onSort: this.#handleSort, onPick: this.#pick };
    return html`${this.hides('map') || !canDraw(layers, heads) ? nothing : html`<div class="all">${scoreMap(layers, heads)}</div>`}
      ${
        this.hides('table')
          ? nothing
          : html`<details @toggle=${this.#handleTable}>
              <summary>${words.table}</summary>
              <button type="button" part="csv" @click=${this.#handleCsv}>${words.csv}</button>
              ${this.tableOpen ? scoreTable(ranking, shown, this.sorting, handlers) : nothing}
            </details>`
      }`;
  }
}
