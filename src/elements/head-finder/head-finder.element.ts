import { html, nothing, type TemplateResult } from 'lit';
import { FINDERS, type Finder, painted, type RankedHead } from '../../runtime/heads/index.js';
import type { Trace, TraceFile } from '../../runtime/trace/index.js';
import { awaitedLayers } from '../shared/awaited-layers.js';
import { CardElement } from '../shared/card-element.js';
import { AttnFindEvent } from '../shared/events.js';
import { keepKeys } from '../shared/keep-keys.js';
import { listsName } from '../shared/listed.js';
import { theme } from '../shared/theme.styles.js';
import { TraceSource } from '../shared/trace-source.js';
import { attributes } from './attributes.js';
import { FinderStore } from './finder.store.js';
import type { Basis, Evidence } from './findings.js';
import { styles } from './head-finder.styles.js';
import { words } from './head-finder.terms.js';
import { badge, behaviourButtons, source } from './head-finder.view.js';
import { LensLink } from './lens-link.js';
import { LensNavigator } from './lens-navigator.js';
import { PatternController } from './pattern.controller.js';
import { ProbeController } from './probe.controller.js';
import { resultPanel, spokenResult } from './result.view.js';
import { ScoresController } from './scores.controller.js';

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
  };

  readonly #store = new FinderStore({
    choices: this,
    onChange: (changes) => Object.assign(this, changes),
    onSearch: () => void this.#handleSearch(),
  });
  readonly #source = new TraceSource(this);
  readonly #link: LensLink = new LensLink(this, {
    id: () => this.for,
    nearest: () => this.src === null && this.trace === null,
    onLeave: (lens) => this.#probe.leave(lens),
    onPaint: (cells) => this.#pattern.paint(cells),
  });
  readonly #navigator = new LensNavigator();
  readonly #pattern = new PatternController(this, this.#store, () => this.#link.lens);
  readonly #probe = new ProbeController(this, this.#store, () => this.#link.lens);
  readonly #scores = new ScoresController(this, this.#store, (part) => this.hides(part));
  #warned = false;

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
    const { found } = this.#store;
    if (!found) return null;
    const { finder, basis, ranking, passes } = found.finding;
    return { behaviour: finder.id, basis, ranking, shown: found.shown, passes };
  }

  /** `empty`, `loading`, `ready` or `error`; each is a CSS state too. */
  get status(): FinderStatus {
    if (this.#store.evidence) return 'ready';
    if (this.#source.loading) return 'loading';
    return this.#source.error ? 'error' : 'empty';
  }

  protected override willUpdate(): void {
    this.#source.read({ trace: this.trace, src: this.src || null, inline: null });
    this.#link.resolve();
    this.#store.update(this.#gatherEvidence());
    this.#warnOfUnknown();
  }

  #gatherEvidence(): Evidence | null {
    const { lens } = this.#link;
    const before = this.#store.evidence?.trace ?? null;
    const trace = (this.#awaitsLens ? before : lens?.shown) ?? this.#source.trace;
    if (!trace) return null;
    const ignoreFirst = lens?.shown ? lens.ignoreFirst : false;
    return { trace, ignoreFirst, probe: this.#probe.result(trace) };
  }

  /** The best of the layers that a run has so far may not be the best in the end: the search is for the run that is over. */
  get #awaitsLens(): boolean {
    return awaitedLayers(this.#link.lens?.shown ?? null) > 0;
  }

  #warnOfUnknown(): void {
    if (!this.behaviour || this.#store.finder || this.#warned) return;
    const ids = attributes.behaviour.values.join(', ');
    console.warn(`<head-finder> knows no behaviour "${this.behaviour}". Use one of ${ids}.`);
    this.#warned = true;
  }

  protected override updated(): void {
    this.setStates(this.status);
    this.#showInLens();
    this.#scores.draw();
    this.announceError(this.#source.error);
  }

  #showInLens(): void {
    const [{ lens }, { found, searchKey }] = [this.#link, this.#store];
    if (lens?.shown && found) this.#navigator.show(lens, searchKey, found.shown);
  }

  async #handleSearch(): Promise<void> {
    this.requestUpdate();
    await this.updateComplete;
    const { found } = this.#store;
    if (!found) return;
    const { finder, passes } = found.finding;
    this.dispatchEvent(new AttnFindEvent(finder.id, found.shown, passes));
  }

  protected override render(): TemplateResult {
    const { evidence } = this.#store;
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
            ? behaviourButtons(this.#offered(), this.behaviour, (id) =>
                this.#store.chooseBehaviour(id),
              )
            : nothing
        }
        ${
          evidence
            ? resultPanel(this.#store, evidence, this.#runnersUp(), {
                probe: this.#probe,
                pattern: this.#pattern,
                scores: this.#scores,
              })
            : nothing
        }
        ${evidence ? source(evidence.trace, this.#awaitsLens) : nothing}
      `,
      html`
        <span class="spoken" role="status">${spokenResult(this.#store)}</span>
      `,
    );
  }

  /** Painting needs the matrix of a lens. */
  #offered(): Finder[] {
    const { lens } = this.#link;
    const canPaint = this.#store.paints || (lens !== null && !listsName(lens.hide, 'matrix'));
    const finders = canPaint ? [...FINDERS, painted([])] : FINDERS;
    return finders.filter(({ id }) => !this.hides(id));
  }

  #describeWaiting(): string {
    if (this.#source.loading) return words.loading;
    const known = this.for === null || this.#link.lens !== null;
    return known ? words.nothing : words.noLens(this.for ?? '');
  }

  #runnersUp(): number {
    return Number.isNaN(this.top) ? attributes.top.default : Math.max(0, Math.trunc(this.top));
  }
}
