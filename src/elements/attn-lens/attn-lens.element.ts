import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Engine, LiveTrace } from '../../runtime/index.js';
import {
  type QkvVectors,
  type Trace,
  TraceError,
  type TraceFile,
} from '../../runtime/trace/index.js';
import { CardElement } from '../shared/card-element.js';
import {
  AttnAblateEvent,
  AttnErrorEvent,
  AttnFindEvent,
  AttnHeadChangeEvent,
  AttnPaintEvent,
  AttnPredictEvent,
  AttnReadyEvent,
  AttnRunEvent,
  AttnTokenSelectEvent,
} from '../shared/events.js';
import { LazyPart } from '../shared/lazy-part.js';
import { theme } from '../shared/theme.styles.js';
import { TraceSource } from '../shared/trace-source.js';
import { AblationLoader } from './ablation/ablation.loader.js';
import type { AddressController } from './address/address.controller.js';
import { styles } from './attn-lens.styles.js';
import { words } from './attn-lens.terms.js';
import { LensCanvases } from './canvas/lens-canvases.js';
import { badge, type ShownTrace, source, viewSwitch } from './card/header.view.js';
import { Locks } from './card/locks.js';
import { ExportLoader } from './export/export.loader.js';
import type { LensSnapshot } from './export/export-formats.js';
import { FocusController } from './focus/focus.controller.js';
import {
  clampFocus,
  type Focus,
  type FocusLinks,
  hiddenLinks,
  linksOf,
} from './focus/focus-links.js';
import { GuessLoader } from './guess/guess.loader.js';
import type { HeadVectors } from './head/head-vectors.js';
import { OutOfRangeWarnings } from './head/out-of-range-warnings.js';
import {
  clampHead,
  clampToken,
  deriveHead,
  deriveSubject,
  type HeadChoice,
  type LensSelection,
  type ShownHead,
  type Subject,
  sameHead,
} from './head/subject.js';
import { LiveController } from './live/live.controller.js';
import { cutNote, nextTokens } from './live/live.view.js';
import { TextBox } from './live/text-box.js';
import type { VisibilityTrigger } from './live/visibility-trigger.js';
import { type PaintedCell, PaintStroke } from './matrix/paint-stroke.js';
import { PanesController } from './panes/panes.controller.js';
import { SummaryController } from './summary/summary.controller.js';
import { tokenRows } from './tokens/token-rows.view.js';

export type { LensSelection } from './head/subject.js';

export type LensStatus = 'empty' | 'loading' | 'ready' | 'error';

const NO_CELLS: readonly PaintedCell[] = [];

