import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
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
import type { Engine } from '../../runtime/index.js';
import { TRACE_LIMITS, type Trace, type TraceFile } from '../../runtime/trace/index.js';
import { VERSION } from '../../version.js';
import { CellGrid } from '../shared/cell-grid.js';
import { defineElement } from '../shared/define.js';
import { AttnErrorEvent, AttnFindEvent } from '../shared/events.js';
import { finderWords } from '../shared/finder-words.js';
import type { SteeredLens } from '../shared/linked-lens.js';
import { Speaker } from '../shared/localize.js';
import { megabytes } from '../shared/megabytes.js';
import { readFragment, writeFragment } from '../shared/page-fragment.js';
import { headName } from '../shared/score-text.js';
import { theme } from '../shared/theme.styles.js';
import { TraceSource } from '../shared/trace-source.js';
import {
  type Basis,
  basesFor,
  type Evidence,
  type Finding,
  findOn,
  lessonsOf,
  needsRepeats,
  publishedOn,
} from './findings.js';
import { styles } from './head-finder.styles.js';
import {
  badge,
  basisSwitch,
  behaviourButtons,
  bestHeads,
  definition,
  explanation,
  type Sorting,
  scoreMap,
  scoreTable,
  source,
} from './head-finder.view.js';
import { LensLink } from './lens-link.js';
import { sentences, spoken, words } from './phrases.js';
import { ProbeRun } from './probe-run.js';

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

/** Every head is in the DOM: the cells are the picture, there is none behind them. */
const WINDOW = Math.max(TRACE_LIMITS.layers, TRACE_LIMITS.heads);

const RUNNERS_UP = 5;

/**
 * Finds the head that does a named thing, in the model and text at hand, and says why. It drives a lens: the one that `for`
 * names, or the nearest. With a `src` of its own it needs none.
 *
 * @slot - Shown until there is a text to search in.
 * @slot error - Replaces what is said when a trace cannot be shown.
 *
 * @fires {AttnFindEvent} attn-find - The reader looked for a behaviour, or chose a runner-up.
 * @fires {AttnErrorEvent} attn-error - A trace could not be shown.
 *
 * @csspart card - The whole card.
 * @csspart header - The head of the card.
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
 * @cssprop --attn-radius - Radius of the card's corners.
 *
 * @cssState empty - There is nothing to search in.
 * @cssState loading - A trace is being fetched.
 * @cssState ready - A behaviour can be looked for.
 * @cssState error - The latest trace could not be shown.
 */
export class HeadFinder extends LitElement {
  static readonly version: string = VERSION;
  static override styles = [theme, styles];

  /** Defines this class as `tag`, unless the tag is taken. */
  static define(tag = 'head-finder', registry?: CustomElementRegistry): void {
    defineElement(tag, HeadFinder, registry);
  }

