import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { ignoreFirstKey, type Trace, type TraceFile } from '../../runtime/trace/index.js';
import { VERSION } from '../../version.js';
import {
  AttnErrorEvent,
  AttnHeadChangeEvent,
  AttnReadyEvent,
  AttnTokenSelectEvent,
} from '../shared/events.js';
import { type Palette, readPalette } from '../shared/palette.js';
import { theme } from '../shared/theme.styles.js';
import { type TokenView, viewTokens } from '../shared/token-views.js';
import { TraceSource } from '../shared/trace-source.js';
import { styles } from './attn-lens.styles.js';
import {
  badge,
  type ChipState,
  mapFigure,
  matrixFigure,
  numbersTable,
  phrase,
  source,
  strip,
  tokenChips,
} from './attn-lens.view.js';
import { MapPicture } from './map.picture.js';
import type { MatrixMarks } from './matrix.drawing.js';
import { MatrixPicture } from './matrix.picture.js';
import { words } from './phrases.js';
import { type Focus, type HeadWeights, type Reading, readFocus, strongest } from './reading.js';
import { composeSentence, otherReaders } from './sentence.js';

/** What of a lens is chosen. */
export interface LensSelection {
  readonly layer: number;
  readonly head: number;
  readonly token: number | null;
}

export type LensStatus = 'empty' | 'loading' | 'ready' | 'error';

/** `layer.head`, zero-based. */
interface Head {
  readonly layer: number;
  readonly head: number;
}

/** A head on screen: the chosen one, or the one being previewed. */
interface ShownHead extends Head {
  readonly subject: Subject;
  readonly weights: HeadWeights;
}

/** A trace as the lens shows it: derived once per trace and per setting of "ignore the first token". */
interface Subject {
  readonly trace: Trace;
  readonly ignoreFirst: boolean;
  readonly queries: readonly TokenView[];
  readonly keys: readonly TokenView[];
  readonly weights: (layer: number, head: number) => HeadWeights;
}

/** How many links each way are given as numbers. */
const STRONGEST = 5;

/**
 * Shows what every head of a transformer attends to, on one text: tokens, the matrix of the chosen head and a map of all
 * heads. The trace comes from the `trace` property, from `src`, or from a `<script type="application/json">` child.
 *
 * Rest on a token to see what it reads (in the key's colour, with numbers) and who reads it (in the query's); click or
 * press Enter to keep it, Escape to let go. Heads of the map work the same way.
 *
 * @slot - Shown until a trace is, and where there is none; may hold the trace in a `<script type="application/json">`.
 * @slot error - Replaces what is said when a trace cannot be shown.
 *
 * @fires {AttnReadyEvent} attn-ready - A trace is on screen.
 * @fires {AttnHeadChangeEvent} attn-head-change - The reader chose a head.
 * @fires {AttnTokenSelectEvent} attn-token-select - The reader pinned a token or freed it.
 * @fires {AttnErrorEvent} attn-error - A trace could not be shown.
 *
 * @csspart card - The whole card.
 * @csspart header - Its head, with title, badge and switch.
 * @csspart badge - Whether the trace is recorded, live or constructed, and which model made it.
 * @csspart ignore-first - The switch that leaves the first token out.
 * @csspart tokens - The tokens of the text.
 * @csspart token - One of them.
 * @csspart sentence - What is said of the token in focus.
 * @csspart picker - The picker of a layer or a head.
 * @csspart matrix - The matrix.
 * @csspart map - The map of all heads.
 * @csspart numbers - The table of all numbers of the token in focus.
 * @csspart source - Where the trace is from.
 * @csspart error - The message when a trace cannot be shown.
 *
 * @cssprop --attn-surface - Background of the card.
 * @cssprop --attn-soft - Background of badges and of the masked half.
 * @cssprop --attn-text - Text.
 * @cssprop --attn-muted - Text that matters less.
 * @cssprop --attn-line - Hairlines.
 * @cssprop --attn-query - The token that looks.
 * @cssprop --attn-query-soft - Its quiet form.
 * @cssprop --attn-key - What is looked at.
 * @cssprop --attn-key-soft - Its quiet form.
 * @cssprop --attn-ramp-from - Colour of weight 0.
 * @cssprop --attn-ramp-to - Colour of weight 1.
 * @cssprop --attn-font - Font family.
 * @cssprop --attn-radius - Radius of the card's corners.
 *
 * @cssState empty - There is nothing to show.
 * @cssState loading - A trace is being fetched.
 * @cssState ready - A trace is on screen.
 * @cssState error - The latest trace could not be shown.
 */