/**
 * Shows what every head of a transformer attends to, on one text: tokens, the matrix of the chosen head and a map of all
 * heads. The trace comes from the `trace` property, from `src`, or from a `<script type="application/json">` child.
 *
 * The reader can run a text of their own through a live model; nothing of it is loaded before they ask.
 *
 * Rest on a token to see what it reads (in the key's colour, with numbers) and who reads it (in the query's); click or
 * press Enter to keep it, Escape to let go. Heads of the map work the same way.
 *
 * @slot - Shown until a trace is, and where there is none; may hold the trace in a `<script type="application/json">`.
 * @slot placeholder - Takes the place of the slot without a name until a trace is shown.
 * @slot caption - A caption, above the source; saved pictures have its text.
 * @slot progress - Replaces the progress of a load.
 * @slot error - Replaces what is said when a trace cannot be shown.
 *
 * @fires {AttnReadyEvent} attn-ready - A trace is on screen.
 * @fires {AttnRunEvent} attn-run - The model has run on the reader's text.
 * @fires {AttnHeadChangeEvent} attn-head-change - The reader chose a head.
 * @fires {AttnTokenSelectEvent} attn-token-select - The reader pinned a token or freed it.
 * @fires {AttnPaintEvent} attn-paint - The reader painted a cell of the matrix or wiped it off.
 * @fires {AttnFindEvent} attn-find - The reader looked for a behaviour with the buttons of the lens.
 * @fires {AttnAblateEvent} attn-ablate - The reader switched heads off, and the model has run without them.
 * @fires {AttnPredictEvent} attn-predict - The reader guessed what a token reads most.
 * @fires {AttnErrorEvent} attn-error - A trace could not be shown, or a text not run.
 *
 * @csspart card - The whole card.
 * @csspart title - The title of the card.
 * @csspart strips - The strongest five each way.
 * @csspart legend - What axes and colours mean.
 * @csspart header - The head of the card, with title, badge and switch.
 * @csspart badge - Whether the trace is recorded, live or constructed, and which model made it.
 * @csspart ignore-first - The switch that leaves the first token out.
 * @csspart tokens - The tokens of the text.
 * @csspart token - One token of the text.
 * @csspart predict - What came of the reader's guess.
 * @csspart sentence - What is said of the token in focus.
 * @csspart picker - The picker of a layer or a head.
 * @csspart finder - The buttons that find a head in the map.
 * @csspart behaviour - One of these buttons.
 * @csspart finding - What was found.
 * @csspart details - What is told of one token: its id, position and bytes.
 * @csspart bytes - The button that shows a token's bytes.
 * @csspart matrix - The matrix.
 * @csspart readout - The value of the cell under the pointer.
 * @csspart lines - The head drawn as lines.
 * @csspart threshold - The slider of how much attention the lines show.
 * @csspart compare - The button that opens the comparison.
 * @csspart compared - What is compared with, and its pickers.
 * @csspart close - The button that closes the comparison.
 * @csspart map - The map of all heads.
 * @csspart numbers - The table of all numbers of the token in focus.
 * @csspart views - The choice between the recording and the live run.
 * @csspart next - The most likely next tokens.
 * @csspart live - The part in which the reader's own text is run.
 * @csspart text - The text box for the reader's own text.
 * @csspart run - The button that runs the reader's own text.
 * @csspart cancel - The button that gives up a load.
 * @csspart progress - How far the load is.
 * @csspart problem - Why a text was not run.
 * @csspart cut - The note that a text was too long and was cut.
 * @csspart ablate - The drawer in which heads of a live run are switched off.
 * @csspart switches - The switches of all heads.
 * @csspart ablation - What became of the next token.
 * @csspart take-away - The drawer with files, link and embed code.
 * @csspart source - Where the trace is from.
 * @csspart error - The message when a trace cannot be shown.
 *
 * @cssprop --attn-surface - Background of the card.
 * @cssprop --attn-soft - Background of badges and of the masked half.
 * @cssprop --attn-text - Text.
 * @cssprop --attn-muted - Text that matters less.
 * @cssprop --attn-line - Hairlines.
 * @cssprop --attn-query - Colour of the token that looks.
 * @cssprop --attn-query-soft - Tint of tokens that read the one in focus.
 * @cssprop --attn-key - Colour of what is looked at.
 * @cssprop --attn-key-soft - Tint of tokens that the one in focus reads.
 * @cssprop --attn-ramp-from - Colour of weight 0.
 * @cssprop --attn-ramp-to - Colour of weight 1.
 * @cssprop --attn-font - Font family.
 * @cssprop --attn-font-size - Size of text, all other sizes follow: 14px where the reader's own size is the usual 16.
 * @cssprop --attn-radius - Radius of the card's corners.
 *
 * @cssState empty - There is nothing to show.
 * @cssState loading - A trace is being fetched.
 * @cssState ready - A trace is on screen.
 * @cssState error - The latest trace could not be shown.
 * @cssState painting - The matrix takes paint.
 */
export class AttnLens extends CardElement {
  static override readonly tag: string = 'attn-lens';
  static override styles = [theme, styles];

  /**
   * Not as decorators, which would be more script than they save. With `useDefault` a default is no attribute: a framework that
   * compares a server's HTML with the page complains of what nobody set.
   */
  static override properties = {
    src: {},
    trace: { attribute: false },
    detour: { attribute: false },
    painted: { attribute: false },
    layer: { type: Number, reflect: true, useDefault: true },
    head: { type: Number, reflect: true, useDefault: true },
    average: { type: Boolean, reflect: true },
    token: { type: Number, reflect: true },
    ignoreFirst: { type: Boolean, reflect: true, attribute: 'ignore-first' },
    predict: { type: Boolean, reflect: true },
    ablate: { reflect: true },
    address: {},
    view: { reflect: true, useDefault: true },
    stage: { reflect: true, useDefault: true },
    threshold: { type: Number, reflect: true, useDefault: true },
    finder: { reflect: true },
    compare: { reflect: true },
    text: {},
    model: {},
    maxTokens: { type: Number, attribute: 'max-tokens' },
    run: {},
    hide: { reflect: true },
    lock: { reflect: true },
    label: {},
  };