  readonly #speaker = new Speaker(this);
  readonly #source = new TraceSource(this);
  readonly #link = new LensLink(this, {
    id: () => this.for,
    nearest: () => this.src === null && this.trace === null,
    onPaint: (cells) => this.#handlePaint(cells),
  });
  readonly #probe = new ProbeRun(this);
  readonly #internals = this.attachInternals();
  #evidence: Evidence | null = null;
  #finder: Finder | null = null;
  #finding: Finding | null = null;
  /** The ranking again, by `layer.head`. */
  #entries: ReadonlyMap<string, RankedHead> = new Map();
  #shown: RankedHead | null = null;
  #map: { readonly plot: HTMLElement; readonly cells: CellGrid } | null = null;
  #announced: Error | null = null;
  /** What the lens was last set to, and for which finding: a head that the reader went to since is left alone. */
  #driven: {
    readonly lens: SteeredLens;
    readonly key: string;
    readonly layer: number;
    readonly head: number;
  } | null = null;
  /** Paint is of the finder that put it on the lens: another one with the same lens leaves it alone. */
  #paints = false;
  #warned = false;

  @state() private plain = false;
  /** The reader's choice of what scores are measured on. */
  @state() private basis: Basis | null = null;
  /** The reader's choice among the heads of the ranking; `null` is the best. */
  @state() private picked: { readonly layer: number; readonly head: number } | null = null;
  @state() private tableOpen = false;
  @state() private sorting: Sorting = { by: 'place', descending: false };
  /** The id of the lens to drive. Without it, the nearest one, unless there is a `src`. */
  @property() for: string | null = null;

  /** The address of a trace to search in, where there is no lens. */
  @property() src: string | null = null;

  /** A trace to search in, where there is no lens: a `Trace`, or the parsed JSON of one. Comes before `src`. */
  @property({ attribute: false }) trace: Trace | TraceFile | null = null;

  /** `previous`, `sink`, `decisive`, `induction`, `duplicate`, `same-word`, `broadest` or `painted`. */
  @property({ reflect: true }) behaviour: string | null = null;

  /** The painted pattern: `10.2_11.3` is query 10 on key 2 and query 11 on key 3. Kept in the page's address too. */
  @property({ reflect: true }) pattern: string | null = null;

  /** How many runners-up are listed. */
  @property({ type: Number }) top: number = RUNNERS_UP;

  /** Parts to leave out, separated by spaces: `behaviours`, `map`, `table`, or ids of behaviours. */
  @property() hide: string | null = null;

  /**
   * The title of the card, and its name for assistive technology. Without it "Head finder".
   */
  @property() label: string | null = null;

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

  override connectedCallback(): void {
    super.connectedCallback();
    globalThis.addEventListener('hashchange', this.#handleHashchange);
    if (this.pattern === null) this.#handleHashchange();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    globalThis.removeEventListener('hashchange', this.#handleHashchange);
  }

  protected override performUpdate(): void {
    this.#speaker.speak(() => super.performUpdate());
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#source.read({ trace: this.trace, src: this.src || null, inline: null });
    this.#link.resolve();
    this.#evidence = this.#gather();
    this.#finder = this.#chosenFinder();
    const before = this.#finding;
    this.#finding = this.#find();
    const ranking = this.#finding?.ranking ?? [];
    if (ranking !== before?.ranking) {
      this.#entries = new Map(ranking.map((entry) => [headName(entry), entry]));
    }
    const isOther = before !== null && this.#finding?.finder.id !== before.finder.id;
    if (isOther || changed.has('pattern')) this.picked = null;
    this.#shown = this.#choose();
  }

  protected override updated(): void {
    const { states } = this.#internals;
    states.clear();
    states.add(this.status);
    this.#showPaint();
    this.#drive();
    this.#drawMap();
    const { error } = this.#source;
    if (error && error !== this.#announced) this.dispatchEvent(new AttnErrorEvent(error));
    this.#announced = error;
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
        const ids = [...FINDERS.map(({ id }) => id), 'painted'].join(', ');
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

  /** Shows the head in the lens, unless the reader has gone elsewhere since. */
  #drive(): void {
    const [lens, shown, evidence] = [this.#link.lens, this.#shown, this.#evidence];
    if (!lens?.shown || !shown || !evidence) return;
    const key = `${this.#finding?.finder.id} ${this.#finding?.basis} ${this.picked?.layer}.${this.picked?.head}`;
    const driven = this.#driven?.lens === lens ? this.#driven : null;
    const left = driven && (lens.layer !== driven.layer || lens.head !== driven.head);
    if (left && driven.key === key) return;
    const { layer, head } = shown;
    if (lens.layer !== layer) lens.layer = layer;
    if (lens.head !== head) lens.head = head;
    this.#driven = { lens, key, layer, head };
  }

  // Painting

  get #addressName(): string {
    return this.id ? `${this.id}-pattern` : 'attn-pattern';
  }

  /** The page was opened, or the reader followed a link, to an address with a pattern. */
  #handleHashchange = (): void => {
    const pattern = readFragment(this.#addressName);
    if (pattern === null || pattern === this.pattern) return;
    this.pattern = pattern;
    this.behaviour = 'painted';
    this.#driven = null;
  };

  #cells(): PaintedCell[] {
    return parsePattern(this.pattern ?? '');
  }

  /** Makes the lens's matrix take paint while the reader paints, and only then. */
  #showPaint(): void {
    const { lens } = this.#link;
    if (!lens) return;
    if (this.behaviour !== 'painted') {
      if (this.#paints) lens.painted = null;
      this.#paints = false;
      return;
    }
    this.#paints = true;
    if (!lens.painted || formatPattern(lens.painted) !== formatPattern(this.#cells())) {
      lens.painted = this.#cells();
    }
  }

  #handlePaint(cells: readonly PaintedCell[]): void {
    if (this.behaviour !== 'painted') return;
    const pattern = formatPattern(cells);
    writeFragment(this.#addressName, pattern);
    void this.#look(() => {
      this.pattern = pattern;
    });
  }

  #hides(part: string): boolean {
    return this.hide?.split(/\s+/).includes(part) ?? false;
  }

  // What the reader does

  async #look(change: () => void): Promise<void> {
    change();
    // Looking for the same again brings the lens back to it.
    this.#driven = null;
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
    const [engine, evidence] = [this.#link.lens?.engine, this.#evidence];
    if (!engine || !evidence) return;
    const button = this.shadowRoot?.activeElement;
    if (!(await this.#probe.run(engine, evidence.trace))) return;
    this.#handleBasis('probe');
    await this.updateComplete;
    // The button is gone; the focus shall not be.
    if (button && !button.isConnected)
      this.renderRoot.querySelector<HTMLElement>('[data-look]')?.focus();
  };

  #handleProbeView = (): void => {
    const [lens, probe] = [this.#link.lens, this.#evidence?.probe];
    if (lens && probe) lens.detour = this.#showsProbe() ? null : probe.trace;
  };

  /** Whether the lens shows the probe. */
  #showsProbe(): boolean {
    const { lens } = this.#link;
    return lens?.detour != null && lens.detour === this.#evidence?.probe?.trace;
  }

  #handleTryText = (): void => {
    const { lens } = this.#link;
    if (!lens) return;
    lens.text = words.repeating;
    this.requestUpdate();
  };

  #handleSort = (by: Sorting['by']): void => {
    const again = this.sorting.by === by;
    this.sorting = { by, descending: again && !this.sorting.descending };
  };

  #handleTable = (event: Event): void => {
    this.tableOpen = (event.target as HTMLDetailsElement).open;
  };

  #handleCsv = (): void => {
    const finding = this.#finding;
    if (!finding) return;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([toCsv(finding.ranking)], { type: 'text/csv' }));
    link.download = `${finding.finder.id}-${finding.basis}.csv`;
    link.click();
    URL.revokeObjectURL(link.href);
  };

  // What it looks like

  #drawMap(): void {
    const plot = this.renderRoot.querySelector<HTMLElement>('.plot');
    const [finding, evidence, shown] = [this.#finding, this.#evidence, this.#shown];
    const grid = plot?.querySelector<HTMLElement>('[role=grid]');
    if (!plot || !grid || !finding || !evidence || !shown) return;
    if (this.#map?.plot !== plot) {
      const cells = new CellGrid(plot, grid, {
        describe: ({ row, column }) =>
          sentences.cell(row, column, this.#entry(row, column), this.#finding?.ranking.length ?? 0),
        isSelected: ({ row, column }) => row === this.#shown?.layer && column === this.#shown.head,
        onPreview: () => {},
        onPick: ({ row, column }) => this.#pick({ layer: row, head: column }),
        window: WINDOW,
      });
      this.#map = { plot, cells };
    }
    const { layers, heads } = evidence.trace.model;
    plot.style.setProperty('--ratio', `${heads} / ${layers}`);
    this.#map.cells.update(layers, heads, { row: shown.layer, column: shown.head });
    for (const { layer, head, score } of finding.ranking) {
      const cell = grid.children[layer]?.children[head] as HTMLElement | undefined;
      cell?.style.setProperty('--score', score.toFixed(3));
    }
  }

  #entry(layer: number, head: number): RankedHead | undefined {
    return this.#entries.get(headName({ layer, head }));
  }

  protected override render(): TemplateResult {
    const [evidence, finding, shown] = [this.#evidence, this.#finding, this.#shown];
    const { error } = this.#source;
    const failed = error !== null && !this.#link.lens?.shown;
    const paintable = this.#link.lens ? [painted([])] : [];
    const finders = [...FINDERS, ...paintable].filter(({ id }) => !this.#hides(id));
    return html`
      <section class="card" part="card" lang=${words.lang} aria-label=${this.label || words.title}>
        <header part="header">
          <h2>${this.label || words.title}</h2>
          ${evidence ? badge(evidence.trace) : nothing}
        </header>
        <div class="error" part="error" role="alert" ?hidden=${!failed}>
          <slot name="error"><strong>${words.failed}</strong> ${error?.message}</slot>
        </div>
        <div class="nothing" ?hidden=${evidence !== null || failed}>
          <slot>${this.#renderWaiting()}</slot>
        </div>
        ${
          evidence && !this.#hides('behaviours')
            ? behaviourButtons(finders, this.behaviour, this.#handleBehaviour)
            : nothing
        }
        ${evidence ? this.#renderResult(evidence) : nothing}
        ${evidence && finding && shown ? this.#renderAll(evidence, finding) : nothing}
        ${evidence ? source(evidence.trace) : nothing}
      </section>
      <span class="spoken" role="status">${this.#renderSpoken(finding, shown)}</span>
    `;
  }

  #renderSpoken(finding: Finding | null, shown: RankedHead | null): string {
    if (finding && shown) return spoken(finding, shown);
    const finder = this.#evidence && this.#finder;
    return finder ? finderWords(finder).missing : '';
  }

  #renderWaiting(): string {
    if (this.#source.loading) return words.loading;
    const known = this.for === null || this.#link.lens !== null;
    return known ? words.nothing : words.noLens(this.for ?? '');
  }

  #renderResult(evidence: Evidence): TemplateResult {
    const finder = this.#finder;
    if (!finder) return html`<div class="section" part="result">${words.invite}</div>`;
    const [finding, shown] = [this.#finding, this.#shown];
    const bases = basesFor(finder, evidence);
    const main = FINDERS.find(({ id }) => id === this.behaviour);
    return html`<div class="section result" part="result">
      <div>
        ${bases.length > 1 ? basisSwitch(bases, finding?.basis ?? null, this.#handleBasis) : nothing}
        ${
          main?.plain
            ? html`<label class="switch" part="plain">
                <input type="checkbox" .checked=${this.plain} @change=${this.#handlePlain} />
                ${words.plain}
              </label>`
            : nothing
        }
        ${
          finding && shown
            ? explanation({
                finding,
                shown,
                whose: this.#whose(finding, evidence),
                firstLeftOut:
                  finding.basis === 'text' && evidence.ignoreFirst && finder.heedsIgnoreFirst,
                published: publishedOn(finding, evidence, shown),
                lessons: lessonsOf(finding, shown, evidence),
              })
            : html`<p part="missing"><strong>${finderWords(finder).missing}</strong></p>
                ${definition(finder)}`
        }
        ${finder.probe ? this.#renderProbe(finder, evidence, bases) : nothing}
        ${finder.id === 'painted' ? this.#renderPaint() : nothing}
      </div>
      ${
        finding && shown
          ? html`<div>
              ${bestHeads(finding.ranking, this.#runnersUp(), shown, this.#pick)}
            </div>`
          : nothing
      }
    </div>`;
  }

  #renderPaint(): TemplateResult {
    return html`<p class="note" part="paint">
      ${this.#link.lens ? words.paintHint : words.paintNeedsLens}
      <button type="button" data-wipe @click=${() => this.#handlePaint([])}>${words.wipe}</button>
    </p>`;
  }

  #runnersUp(): number {
    return Number.isNaN(this.top) ? RUNNERS_UP : Math.max(0, Math.trunc(this.top));
  }

  #whose({ finder, ranking, basis, table }: Finding, { trace, probe }: Evidence): string {
    const passing = ranking.filter(({ score }) => score >= finder.passes).length;
    const probeDetail = probe ? words.probeDetail(probe.seeds, probe.length) : '';
    const detail =
      basis === 'published' && table
        ? words.publishedIn(table.source, table.measured)
        : probeDetail;
    const whose = words.ofModel(basis, trace.model.name, detail);
    return `${whose} ${words.passing(passing, ranking.length, finder.passes)}`;
  }

  #renderProbe(
    finder: Finder,
    { trace, probe }: Evidence,
    bases: readonly Basis[],
  ): TemplateResult {
    const { progress, error } = this.#probe;
    const lens = this.#link.lens;
    const able = this.#probe.canRun(lens?.engine, trace);
    const noRepeat = needsRepeats(finder) && !bases.includes('text');
    const offered = lens !== null && !lens.hide?.split(/\s+/).includes('live');
    const taken = offered && lens.text === words.repeating;
    return html`
      <div class="probe-actions" part="probe">
        ${
          probe === null && lens?.engine && able
            ? html`<button type="button" data-probe aria-disabled=${progress !== null} @click=${this.#handleProbe}>
                ${this.#probeLabel(lens.engine, trace)}
              </button>`
            : nothing
        }
        ${
          probe !== null && lens
            ? html`<button type="button" data-look @click=${this.#handleProbeView}>
                ${this.#showsProbe() ? words.backToText : words.lookAtProbe}
              </button>`
            : nothing
        }
      </div>
      <p class="note" role="status">
        ${progress ? words.probing(progress.done, progress.of) : nothing}
        ${probe === null && !able && bases.length === 0 ? words.noProbe : nothing}
        ${noRepeat && bases.length > 0 ? finderWords(finder).missing : nothing}
        ${noRepeat ? words.tryText(words.repeating) : nothing}
        ${noRepeat && taken ? words.inLens : nothing}
      </p>
      ${
        noRepeat && offered
          ? html`<button type="button" data-try @click=${this.#handleTryText}>${words.putIntoLens}</button>`
          : nothing
      }
      <div class="problem" role="alert">${error ? `${error.message} ${error.advice ?? ''}` : nothing}</div>
    `;
  }

  #probeLabel(engine: Engine, { model }: Trace): string {
    const bytes = this.#probe.bytesToLoad(engine);
    return bytes === null ? words.runProbe : words.loadAndProbe(model.name, megabytes(bytes));
  }

  #renderAll({ trace }: Evidence, finding: Finding): TemplateResult | typeof nothing {
    const [noMap, noTable] = [this.#hides('map'), this.#hides('table')];
    if (noMap && noTable) return nothing;
    const { layers, heads } = trace.model;
    return html`<div class="section all">
      ${noMap ? nothing : html`<div>${scoreMap(layers, heads)}</div>`}
      ${
        noTable
          ? nothing
          : html`<details @toggle=${this.#handleTable}>
              <summary>${words.table}</summary>
              ${this.tableOpen ? scoreTable(finding.ranking, this.sorting, this.#handleSort) : nothing}
              <button type="button" part="csv" @click=${this.#handleCsv}>${words.csv}</button>
            </details>`
      }
    </div>`;
  }
}