export class AttnLens extends LitElement {
  static readonly version: string = VERSION;
  static override styles = [theme, styles];

  @query('.probe') private probe!: HTMLElement;
  @query('.matrix') private matrixRoot!: HTMLElement | null;
  @query('.map') private mapRoot!: HTMLElement | null;

  readonly #source = new TraceSource(this);
  readonly #internals = this.attachInternals();
  readonly #resizes = new ResizeObserver(() => this.#restyle());
  #subject: Subject | null = null;
  #shown: ShownHead | null = null;
  #reading: Reading | null = null;
  #palette: Palette | null = null;
  #matrix: MatrixPicture | null = null;
  #map: MapPicture | null = null;
  #announced: Trace | Error | null = null;
  #warned = new Set<string>();

  @state() private inline: string | null = null;
  /** What the pointer or the keyboard rests on. */
  @state() private preview: Focus | null = null;
  @state() private previewHead: Head | null = null;
  /** The pinned one of the other keys of a cross-attention trace. */
  @state() private pinnedKey: number | null = null;
  @state() private numbersOpen = false;
  /** The chip that the tab key reaches. */
  @state() private tabStop = 0;

  /** The address of a trace, relative to the page. */
  @property() src: string | null = null;

  /** The trace to show: a `Trace`, or the parsed JSON of a trace file. Comes before `src`. */
  @property({ attribute: false }) trace: Trace | TraceFile | null = null;

  /** The layer of the chosen head, from 0. */
  @property({ type: Number, reflect: true }) layer = 0;

  /** The chosen head of that layer, from 0. */
  @property({ type: Number, reflect: true }) head = 0;

  /** The position of the pinned token, from 0; `null` when none is. */
  @property({ type: Number, reflect: true }) token: number | null = null;

  /** Leaves the first token out and scales the rest of every row up: on short texts most heads rest on it. */
  @property({ type: Boolean, reflect: true, attribute: 'ignore-first' }) ignoreFirst = false;

  /** The title of the card, and its name for assistive technology. */
  @property() label: string = words.title;