  readonly #source = new TraceSource(this);
  readonly #live = new LiveController(this, {
    model: () => this.model || undefined,
    maxTokens: () => (this.maxTokens && this.maxTokens >= 1 ? this.maxTokens : undefined),
    onTrace: (trace) => this.#handleRun(trace),
    onError: (error) => this.dispatchEvent(new AttnErrorEvent(error)),
  });
  readonly #focus = new FocusController(this, {
    pinned: () => this.#pinnedToken(),
    onPin: (token) => this.#pinToken(token),
  });
  readonly #canvases = new LensCanvases(this, {
    onPreviewFocus: (focus) => this.#focus.preview(focus),
    onPickCell: (cell, continued) => this.#pickCell(cell, continued),
    paints: () => this.painted !== null,
    onPreviewHead: (head) => this.#focus.previewHead(head),
    onChooseHead: (head) => this.#chooseHead(head),
    onPickFocus: (focus) => this.#pickFocus(focus),
  });
  readonly #addressPart = new LazyPart(this, () => import('./address/address.controller.js'));
  #address: AddressController | null = null;
  readonly #sightPart = new LazyPart(this, () => import('./live/visibility-trigger.js'));
  #sight: VisibilityTrigger | null = null;
  readonly #textBox = new TextBox(this, this.#live, {
    given: () => this.text ?? this.#source.trace?.text ?? '',
  });
  readonly #locks = new Locks();
  readonly #warnings = new OutOfRangeWarnings();
  readonly #stroke = new PaintStroke();
  readonly #guess = new GuessLoader(this);
  readonly #summary = new SummaryController(this, {
    guess: this.#guess,
    hides: (part) => this.hides(part),
  });
  readonly #ablation = new AblationLoader(this, {
    engine: () => this.engine,
    chosen: () => clampHead(this.#trace(), this),
    found: () => this.#panes.finding?.found ?? [],
    onChoose: (heads) => {
      if (!this.isLocked('ablate')) this.ablate = heads || null;
    },
    onResult: ({ heads, change }) => this.dispatchEvent(new AttnAblateEvent(heads, change)),
  });
  readonly #export = new ExportLoader(this, {
    snapshot: () => this.#snapshot(),
    link: () => (this.address === null ? null : (this.#address?.link ?? null)),
    asking: () => this.#guess.asking,
    locale: this.locale,
  });
  readonly #panes = new PanesController(this, {
    vectors: (layer, head) => this.vectors(layer, head),
    hides: (part) => this.hides(part),
    onChoose: (choice) => this.#chooseHead(choice),
    onFind: (id) => void this.#find(id === this.finder ? null : id),
  });
  #vectors: HeadVectors | null = null;
  #subject: Subject | null = null;
  #onScreen: ShownHead | null = null;
  #links: FocusLinks | null = null;
  #ready: Trace | null = null;
  /** The selection of the view that is not shown. */
  #remembered: LensSelection = { layer: 0, head: 0, token: null };

  #inline: string | null = null;
  #showing: ShownTrace = 'recording';

  /** The address of a trace, relative to the page. */
  src: string | null = null;

  /** The trace to show: a `Trace`, or the parsed JSON of a trace file. Comes before `src`. */
  trace: Trace | TraceFile | null = null;

  /** A trace shown for a while in place of the others, which stay. It ends with `null`, a run or another trace. */
  detour: Trace | null = null;

  /** Painted cells of the matrix. With a list, also an empty one, picking a cell paints it or wipes it off. */
  painted: readonly PaintedCell[] | null = null;

  /** The layer of the chosen head, from 0. */
  layer = 0;

  /** The chosen head of that layer, from 0. */
  head = 0;

  /** Shows the average of the layer's heads in place of the head. */
  average = false;

  /** The position of the pinned token, from 0; `null` when none is. */
  token: number | null = null;

  /** Leaves the first token out and scales the rest of every row up: on short texts most heads rest on it. */
  ignoreFirst = false;

  /** The reader guesses what a token reads most before anything shows it. */
  predict = false;

  /** Heads of the live run that are switched off: `4.11 5.*` is head 11 of layer 4 and all of layer 5. */
  ablate: string | null = null;

  /** Keeps the state in the page's address, after `#`, under this name; under the element's id, or `lens`, where it is empty. */
  address: string | null = null;

  /** How the chosen head is drawn: `matrix` or `lines`. */
  view = 'matrix';

  /**
   * What the matrix shows: `scores` (q·k), `masked` (scaled and masked) or `softmax`, the weights. The first two need a
   * recording with vectors, or a live run.
   */
  stage = 'softmax';

  /** The share of each row's attention that its lines carry together, in 0.1..1. */
  threshold = 0.9;

  /** The finder whose heads are marked in the map: `previous`, `sink` or `decisive`. */
  finder: string | null = null;

  /**
   * What the head is compared with: another one, as in `4.11`; `other`, the same one in the live run beside a recording or
   * in the recording beside a live run; or the address of a trace, where `#4.11` after it names a head.
   */
  compare: string | null = null;

  /** The text in the text box, until the reader types another. Without it, that of the trace. */
  text: string | null = null;

  /** The model for live runs: `tiny`, `gpt2`, or the address of a pack. Without it that of the <attn-model> around. */
  model: string | null = null;

  /** Where a text is cut, in tokens. Without it 128, or what the model can take where that is less. */
  maxTokens: number | null = null;

  /**
   * What starts the first live run: the reader's press (`interaction`, as without it), the lens coming into sight (`visible`; a
   * large model waits for the press on a phone or where data is saved), or only the page, with `runLive()` (`manual`: the text box is there once it has).
   */
  run: string | null = null;

  /**
   * Parts to leave out, separated by spaces: `header`, `title`, `badge`, `ignore-first`, `views`, `tokens`, `sentence`, `details`,
   * `strips`, `numbers`, `picker`, `view`, `stage`, `threshold`, `compare`, `matrix`, `readout`, `map`, `legend`, `finder`, `next`, `cut`,
   * `ablate`, `live`, `take-away`, `source`.
   */
  override hide: string | null = null;

  /**
   * What the reader sees and cannot change, separated by spaces: `layer`, `head` (both with the map and the finder), `token`,
   * `ignore-first`, `views`, `view`, `stage`, `threshold`, `compare`, `finder`, `text`, `run`, `ablate`.
   */
  override lock: string | null = null;

  /**
   * The title of the card, and its name for assistive technology. Without it "Attention lens".
   */
  override label: string | null = null;

  /** What is chosen. The same as `layer`, `head` and `token`, held to what the trace has. */
  get selection(): LensSelection {
    return { ...clampHead(this.#trace(), this), token: this.#pinnedToken() };
  }

  /** The trace on screen: the one it was given, the latest live run, or a detour. */
  get shown(): Trace | null {
    return this.#trace();
  }

  /**
   * What runs the reader's own text, for others who want a run of the same model. `undefined` while nothing on the page has
   * asked for a runtime: it comes with the reader's first move towards the text box, or with a model of the page's choice.
   */
  get engine(): Engine | undefined {
    return this.#live.engine;
  }

  /**
   * Query, key and value vectors of one head of `shown`, each [T,headDim]: from the file that a recording names (which may
   * have no values), or from another run of a live text. Rejects with a `TraceError`, `TraceLoadError` or `RuntimeError`
   * where they cannot be had.
   */
  async vectors(layer: number, head: number): Promise<QkvVectors> {
    const trace = this.#trace();
    if (!trace) throw new TraceError('qkv', 'is missing: the lens shows nothing yet.');
    const { HeadVectors } = await import('./head/head-vectors.js');
    this.#vectors ??= new HeadVectors(this);
    return this.#vectors.of(trace, layer, head, {
      base: this.#source.base,
      engine: this.engine,
    });
  }

  /** `empty`, `loading`, `ready` or `error`; each is a CSS state too, as in `attn-lens:state(ready)`. */
  get status(): LensStatus {
    if (this.#source.loading) return 'loading';
    if (this.#source.error) return 'error';
    return this.#trace() ? 'ready' : 'empty';
  }

  /** Why the latest trace is not shown, or the latest text was not run. */
  get error(): Error | null {
    const { error } = this.#live;
    return this.#source.error ?? (error instanceof Error ? error : null);
  }

  /**
   * Tokens, matrix, sentence and source as an SVG file that needs no other, in the colours on screen.
   * @throws {Error} as the other `to…` do, while nothing is shown.
   */
  toSvg(): Promise<string> {
    return this.#export.use((formats, snapshot) => formats.toSvg(snapshot));
  }

  /**
   * The same as PNG.
   * @param density pixels per CSS pixel.
   */
  toPng(density = 2): Promise<Blob> {
    return this.#export.use((formats, snapshot) => formats.toPng(snapshot, density));
  }

  /** The matrix on screen as CSV: a row per query, six decimals, empty where masked. */
  toCsv(): Promise<string> {
    return this.#export.use((formats, snapshot) => formats.toCsv(snapshot));
  }

  /** The trace on screen as a file that `src` loads again. */
  toJson(): Promise<string> {
    return this.#export.use((formats, snapshot) => formats.toJson(snapshot));
  }

  /**
   * What to paste into a page to have this lens there, as it is now: a script tag, or a frame (`null` for a trace without an
   * address).
   */
  toEmbedCode(kind: 'script' | 'frame' = 'script'): Promise<string | null> {
    return this.#export.use((formats, snapshot) =>
      kind === 'frame' ? formats.toFrame(snapshot) : formats.toScript(snapshot),
    );
  }

  /**
   * Runs the text in the text box, as the reader's press does: loads the model first.
   * @param text put into the text box before.
   */
  async runLive(text?: string): Promise<void> {
    if (text !== undefined) this.text = text;
    await this.updateComplete;
    await this.#live.run(this.#textBox.text);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#readInline();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#readAddress();
    this.#watchSight();
    if (changed.has('text')) this.#textBox.forget();
    const before = this.#source.trace;
    this.#source.read({ trace: this.trace, src: this.src || null, inline: this.#inline });
    if (this.#source.trace !== before) this.detour = null;
    if (this.#source.trace !== before && this.#showing === 'live') {
      const { layer, head, token } = this;
      this.#show('recording');
      // What the page has set along with the trace is meant for it.
      if (changed.has('layer')) this.layer = layer;
      if (changed.has('head')) this.head = head;
      if (changed.has('token')) this.token = token;
    }
    this.#subject = this.#deriveSubject();
    this.#onScreen =
      this.#subject &&
      deriveHead(this.#subject, this.#focus.head ?? this.#chosen(), this.#onScreen);
    if (!this.#focus.head) this.#guess.update(this.predict, this.#onScreen, this.#pinnedToken());
    this.#links = this.#onScreen && this.#read(this.#onScreen);
    this.#panes.update(this.#describePanes());
    if (this.#subject) this.#warnings.update(this, this.selection);
  }

  protected override updated(): void {
    this.setStates(this.status, this.painted !== null && 'painting');
    this.#locks.update(this.renderRoot, this.lock);
    this.#draw();
    this.#announce();
  }

  // What is shown

  #trace(): Trace | null {
    if (this.detour) return this.detour;
    return this.#showing === 'live' ? this.#live.trace : this.#source.trace;
  }

  #deriveSubject(): Subject | null {
    const trace = this.#trace();
    if (this.#subject && trace && this.#subject.trace !== trace) this.#focus.forget();
    const language = this.locale.key;
    return (
      trace && deriveSubject(trace, { ignoreFirst: this.ignoreFirst, language }, this.#subject)
    );
  }

  #read({ weights, subject }: ShownHead): FocusLinks {
    const { query, asking } = this.#guess;
    if (asking) return hiddenLinks(query);
    const asked: Focus | null = query === null ? null : { kind: 'token', token: query };
    const { shape, crossAttention } = subject.trace;
    return linksOf(clampFocus(this.#focus.current, shape) ?? asked, weights, crossAttention);
  }

  /** Before anything follows from what is chosen. */
  #readAddress(): void {
    const part = this.address === null ? null : this.#addressPart.request();
    if (!part) return;
    const liveText = () => (this.#showing === 'live' ? (this.#live.trace?.text ?? null) : null);
    this.#address ??= new part.AddressController(this, liveText);
  }

  #watchSight(): void {
    const part = this.run === 'visible' ? this.#sightPart.request() : null;
    if (!part) return;
    this.#sight ??= new part.VisibilityTrigger(this, () => this.#live.fetchEngine());
  }

  #snapshot(): LensSnapshot | null {
    const [first, ...others] = this.#panes.heads.map(({ shown, drawn }) => ({ shown, ...drawn }));
    if (!first) return null;
    const { trace } = first.shown.subject;
    const { base } = this.#source;
    const address = this.#source.trace?.address ?? null;
    const recorded = trace === this.#source.trace;
    const text = this.#textBox.text;
    return {
      title: this.label || words.title,
      caption: this.querySelector(':scope > [slot=caption]')?.textContent?.trim() ?? '',
      heads: [first, ...others],
      lines: this.#panes.view === 'lines' ? this.#panes.threshold : null,
      palette: this.#canvases.palette,
      base,
      src: recorded ? address : null,
      otherSrc: recorded ? null : address,
      typed: text === '' || text === trace.text ? null : text,
      lens: this,
      lang: words.lang,
      height: this.offsetHeight,
    };
  }

  /** Changes what is shown, and to the selection that was left there. */
  #show(showing: ShownTrace): void {
    if (showing === this.#showing) return;
    if (!this.#trace()) {
      // Nothing was shown, so what is chosen is what the page asked for.
      this.#showing = showing;
      this.requestUpdate();
      return;
    }
    const selection = this.selection;
    Object.assign(this, this.#remembered);
    this.#remembered = selection;
    this.#showing = showing;
    this.requestUpdate();
  }

  #chosen(): HeadChoice {
    const trace = this.#trace();
    const average = this.average && (trace?.model.heads ?? 1) > 1;
    return { ...clampHead(trace, this), average };
  }

  #describePanes(): Parameters<PanesController['update']>[0] {
    const [shown, links] = [this.#onScreen, this.#links];
    if (!shown || !links) return null;
    const live = this.#showing === 'live';
    const other = live ? this.#source.trace : this.#live.trace;
    return {
      shown,
      links,
      focus: this.#focus.current,
      chosen: this.#chosen(),
      previewed: this.#focus.head,
      other: other && { trace: other, is: live ? 'recording' : 'live' },
    };
  }

  #pinnedToken(): number | null {
    return clampToken(this.#trace(), this.token);
  }

  #announce(): void {
    const { trace, error, loading } = this.#source;
    if (loading) return;
    this.announceError(error);
    const ready = error ? null : trace;
    // The page may take a trace away and give the same one again.
    if (ready && ready !== this.#ready) this.dispatchEvent(new AttnReadyEvent(ready));
    if (ready || error) this.#ready = ready;
  }

  #draw(): void {
    const drawn = this.#panes.drawn;
    if (!drawn) return;
    this.#canvases.show({
      ...drawn,
      pinned: this.#pinnedToken(),
      painted: this.painted ?? NO_CELLS,
    });
  }

  // What the reader does

  readonly #readInline = (): void => {
    if (document.readyState === 'loading') {
      // Of a page that still arrives, half a script may be there.
      document.addEventListener('DOMContentLoaded', this.#readInline, { once: true });
      return;
    }
    const script = this.querySelector(':scope > script[type="application/json"]');
    this.#inline = script?.textContent ?? null;
    this.requestUpdate();
  };

  #submitGuess(token: number): void {
    const guess = this.#guess.submit(token);
    // What was asked about is shown, not the token that was chosen for an answer.
    if (!guess) return;
    this.#focus.preview(null);
    this.dispatchEvent(new AttnPredictEvent(guess.query, guess.guess, guess.answer));
  }

  #pinToken(token: number | null): void {
    // A longer text beside this one has tokens that it has not.
    if (token !== null && token >= (this.#trace()?.tokens.length ?? 0)) return;
    if (token !== null && this.#guess.asking) {
      this.#submitGuess(token);
      return;
    }
    if (this.isLocked('token')) return;
    this.#focus.freeKey();
    this.token = token === this.#pinnedToken() ? null : token;
    this.dispatchEvent(new AttnTokenSelectEvent(this.token));
  }

  #pickCell(cell: PaintedCell, continued: boolean): void {
    if (!this.painted) {
      this.#pinToken(cell.query);
      return;
    }
    if (this.#trace()?.causal && cell.key > cell.query) return;
    const painted = this.#stroke.pick(this.painted, cell, continued);
    if (!painted) return;
    this.painted = painted;
    this.dispatchEvent(new AttnPaintEvent(this.painted));
  }

  #pickFocus(focus: Focus): void {
    if (focus.kind === 'key' && this.#trace()?.crossAttention) this.#focus.pinKey(focus.key);
    else if (focus.kind !== 'cell') this.#pinToken(focus.kind === 'key' ? focus.key : focus.token);
  }

  #chooseHead(choice: HeadChoice): void {
    this.#focus.previewHead(null);
    if (this.isLocked('head', 'layer') && choice.layer !== this.#chosen().layer) return;
    if (this.isLocked('head') && !sameHead(choice, this.#chosen())) return;
    if (sameHead(choice, this.#chosen())) return;
    const { layer, head, average } = choice;
    Object.assign(this, { layer, head, average });
    this.dispatchEvent(new AttnHeadChangeEvent(layer, head));
  }

  /** Shows the best head for one of the finder's buttons; pressed again, it is let go. */
  async #find(id: string | null): Promise<void> {
    this.finder = id;
    const best = id === null ? null : await this.#panes.best(id);
    if (!best || id === null || this.finder !== id) return;
    this.#chooseHead({ ...best, average: false });
    this.dispatchEvent(new AttnFindEvent(id, best, true));
  }

  #handleIgnoreFirst = (event: Event): void => {
    this.ignoreFirst = (event.target as HTMLInputElement).checked;
  };

  #handleRun(trace: LiveTrace): void {
    this.detour = null;
    this.#show('live');
    this.#address?.handleRun();
    // A shorter text may have lost the token, and another model the head; neither is the page's mistake.
    if (this.token !== null && this.token >= trace.tokens.length) this.token = null;
    Object.assign(this, clampHead(trace, this));
    this.dispatchEvent(new AttnRunEvent(trace));
  }

  // What it looks like

  protected override render(): TemplateResult {
    const [shown, { error }] = [this.#onScreen, this.#source];
    return this.renderCard(words, {
      header: shown ? this.#renderHeader(shown.subject.trace) : nothing,
      error,
      content: html`
        <div class="nothing" ?hidden=${shown !== null || error !== null}>
          <slot name="placeholder"
            ><slot @slotchange=${this.#readInline}>
              ${this.status === 'loading' ? words.loading : words.nothing}
            </slot></slot
          >
          ${this.#lacksAll() ? html`<p class="missing">${words.missing(this.hasAttribute('trace'))}</p>` : nothing}
        </div>
        ${shown ? this.#renderTrace(shown) : nothing}
        ${this.hides('live') ? nothing : this.#renderLive()}
        ${shown && !this.hides('take-away') ? this.#export.render() : nothing}
        <slot name="caption"></slot>
        ${shown ? source(shown.subject.trace) : nothing}
      `,
    });
  }

  /** Whether the page has neither given nor announced anything to show, and says nothing of its own in its place. */
  #lacksAll(): boolean {
    if (this.status !== 'empty' || (this.text ?? this.model ?? this.run) !== null) return false;
    const says = (node: Node) =>
      node instanceof Element ? node.slot !== 'caption' : node instanceof Text && node.data.trim();
    return ![...this.childNodes].some(says);
  }

  #renderHeader(trace: Trace): TemplateResult {
    const both = this.#source.trace !== null && this.#live.trace !== null;
    return html`
      ${badge(trace, this.#showing === 'live' ? this.#live.trace?.plan : undefined)}
      ${both ? viewSwitch(this.#showing, (showing) => this.#show(showing)) : nothing}
      <label class="switch" part="ignore-first">
        <input
          type="checkbox"
          role="switch"
          .checked=${this.ignoreFirst}
          @change=${this.#handleIgnoreFirst}
        />
        ${words.ignoreFirst}
      </label>
    `;
  }

  #renderTrace(shown: ShownHead): TemplateResult {
    const { trace } = shown.subject;
    return html`
      <div class="section">
        ${this.#showing === 'live' ? cutNote(this.#live.trace?.truncated) : nothing}
        ${tokenRows(shown.subject, this.#links ?? hiddenLinks(null), this.#focus, this.#pinnedToken())}
        ${this.#links && this.#summary.render(shown, this.#links)}
      </div>
      ${this.#guess.asking ? this.#panes.renderQuestion() : this.#panes.render()}
      ${trace.next ? nextTokens(trace.next) : nothing}
      ${
        this.#showing === 'live' && trace === this.#live.trace && !this.hides('ablate')
          ? this.#ablation.render(this.#live.trace, this.ablate ?? '')
          : nothing
      }
    `;
  }

  #renderLive(): TemplateResult | typeof nothing {
    // No causal model has made it, so that its text run here would be another thing.
    if (this.#source.trace?.causal === false && this.#showing === 'recording') {
      return html`<div class="section live" part="live">
        <p class="note">${words.noLiveModel}</p>
      </div>`;
    }
    const { loaded, running, error } = this.#live;
    if (this.run === 'manual' && !loaded && !running && !error) return nothing;
    return this.#textBox.render();
  }
}
