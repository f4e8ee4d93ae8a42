import { nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { Engine } from '../../runtime/index.js';
import type { QkvVectors, Trace, TraceFile } from '../../runtime/trace/index.js';
import { CardElement } from '../shared/card-element.js';
import {
  AttnErrorEvent,
  AttnHeadChangeEvent,
  AttnPaintEvent,
  AttnReadyEvent,
  AttnRunEvent,
  AttnTokenSelectEvent,
} from '../shared/events.js';
import type { LensRequests } from '../shared/linked-lens.js';
import { theme } from '../shared/theme.styles.js';
import { AddressLoader } from './address/address.loader.js';
import { styles } from './attn-lens.styles.js';
import { words } from './attn-lens.terms.js';
import { attributes } from './attributes.js';
import { CardController } from './card/card.controller.js';
import type { LensSelection } from './head/subject.js';
import { LensStore } from './lens.store.js';
import type { PaintedCell } from './matrix/paint-stroke.js';
import { TracesController } from './traces/traces.controller.js';

export type { LensSelection } from './head/subject.js';

export type LensStatus = 'empty' | 'loading' | 'ready' | 'error';

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

  static override properties = {
    ...attributes,
    trace: { attribute: false },
    temporaryTrace: { attribute: false },
    painted: { attribute: false },
  };

  readonly #store: LensStore = new LensStore({
    choices: this,
    recording: () => this.#traces.source.trace,
    run: () => this.#traces.live.partial ?? this.#traces.live.trace,
    isLocked: (...names) => this.isLocked(...names),
    onAnswer: (token) => this.#card.answer(token),
    onChange: (changes) => Object.assign(this, changes),
    onUpdate: () => this.requestUpdate(),
    onHead: (layer, head) => this.dispatchEvent(new AttnHeadChangeEvent(layer, head)),
    onToken: (token) => this.dispatchEvent(new AttnTokenSelectEvent(token)),
    onPaint: (cells) => this.dispatchEvent(new AttnPaintEvent(cells)),
  });
  readonly #address = new AddressLoader(this, this.#store);
  readonly #traces: TracesController = new TracesController(this, this.#store, {
    onLayers: () => this.#address.restoreRun(),
    onRun: (trace) => {
      this.#address.restoreRun();
      // Neither a token nor a head that the run does not have is the page's mistake.
      this.#store.clamp();
      this.dispatchEvent(new AttnRunEvent(trace));
    },
    onError: (error) => this.dispatchEvent(new AttnErrorEvent(error)),
  });
  readonly #card: CardController = new CardController(this, this.#store, {
    traces: this.#traces,
    address: this.#address,
    locale: this.locale,
    hides: (part) => this.hides(part),
  });
  #ready: Trace | null = null;

  /**
   * The address of a trace, relative to the page. The trace can also be the `trace` property, or a `<script
   * type="application/json">` child.
   */
  src: string | null = null;

  /** The trace to show: a `Trace`, or the parsed JSON of a trace file. Comes before `src`. */
  trace: Trace | TraceFile | null = null;

  /** A trace that is shown in place of the others until it is `null` again, or until there is a run or another trace. */
  temporaryTrace: Trace | null = null;

  /** Painted cells of the matrix. With a list, also an empty one, picking a cell paints it or wipes it off. */
  painted: readonly PaintedCell[] | null = null;

  /** The layer of the selected head, from 0. */
  layer = 0;

  /** The selected head of that layer, from 0. */
  head = 0;

  /** Shows the average of the layer's heads in place of one head. */
  average = false;

  /** The position of the pinned token, from 0; `null` if none is pinned. */
  token: number | null = null;

  /**
   * Leaves the first token out and scales the rest of each row up to 100%. On short texts most heads attend to that token.
   * Its column is hatched.
   */
  ignoreFirst = false;

  /** Lets the reader guess what a token attends to most, before anything shows it. */
  predict = false;

  /** Heads that are switched off in the live run: `4.11 5.*` is head 11 of layer 4 and all of layer 5. */
  ablate: string | null = null;

  /**
   * Keeps the state in the page's address, after `#`, under this name. If it is empty, the name is the element's id, or
   * `lens`.
   */
  address: string | null = null;

  /** How the selected head is drawn. */
  view = 'matrix';

  /**
   * What the matrix shows: `scores` (q·k), `masked` (scaled and masked) or `softmax`, the weights. The first two need a
   * recording with vectors, or a live run.
   */
  stage = 'softmax';

  /** The share of each row's attention that the lines of that row carry together. */
  threshold = 0.9;

  /** The finder whose heads are marked in the map. */
  finder: string | null = null;

  /**
   * What the head is compared with. `4.11` is another head, `4.*` the average of a layer. `other` is the live run beside a
   * recording, or the recording beside a live run. Anything else is the address of a trace. `other` and addresses may name
   * a head after `#`, as in `dog.json#4.11`.
   */
  compare: string | null = null;

  /** The text in the text box, until the reader types another. Without it, the text of the trace. */
  text: string | null = null;

  /**
   * The model for live runs: `tiny`, `gpt2`, a model on Hugging Face as in `hf:openai-community/gpt2`, or the address of a
   * pack. Without it, the model of the `<attn-model>` around the lens.
   */
  model: string | null = null;

  /**
   * The maximum length of a text, in tokens; longer ones are truncated. Without it 128, or the limit of the model if that
   * is less.
   */
  maxTokens: number | null = null;

  /**
   * What starts the first live run. `interaction`, also without it: the reader's press. `visible`: the lens comes into
   * view; a large model waits for the press on a phone, or if the reader saves data, and a model on Hugging Face waits unless it is
   * kept from an earlier visit. `manual`: only the page, with `runLive()`; until then there is no text box.
   */
  run: string | null = null;

  /** Parts to leave out, separated by spaces. */
  override hide: string | null = null;

  /**
   * What the reader sees and cannot change, separated by spaces. A locked layer or head is locked in the map and the
   * finder too.
   */
  override lock: string | null = null;

  /** The title of the card, and its name for assistive technology. Without it "Attention lens". */
  override label: string | null = null;

  /** @internal What elements that are linked with this one may ask of it. */
  get requests(): LensRequests {
    return this.#store;
  }

  /**
   * What is chosen. The same as `layer`, `head` and `token`, held to what the trace has. Of a run under way, the layer may be still
   * to come: then the nearest one is on screen.
   */
  get selection(): LensSelection {
    return this.#store.selection;
  }

  /**
   * The trace on screen: the one it was given, the latest live run, or the temporary one. Of a run that takes long it has the
   * layers so far, and `awaitedLayers` says how many follow.
   */
  get shown(): Trace | null {
    return this.#store.trace;
  }

  /**
   * What runs the reader's own text, for others who want a run of the same model. `undefined` while nothing on the page has
   * asked for a runtime: it comes with the reader's first move towards the text box, or with a model of the page's choice.
   */
  get engine(): Engine | undefined {
    return this.#traces.live.engine;
  }

  /**
   * Query, key and value vectors of one head of `shown`, each [T,headDim]: from the file that a recording names (which may
   * have no values), or from another run of a live text. Rejects with a `TraceError`, `TraceLoadError` or `RuntimeError`
   * where they cannot be had.
   */
  vectors(layer: number, head: number): Promise<QkvVectors> {
    return this.#traces.vectors(layer, head);
  }

  /** `empty`, `loading`, `ready` or `error`; each is a CSS state too, as in `attn-lens:state(ready)`. */
  get status(): LensStatus {
    const { loading, error } = this.#traces.source;
    if (loading) return 'loading';
    if (error) return 'error';
    return this.shown ? 'ready' : 'empty';
  }

  /** Why the latest trace is not shown, or the latest text was not run. */
  get error(): Error | null {
    const { source, live } = this.#traces;
    return source.error ?? (live.error instanceof Error ? live.error : null);
  }

  /**
   * Tokens, matrix, sentence and source as an SVG file that needs no other, in the colours on screen.
   * @throws {Error} as the other `to…` do, while nothing is shown.
   */
  toSvg(): Promise<string> {
    return this.#card.export.use((formats, snapshot) => formats.toSvg(snapshot));
  }

  /**
   * The same as PNG.
   * @param density pixels per CSS pixel.
   */
  toPng(density = 2): Promise<Blob> {
    return this.#card.export.use((formats, snapshot) => formats.toPng(snapshot, density));
  }

  /** The matrix on screen as CSV: a row per query, six decimals, empty where masked. */
  toCsv(): Promise<string> {
    return this.#card.export.use((formats, snapshot) => formats.toCsv(snapshot));
  }

  /** The trace on screen as a file that `src` loads again. */
  toJson(): Promise<string> {
    return this.#card.export.use((formats, snapshot) => formats.toJson(snapshot));
  }

  /**
   * What to paste into a page to have this lens there, as it is now: a script tag, or a frame (`null` for a trace without an
   * address).
   */
  toEmbedCode(kind: 'script' | 'frame' = 'script'): Promise<string | null> {
    return this.#card.export.use((formats, snapshot) =>
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
    await this.#traces.live.run(this.#traces.textBox.text);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#traces.readInline();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#address.update();
    this.#traces.update(changed);
    this.#card.update();
  }

  protected override updated(): void {
    this.setStates(this.status, this.painted !== null && 'painting');
    this.#card.draw();
    this.#announce();
  }

  #announce(): void {
    const { trace, error, loading } = this.#traces.source;
    if (loading) return;
    this.announceError(error);
    const ready = error ? null : trace;
    // The page may take a trace away and give the same one again.
    if (ready && ready !== this.#ready) this.dispatchEvent(new AttnReadyEvent(ready));
    if (ready || error) this.#ready = ready;
  }

  protected override render(): TemplateResult {
    return this.renderCard(
      words,
      this.#card.renderHeader(),
      nothing,
      this.#traces.source.error,
      this.#card.render(),
    );
  }
}