  /** What is chosen. The same as `layer`, `head` and `token`, held to what the trace has. */
  get selection(): LensSelection {
    return { ...this.#chosenHead(), token: this.#pinnedToken() };
  }

  /** `empty`, `loading`, `ready` or `error`; each is a CSS state too, as in `attn-lens:state(ready)`. */
  get status(): LensStatus {
    if (this.#source.loading) return 'loading';
    if (this.#source.error) return 'error';
    return this.#source.trace ? 'ready' : 'empty';
  }

  /** Why the latest trace is not shown. */
  get error(): Error | null {
    return this.#source.error;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#readInline();
    this.#resizes.observe(this);
    this.addEventListener('keydown', this.#handleKeydown);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
    this.removeEventListener('keydown', this.#handleKeydown);
  }

  protected override willUpdate(): void {
    this.#source.read({ trace: this.trace, src: this.src, inline: this.inline });
    this.#subject = this.#deriveSubject();
    this.#shown = this.#subject && this.#deriveHead(this.#subject);
    this.#reading =
      this.#shown &&
      readFocus(this.#focus(), this.#shown.weights, this.#shown.subject.trace.crossAttention);
    if (this.#subject) this.#warnOfClamping();
  }

  protected override updated(): void {
    const { states } = this.#internals;
    states.clear();
    states.add(this.status);
    this.#tintChips();
    this.#showPictures();
    this.#announce();
  }

  // What is shown

  #deriveSubject(): Subject | null {
    const { trace } = this.#source;
    const { ignoreFirst } = this;
    const before = this.#subject;
    if (!trace) return null;
    if (before?.trace === trace && before.ignoreFirst === ignoreFirst) return before;
    if (before && before.trace !== trace) this.#forgetFocus();
    const queries = before?.trace === trace ? before.queries : viewTokens(trace.tokens);
    const keys = trace.crossAttention ? viewTokens(trace.keys) : queries;
    const { shape } = trace;
    const weights = (layer: number, head: number): HeadWeights => {
      const all = trace.attention(layer, head);
      return { shape, weights: ignoreFirst ? ignoreFirstKey(all, shape) : all };
    };
    return { trace, ignoreFirst, queries, keys, weights };
  }

  #deriveHead(subject: Subject): ShownHead {
    const { layer, head } = this.previewHead ?? this.#chosenHead();
    const before = this.#shown;
    const same = before?.subject === subject && before.layer === layer && before.head === head;
    return same ? before : { layer, head, subject, weights: subject.weights(layer, head) };
  }

  #forgetFocus(): void {
    this.preview = null;
    this.previewHead = null;
    this.pinnedKey = null;
    this.tabStop = 0;
  }

  #chosenHead(): Head {
    const model = this.#source.trace?.model;
    return {
      layer: clamp(this.layer, model?.layers ?? 1),
      head: clamp(this.head, model?.heads ?? 1),
    };
  }

  #pinnedToken(): number | null {
    const { trace } = this.#source;
    return this.token === null || !trace ? null : clamp(this.token, trace.tokens.length);
  }

  /** What the reader looks at: what the pointer or keyboard rests on, else what is pinned. */
  #focus(): Focus | null {
    if (this.preview) return this.preview;
    const token = this.#pinnedToken();
    if (token !== null) return { kind: 'token', token };
    return this.pinnedKey === null ? null : { kind: 'key', key: this.pinnedKey };
  }

  #warnOfClamping(): void {
    const { layer, head, token } = this.selection;
    const pairs = [
      ['layer', this.layer, layer],
      ['head', this.head, head],
      ['token', this.token, token],
    ] as const;
    for (const [name, asked, shown] of pairs) {
      if (Object.is(asked, shown)) continue;
      const message = `<attn-lens> has no ${name} ${asked} in this trace: ${shown} is shown. Set ${name} to one that is there.`;
      if (!this.#warned.has(message)) console.warn(message);
      this.#warned.add(message);
    }
  }

  #announce(): void {
    const { trace, error, loading } = this.#source;
    const news = loading ? null : (error ?? trace);
    if (!news || news === this.#announced) return;
    this.#announced = news;
    this.dispatchEvent(news instanceof Error ? new AttnErrorEvent(news) : new AttnReadyEvent(news));
  }

  // Pictures and colours, which a template cannot set

  #restyle(): void {
    this.#palette = null;
    this.requestUpdate();
  }

  #showPictures(): void {
    const [shown, reading] = [this.#shown, this.#reading];
    const [matrixRoot, mapRoot] = [this.matrixRoot, this.mapRoot];
    if (!shown || !reading || !matrixRoot || !mapRoot) return;
    this.#matrix ??= new MatrixPicture(matrixRoot, {
      onPreview: (cell) => {
        this.preview = cell && { kind: 'cell', query: cell.row, key: cell.column };
      },
      onPick: ({ row }) => this.#pinToken(row),
    });
    this.#map ??= new MapPicture(mapRoot, {
      onPreview: (cell) => {
        this.previewHead = cell && { layer: cell.row, head: cell.column };
      },
      onPick: ({ row, column }) => this.#chooseHead(row, column),
    });
    this.#palette ??= readPalette(this.probe);
    const palette = this.#palette;
    const { queries, keys, trace, weights } = shown.subject;
    this.#matrix.show({
      head: shown.weights,
      queries,
      keys,
      marks: marksOf(reading),
      pinned: this.#pinnedToken(),
      palette,
      width: contentWidth(matrixRoot),
    });
    const { layers, heads } = trace.model;
    const width = contentWidth(mapRoot);
    this.#map.show({ layers, heads, weights, ...this.#chosenHead(), palette, width });
  }

  /** How strongly each chip is read and reads: numbers that only a style can carry. */
  #tintChips(): void {
    const [shown, reading] = [this.#shown, this.#reading];
    if (!shown || !reading) return;
    const shades = (links: Reading['reads']) =>
      new Map(links.map(({ index, weight }) => [index, Math.sqrt(weight).toFixed(3)]));
    const [read, reads] = [shades(reading.reads), shades(reading.readBy)];
    const { crossAttention } = shown.subject.trace;
    for (const chip of this.renderRoot.querySelectorAll<HTMLElement>('.chip')) {
      const index = Number(chip.dataset.index);
      const isKey = chip.closest<HTMLElement>('.tokens')?.dataset.side === 'key';
      const looksOnly = crossAttention && !isKey;
      chip.style.setProperty('--read', (!looksOnly && read.get(index)) || '0');
      chip.style.setProperty('--reads', (!isKey && reads.get(index)) || '0');
    }
  }

  // What the reader does

  #readInline(): void {
    const script = this.querySelector(':scope > script[type="application/json"]');
    this.inline = script?.textContent ?? null;
  }

  #pinToken(token: number | null): void {
    this.pinnedKey = null;
    this.token = token === this.#pinnedToken() ? null : token;
    this.dispatchEvent(new AttnTokenSelectEvent(this.token));
  }

  #chooseHead(layer: number, head: number): void {
    this.previewHead = null;
    const chosen = this.#chosenHead();
    if (layer === chosen.layer && head === chosen.head) return;
    this.layer = layer;
    this.head = head;
    this.dispatchEvent(new AttnHeadChangeEvent(layer, head));
  }

  #handleKeydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    const pinned = this.token !== null || this.pinnedKey !== null;
    if (!pinned && !this.preview && !this.previewHead) return;
    this.preview = null;
    this.previewHead = null;
    this.pinnedKey = null;
    if (this.token !== null) this.#pinToken(null);
    event.stopPropagation();
  };

  #handleChipPreview = (event: Event): void => {
    const chip = chipOf(event);
    if (!chip) return;
    if (event.type === 'focusin') {
      this.tabStop = chip.index;
      // A click focuses too, but the pointer already speaks for itself.
      if (!chip.element.matches(':focus-visible')) return;
    }
    this.preview =
      chip.side === 'key' ? { kind: 'key', key: chip.index } : { kind: 'token', token: chip.index };
  };

  #handlePreviewEnd = (): void => {
    this.preview = null;
  };

  #handleChipClick = (event: Event): void => {
    const chip = chipOf(event);
    if (!chip) return;
    if (chip.side === 'token') {
      this.#pinToken(chip.index);
    } else {
      if (this.token !== null) this.#pinToken(null);
      this.pinnedKey = chip.index === this.pinnedKey ? null : chip.index;
    }
  };

  #handleChipKeydown = (event: KeyboardEvent): void => {
    const chip = chipOf(event);
    if (!chip) return;
    const chips = [...chip.list.querySelectorAll<HTMLElement>('.chip')];
    const forward = getComputedStyle(chip.list).direction === 'rtl' ? -1 : 1;
    const next = {
      ArrowRight: chip.index + forward,
      ArrowLeft: chip.index - forward,
      ArrowDown: chip.index + 1,
      ArrowUp: chip.index - 1,
      Home: 0,
      End: chips.length - 1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    chips[Math.max(0, Math.min(chips.length - 1, next))]?.focus();
  };

  #handlePick = (event: Event): void => {
    const select = event.target as HTMLSelectElement;
    const { layer, head } = this.#chosenHead();
    const value = Number(select.value);
    if (select.dataset.which === 'layer') this.#chooseHead(value, head);
    else this.#chooseHead(layer, value);
  };

  #handleIgnoreFirst = (event: Event): void => {
    this.ignoreFirst = (event.target as HTMLInputElement).checked;
  };

  #handleNumbersToggle = (event: Event): void => {
    this.numbersOpen = (event.target as HTMLDetailsElement).open;
  };

  protected override render(): TemplateResult {
    const [shown, error] = [this.#shown, this.#source.error];
    return html`
      <section class="card" part="card" aria-label=${this.label}>
        <header part="header">
          <h2>${this.label}</h2>
          ${shown ? html`${badge(shown.subject.trace)}${this.#renderSwitch()}` : nothing}
        </header>
        <div class="error" part="error" role="alert" ?hidden=${!error}>
          <slot name="error"><strong>${words.failed}</strong> ${error?.message}</slot>
        </div>
        <div class="nothing" ?hidden=${shown !== null || error !== null}>
          <slot @slotchange=${this.#readInline}>
            ${this.status === 'loading' ? words.loading : words.nothing}
          </slot>
        </div>
        ${shown ? this.#renderTrace(shown) : nothing}
      </section>
      <span class="probe"></span>
      <span class="sentinel" @transitionend=${this.#restyle}></span>
    `;
  }

  #renderSwitch(): TemplateResult {
    return html`<label class="switch" part="ignore-first">
      <input
        type="checkbox"
        role="switch"
        .checked=${this.ignoreFirst}
        @change=${this.#handleIgnoreFirst}
      />
      ${words.ignoreFirst}
    </label>`;
  }

  #renderTrace(shown: ShownHead): TemplateResult {
    const { trace } = shown.subject;
    return html`
      <div class="section">
        ${this.#renderTokens(shown.subject)} ${this.#renderReading(shown)}
      </div>
      <div class="figures">
        <div @change=${this.#handlePick}>
          ${matrixFigure(trace, this.#chosenHead(), this.previewHead, this.ignoreFirst)}
        </div>
        <div>${mapFigure(trace.model)}</div>
      </div>
      ${source(trace)}
    `;
  }

  #renderTokens({ trace, queries, keys }: Subject): TemplateResult {
    const { query = null, key = null, cell = null, reads = [] } = this.#reading ?? {};
    const shares = new Map(
      (cell ? reads.filter(({ index }) => index === cell.key) : strongest(reads, STRONGEST)).map(
        ({ index, weight }) => [index, share(weight)],
      ),
    );
    const pinned = this.#pinnedToken();
    const tabStop = (tokens: readonly TokenView[]) => Math.min(this.tabStop, tokens.length - 1);
    const queryChip = (index: number): ChipState => ({
      active: index === query,
      pinned: index === pinned,
      tabStop: index === tabStop(queries),
      share: trace.crossAttention ? '' : (shares.get(index) ?? ''),
    });
    const keyChip = (index: number): ChipState => ({
      active: index === key,
      pinned: index === this.pinnedKey,
      tabStop: index === tabStop(keys),
      share: shares.get(index) ?? '',
    });
    return html`<div
      @pointerover=${this.#handleChipPreview}
      @pointerleave=${this.#handlePreviewEnd}
      @focusin=${this.#handleChipPreview}
      @focusout=${this.#handlePreviewEnd}
      @click=${this.#handleChipClick}
      @keydown=${this.#handleChipKeydown}
    >
      ${trace.crossAttention ? html`<p class="side">${words.looks}</p>` : nothing}
      ${tokenChips(queries, queryChip, 'token', words.tokens)}
      ${
        trace.crossAttention
          ? html`<p class="side">${words.lookedAt}</p>
            ${tokenChips(keys, keyChip, 'key', words.keys)}`
          : nothing
      }
    </div>`;
  }

  #renderReading({ subject, weights }: ShownHead): TemplateResult | typeof nothing {
    const reading = this.#reading;
    if (!reading) return nothing;
    const { queries, keys } = subject;
    const sentence = composeSentence({ reading, head: weights, queries, keys });
    return html`
      <p class="sentence" part="sentence" aria-live="polite">${phrase(sentence)}</p>
      <div class="strips">
        ${strip(words.reads, 'reads', strongest(reading.reads, STRONGEST), keys)}
        ${strip(words.readBy, 'readers', strongest(otherReaders(reading), STRONGEST), queries)}
      </div>
      <details @toggle=${this.#handleNumbersToggle}>
        <summary>${words.numbers}</summary>
        ${this.numbersOpen ? numbersTable(reading, queries, keys) : nothing}
      </details>
    `;
  }
}

/** What the matrix marks for a reading. */
function marksOf({ query, key, cell, reads }: Reading): MatrixMarks {
  const [top] = strongest(reads, 1);
  return { query, key, cell, named: cell?.key ?? top?.index ?? (query === null ? key : null) };
}

/** The whole number of per cent that a chip shows; nothing below one. */
function share(weight: number): string {
  return weight < 0.005 ? '' : String(Math.round(100 * weight));
}

/** `value` as an index below `count`. What is no number is 0. */
function clamp(value: number, count: number): number {
  return Number.isNaN(value) ? 0 : Math.max(0, Math.min(count - 1, Math.trunc(value)));
}

function contentWidth(picture: HTMLElement): number {
  return picture.parentElement?.clientWidth ?? 0;
}

function chipOf(event: Event) {
  const element = (event.target as Element).closest<HTMLElement>('.chip');
  const list = element?.closest<HTMLElement>('.tokens');
  if (!element || !list) return null;
  const side = list.dataset.side === 'key' ? 'key' : 'token';
  return { element, list, side, index: Number(element.dataset.index) } as const;
}
