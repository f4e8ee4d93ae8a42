import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { VERSION } from '../../version.js';
import { AttnErrorEvent } from '../shared/attn-error.event.js';
import { defineElement } from '../shared/define.js';
import { Speaker } from '../shared/localize.js';
import { theme } from '../shared/theme.styles.js';
import { dial, plot, scaleAt } from './dial.view.js';
import type { dimensionPanel } from './dimension.view.js';
import { AttnChangeEvent, AttnGoalEvent, type SandboxNumbers } from './events.js';
import { decimal, scaleText } from './format.js';
import { type Goal, isReached, readGoal } from './goal.js';
import type { Gpt2Panel } from './gpt2-panel.js';
import { Handles } from './handles.js';
import { History } from './history.js';
import {
  formula,
  type NumbersState,
  numbersTable,
  projectionNote,
  sentence,
} from './numbers.view.js';
import { words } from './phrases.js';
import type { PlaneSize } from './plane.geometry.js';
import { plane } from './plane.view.js';
import { PRESETS } from './presets.js';
import { styles } from './qkv-sandbox.styles.js';
import { readScene, type SceneFile, writeScene } from './read-scene.js';
import type { Row } from './real-numbers.js';
import { type Numbers, reckon } from './reckon.js';
import {
  type HandleId,
  isGenuine,
  LARGEST_DIMENSION,
  makeScene,
  rename,
  type Scene,
  setCount,
  setScale,
} from './scene.js';
import { startScene } from './start-scene.js';
import { presets, tools } from './tools.view.js';

/** Before the plane has been measured. */
const FIRST_SIZE: PlaneSize = { width: 560, height: 480 };

/** The attributes and properties that make the scene. */
const SCENE_PROPERTIES = ['scene', 'inline', 'tokens', 'scale', 'causal'] as const;

/** Buttons that take back what the other does. */
const OPPOSITES: Readonly<Record<string, string>> = {
  undo: 'redo',
  redo: 'undo',
  fewer: 'more',
  more: 'fewer',
  close: 'gpt2',
};

/**
 * Attention in two dimensions: a query, keys and values on a plane, to be dragged, and softmax(q·k / scale)·v of them in
 * numbers. Needs no model and no network.
 *
 * Every object is a stop of the tab key: arrows move it, Shift moves it far, Alt+arrows turn and stretch it.
 *
 * @slot - May hold a scene in a `<script type="application/json">`.
 * @slot error - Replaces what is said when a scene or a goal cannot be read.
 *
 * @fires {AttnChangeEvent} attn-change - The reader changed something; carries all numbers.
 * @fires {AttnGoalEvent} attn-goal - The reader reached the `goal`.
 * @fires {AttnErrorEvent} attn-error - A scene or goal cannot be read, or real numbers cannot be had.
 *
 * @csspart card - The whole card.
 * @csspart header - Its head, with title, weights and buttons.
 * @csspart badge - The weights, and whether the numbers are real.
 * @csspart gpt2 - The panel in which a head of GPT-2 is chosen.
 * @csspart plane - The drawing.
 * @csspart handle - An object that can be moved; each has its own part too: `q`, `k1`, `v1` …
 * @csspart out - The mix of the values.
 * @csspart numbers - The table of scores and weights.
 * @csspart name - The name of a token.
 * @csspart formula - The formula with its values.
 * @csspart sentence - What is said of the scene.
 * @csspart goal - What shall be reached.
 * @csspart projection - How real vectors came into the plane.
 * @csspart dial - The dial of the scale.
 * @csspart plot - Weights and gradient norm against the scale.
 * @csspart presets - The scenes to start from.
 * @csspart preset - One of them.
 * @csspart dimension - The panel of the dimension slider.
 * @csspart tools - Count of tokens, mask and files.
 * @csspart source - Where real numbers are from.
 * @csspart error - The message when something cannot be read.
 *
 * @cssprop --attn-surface - Background of the card.
 * @cssprop --attn-soft - Background of badges and of the dial.
 * @cssprop --attn-text - Text, values and `out`.
 * @cssprop --attn-muted - Text that matters less.
 * @cssprop --attn-line - Hairlines.
 * @cssprop --attn-query - The query.
 * @cssprop --attn-key - Keys and their weights.
 * @cssprop --attn-font - Font family.
 * @cssprop --attn-radius - Radius of the card's corners.
 *
 * @cssState genuine - The numbers are a model's own.
 * @cssState edited - They were, and have been changed since.
 * @cssState reached - The goal is reached.
 * @cssState error - A scene or goal cannot be read.
 */
export class QkvSandbox extends LitElement {
  static readonly version: string = VERSION;
  static override styles = [theme, styles];

  /** Defines this class as `tag`, unless the tag is taken. */
  static define(tag = 'qkv-sandbox', registry?: CustomElementRegistry): void {
    defineElement(tag, QkvSandbox, registry);
  }

  readonly #speaker = new Speaker(this);
  readonly #internals = this.attachInternals();
  readonly #handles = new Handles({
    scene: () => this.#scene,
    size: () => this.size,
    isLocked: (id) => this.#isHandleLocked(id),
    onBegin: (id) => {
      this.#history.begin();
      this.held = id;
    },
    onMove: (scene) => this.#change(scene),
    onEnd: (kept) => this.#endGesture(kept),
  });
  readonly #resizes = new ResizeObserver(([entry]) => this.#measure(entry));
  #given: SceneFile | string | null = null;
  #start: Scene = makeScene();
  #history = new History(this.#start);
  #numbers: { readonly scene: Scene; readonly numbers: Numbers } | null = null;
  #goal: Goal | null = null;
  #goalReached = false;
  #sceneError: Error | null = null;
  #goalError: Error | null = null;
  /** Of a part that could not be loaded, or not made. */
  #partError: Error | null = null;
  #announced: Error | null = null;
  #dimensionPanel: typeof dimensionPanel | null = null;
  #gpt2: Gpt2Panel | null = null;

  @state() private inline: string | null = null;
  @state() private size: PlaneSize = FIRST_SIZE;
  /** What is being moved: an object, or the dial. */
  @state() private held: HandleId | 'scale' | null = null;

  /** The address of a trace with vectors, for "Take it from GPT-2". Without it, a recording that comes with the package. */
  @property() src: string | null = null;

  /** The id of an <attn-lens> in the same tree, from which real numbers can be taken. */
  @property() for: string | null = null;

  /** How many tokens (2 to 6), or their names with spaces between them. */
  @property() tokens: string | null = null;

  /** The scale to begin with: what q·k is divided by. √2 unless given. */
  @property({ type: Number }) scale: number | null = null;

  /** Masks the keys after the token that looks. */
  @property({ type: Boolean }) causal = false;

  /** What the reader shall reach, as in `k3 > .8`. */
  @property() goal: string | null = null;

  /**
   * Parts to leave out, separated by spaces: `plane`, `numbers`, `dial`, `plot`, `presets`, `dimension`, `tools`, `gpt2`,
   * `history`, `files`, `hint`.
   */
  @property() hide: string | null = null;

  /**
   * What the reader cannot change, separated by spaces: `q`, `k`, `v`, one of them as `k2`, `scale`, `tokens`, `names`,
   * `causal`, `presets`.
   */
  @property() lock: string | null = null;

  /** The title of the card, and its name for assistive technology. Without it "Q·K·V sandbox". */
  @property() label: string | null = null;

  /** The dimension at which the panel of the dimension slider stands open, 2 to 512; closed without it. */
  @property({ type: Number }) dimension: number | null = null;

  /** Of the random vectors in that panel. */
  @property({ type: Number }) seed = 1;

  /** Keeps the scene in the page's address, after `#`, under this name; where it is empty, under its id or as `sandbox`. */
  @property() address: string | null = null;

  /** The scene. What is set, as an object or as JSON, is also what `reset` comes back to. */
  @property()
  get scene(): SceneFile {
    return writeScene(this.#scene);
  }

  set scene(scene: SceneFile | string | null) {
    this.#given = scene;
  }

  /** softmax(q·k / scale) of each token. */
  get weights(): readonly number[] {
    return this.#reckoned.weights;
  }

  /** The mix of the values; `null` in a scene without values. */
  get output(): readonly [x: number, y: number] | null {
    return this.#reckoned.output;
  }

  /** All numbers of the scene, as `attn-change` carries them. */
  get numbers(): SandboxNumbers {
    const { scores, weights, otherWeight, output, gradient } = this.#reckoned;
    const { scale } = this.#scene;
    return { scene: this.scene, scores, weights, otherWeight, output, scale, gradient };
  }

  /** Why the scene or the goal cannot be read, or a file not be made. */
  get error(): Error | null {
    return this.#sceneError ?? this.#goalError ?? this.#partError;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#readInline();
    this.addEventListener('keydown', this.#handleKeydown);
    globalThis.addEventListener('hashchange', this.#handleHashchange);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#handles.release();
    this.#resizes.disconnect();
    this.removeEventListener('keydown', this.#handleKeydown);
    globalThis.removeEventListener('hashchange', this.#handleHashchange);
  }

  protected override performUpdate(): void {
    this.#speaker.speak(() => super.performUpdate());
  }

  protected override willUpdate(changed: PropertyValues): void {
    const first = !this.hasUpdated;
    if (first || SCENE_PROPERTIES.some((name) => changed.has(name))) this.#begin();
    if (changed.has('goal')) this.#readGoal();
    if (changed.has('address')) this.#handleHashchange();
  }

  protected override updated(): void {
    const frame = this.renderRoot.querySelector('.frame');
    if (frame) this.#resizes.observe(frame);
    const { states } = this.#internals;
    const on = (name: string, is: boolean) => (is ? states.add(name) : states.delete(name));
    on('genuine', isGenuine(this.#scene));
    on('edited', this.#scene.origin !== null && !isGenuine(this.#scene));
    on('reached', this.#goal !== null && this.#goalReached);
    on('error', this.error !== null);
    if (this.error !== this.#announced) {
      this.#announced = this.error;
      if (this.error) this.dispatchEvent(new AttnErrorEvent(this.error));
    }
  }

  // What is shown

  get #scene(): Scene {
    return this.#history.present;
  }

  get #reckoned(): Numbers {
    const scene = this.#scene;
    if (this.#numbers?.scene !== scene) this.#numbers = { scene, numbers: reckon(scene) };
    return this.#numbers.numbers;
  }

  /** Makes the scene that the page asks for; a bad one leaves the last good one on screen. */
  #begin(): void {
    this.#sceneError = null;
    this.#handles.release();
    try {
      const { inline, tokens, scale, causal } = this;
      this.#start = startScene({ scene: this.#given, inline, tokens, scale, causal });
      this.#history = new History(this.#start);
    } catch (error) {
      this.#sceneError = error as Error;
    }
    this.#goalReached = this.#isGoalReached();
  }

  #readGoal(): void {
    this.#goalError = null;
    this.#goal = null;
    try {
      this.#goal = this.goal ? readGoal(this.goal) : null;
    } catch (error) {
      this.#goalError = error as Error;
    }
    this.#goalReached = this.#isGoalReached();
  }

  #isGoalReached(): boolean {
    return this.#goal !== null && isReached(this.#goal, this.#scene, this.#reckoned);
  }

  #readInline = (): void => {
    const script = this.querySelector(':scope > script[type="application/json"]');
    this.inline = script?.textContent ?? null;
  };

  #measure(entry: ResizeObserverEntry | undefined): void {
    if (!entry) return;
    const [width, height] = [entry.contentRect.width, entry.contentRect.height].map(Math.round);
    if (!width || !height || (width === this.size.width && height === this.size.height)) return;
    this.size = { width, height };
  }

  #hides(part: string): boolean {
    return lists(this.hide, part);
  }

  #isLocked(part: string): boolean {
    return lists(this.lock, part);
  }

  #isHandleLocked(id: HandleId): boolean {
    return this.#isLocked(id) || this.#isLocked(id.charAt(0));
  }

  // What changes it

  /** What the reader did: another scene, told to the page. */
  #change(scene: Scene): void {
    if (scene === this.#scene) return;
    this.#history.push(scene);
    this.#tell();
  }

  #tell(): void {
    const reached = this.#isGoalReached();
    const news = reached && !this.#goalReached;
    this.#goalReached = reached;
    this.requestUpdate();
    const { numbers } = this;
    this.dispatchEvent(new AttnChangeEvent(numbers));
    if (news && this.#goal) this.dispatchEvent(new AttnGoalEvent(this.#goal.text, numbers));
    if (this.held === null) this.#attempt(this.#writeToAddress());
  }

  #endGesture(kept: boolean): void {
    if (this.held === null) return;
    this.held = null;
    if (kept) {
      this.#history.end();
      this.#attempt(this.#writeToAddress());
    } else {
      this.#history.cancel();
      this.#tell();
    }
  }

  /** Takes back the last step. */
  undo(): void {
    this.#handles.release();
    if (!this.#history.canUndo) return;
    this.#history.undo();
    this.#tell();
  }

  /** Does again what was taken back. */
  redo(): void {
    this.#handles.release();
    if (!this.#history.canRedo) return;
    this.#history.redo();
    this.#tell();
  }

  /** Back to the scene that the page asked for; can be undone. */
  reset(): void {
    this.#change(this.#start);
  }

  /** Takes a row of the recording: head `layer.head`, and the position of the token that looks. */
  takeFromGpt2(row: Row): Promise<void> {
    return this.#withGpt2((panel) => panel.takeRecorded(row));
  }

  /**
   * The plane as an SVG file, in the colours it has now.
   * @throws {Error} when the plane is hidden, or not drawn yet.
   */
  async toSvg(): Promise<string> {
    const { readPicture, writeSvg } = await import('./picture.js');
    return writeSvg(readPicture(...this.#drawing()));
  }

  /**
   * The same as PNG.
   * @param density pixels per CSS pixel.
   * @throws {Error} as `toSvg` does.
   */
  async toPng(density = 2): Promise<Blob> {
    const { readPicture, paintPng } = await import('./picture.js');
    return paintPng(readPicture(...this.#drawing()), density);
  }

  #drawing(): [SVGSVGElement, Element, string] {
    const svg = this.renderRoot.querySelector<SVGSVGElement>('svg.plane');
    const card = this.renderRoot.querySelector('.card');
    if (!svg || !card)
      throw new Error('There is no plane to save: it is hidden, or not drawn yet.');
    const scale = `${words.scale} ${scaleText(this.#scene.scale)}`;
    return [svg, card, `${words.weightsOf(this.#weightsText())} · ${scale}`];
  }

  async #withGpt2(use: (panel: Gpt2Panel) => Promise<void>): Promise<void> {
    const { Gpt2Panel } = await import('./gpt2-panel.js');
    this.#gpt2 ??= new Gpt2Panel(this, {
      onScene: (scene) => this.#change(scene),
      onError: (error) => this.#handleGpt2Error(error),
    });
    await use(this.#gpt2);
  }

  /** A closed panel says nothing of its own: the row was asked for by the page or its address. */
  #handleGpt2Error(error: Error): void {
    if (this.#gpt2?.open) {
      this.dispatchEvent(new AttnErrorEvent(error));
    } else {
      this.#partError = error;
      this.requestUpdate();
    }
  }

  async #save(kind: string): Promise<void> {
    const svg = kind === 'svg';
    const file = svg
      ? new Blob([await this.toSvg()], { type: 'image/svg+xml' })
      : await this.toPng();
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = `attention.${kind}`;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  // What few pages ask for is loaded when they do, here and for pictures and real numbers.

  #handleHashchange = (): void => {
    if (this.address !== null) this.#attempt(this.#readFromAddress());
  };

  async #readFromAddress(): Promise<void> {
    const { readFragment, readAddress, writeAddress } = await import('./address.js');
    const text = readFragment(this.#addressKey());
    const found = text === null ? null : readAddress(text);
    if (!found || text === writeAddress(this.#scene)) return;
    if ('scene' in found) {
      try {
        this.#history.push(readScene(found.scene));
        this.#sceneError = null;
        this.#goalReached = this.#isGoalReached();
      } catch (error) {
        this.#sceneError = error as Error;
      }
      this.requestUpdate();
    } else {
      await this.takeFromGpt2(found);
    }
  }

  async #writeToAddress(): Promise<void> {
    if (this.address === null) return;
    const { writeFragment, writeAddress } = await import('./address.js');
    writeFragment(this.#addressKey(), writeAddress(this.#scene));
  }

  #addressKey(): string {
    return this.address?.trim() || this.id || 'sandbox';
  }

  #handleKeydown = (event: KeyboardEvent): void => {
    const inText = (event.composedPath()[0] as Element).matches?.('input:not([type=range])');
    if (inText || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (this.#hides('history') || (key !== 'z' && key !== 'y')) return;
    event.preventDefault();
    if (key === 'y' || event.shiftKey) this.redo();
    else this.undo();
  };

  #attempt(work: Promise<void>): void {
    work.catch((error: Error) => {
      this.#partError = error;
      this.requestUpdate();
    });
  }

  #handleClick = (event: Event): void => {
    this.#partError = null;
    const button = (event.target as Element).closest<HTMLElement>('button');
    const { do: action, preset, save } = button?.dataset ?? {};
    if (preset) this.#change(PRESETS.find(({ id }) => id === preset)?.scene ?? this.#start);
    else if (save) this.#attempt(this.#save(save));
    else if (action) {
      const focused = this.shadowRoot?.activeElement === button;
      this.#actions[action]?.();
      if (focused) void this.#keepFocus(action);
    }
  };

  /** A button with nothing more to do is disabled, or goes: the focus then moves on to the one with the opposite to do. */
  async #keepFocus(action: string): Promise<void> {
    await this.updateComplete;
    const buttonOf = (name: string) =>
      this.renderRoot.querySelector<HTMLButtonElement>(`button[data-do=${name}]`);
    const opposite = OPPOSITES[action];
    const used = buttonOf(action);
    if (opposite && (!used || used.disabled)) buttonOf(opposite)?.focus();
  }

  readonly #actions: Readonly<Record<string, () => void>> = {
    gpt2: () => this.#attempt(this.#withGpt2((panel) => panel.toggle())),
    take: () => void this.#gpt2?.take(),
    close: () => this.#gpt2?.close(),
    undo: () => this.undo(),
    redo: () => this.redo(),
    reset: () => this.reset(),
    fewer: () => this.#change(setCount(this.#scene, this.#scene.tokens.length - 1)),
    more: () => this.#change(setCount(this.#scene, this.#scene.tokens.length + 1)),
    dimension: () => {
      this.dimension = this.dimension === null ? LARGEST_DIMENSION : null;
    },
    draw: () => {
      this.seed++;
    },
  };

  #handleInput = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    if (input.id === 'scale') {
      this.#history.begin();
      this.held = 'scale';
      this.#change(setScale(this.#scene, scaleAt(this.#scene, Number(input.value))));
    } else if (input.id === 'dimension') {
      this.dimension = Math.round(2 ** Number(input.value));
    }
  };

  #handleChange = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const { which, index } = input.dataset;
    const value = Number(input.value);
    if (input.id === 'scale') this.#endGesture(true);
    else if (index !== undefined) this.#rename(input, Number(index));
    else if (which === 'causal')
      this.#change({ ...this.#scene, preset: null, causal: input.checked });
    else if (which === 'position') this.#change({ ...this.#scene, preset: null, position: value });
    else if (which === 'source') void this.#gpt2?.choose(value === 0);
    else if (which) this.#gpt2?.setRow({ [which]: value });
  };

  #rename(input: HTMLInputElement, index: number): void {
    this.#change(rename(this.#scene, index, input.value));
    // What was cleaned away may leave the name as it was: no template would then write it.
    input.value = this.#scene.tokens[index]?.name ?? '';
  }

  // What it looks like

  #weightsText(): string {
    return this.#reckoned.weights.map((weight) => decimal(weight)).join(' / ');
  }

  protected override render(): TemplateResult {
    const scene = this.#scene;
    const { error } = this;
    const numbers: NumbersState = {
      scene,
      numbers: this.#reckoned,
      canRename: scene.origin === null && !this.#isLocked('names'),
    };
    return html`<section
      class="card"
      part="card"
      lang=${words.lang}
      aria-label=${this.label || words.title}
      @click=${this.#handleClick}
      @input=${this.#handleInput}
      @change=${this.#handleChange}
    >
      ${this.#renderHeader()}
      ${this.#gpt2?.open ? this.#gpt2.render() : nothing}
      <div class="error" part="error" role="alert" ?hidden=${!error}>
        <slot name="error"><strong>${words.failed}</strong> ${error?.message}</slot>
      </div>
      <div class="main">
        ${this.#hides('plane') ? nothing : this.#renderPlane()}
        ${
          this.#hides('numbers')
            ? nothing
            : html`<div class="numbers">
                ${numbersTable(numbers)} ${formula(numbers)} ${this.#renderGoal()} ${sentence(numbers)}
                ${projectionNote(scene)}
              </div>`
        }
      </div>
      ${this.#renderDial()}
      ${
        this.#hides('presets')
          ? nothing
          : presets(
              scene.preset,
              this.#isLocked('presets'),
              this.#hides('dimension') ? null : this.dimension !== null,
            )
      }
      ${this.dimension === null || this.#hides('dimension') ? nothing : this.#renderDimension(this.dimension)}
      ${this.#renderTools()} ${this.#renderFooter()}
      <slot hidden @slotchange=${this.#readInline}></slot>
    </section>`;
  }

  #renderHeader(): TemplateResult {
    const { origin } = this.#scene;
    const genuine = isGenuine(this.#scene);
    const button = (action: string, name: string, disabled = false) =>
      html`<button type="button" data-do=${action} ?disabled=${disabled}>${name}</button>`;
    return html`<header part="header">
      <h2>${this.label || words.title}</h2>
      <span class="badge" part="badge">${words.weightsOf(this.#weightsText())}</span>
      ${
        origin
          ? html`<span class="badge origin" part="badge" data-genuine=${genuine}>
              ${genuine ? words.genuine(origin.model, `${origin.layer}.${origin.head}`) : words.edited(origin.model)}
            </span>`
          : nothing
      }
      <span class="actions">
        ${
          this.#hides('gpt2')
            ? nothing
            : html`<button type="button" data-do="gpt2" aria-expanded=${this.#gpt2?.open ?? false}>${words.takeFromGpt2}</button>`
        }
        ${
          this.#hides('history')
            ? nothing
            : html`${button('undo', words.undo, !this.#history.canUndo)}
              ${button('redo', words.redo, !this.#history.canRedo)} ${button('reset', words.reset)}`
        }
      </span>
    </header>`;
  }

  #renderPlane(): TemplateResult {
    const {
      handlePointerdown,
      handlePointermove,
      handlePointerend,
      handleTouchstart,
      handleKeydown,
      handleKeyup,
      release,
    } = this.#handles;
    return html`<div
      class="frame"
      @pointerdown=${handlePointerdown}
      @pointermove=${handlePointermove}
      @pointerup=${handlePointerend}
      @pointercancel=${handlePointerend}
      @lostpointercapture=${handlePointerend}
      @touchstart=${handleTouchstart}
      @keydown=${handleKeydown}
      @keyup=${handleKeyup}
      @focusout=${release}
    >
      ${plane({
        scene: this.#scene,
        numbers: this.#reckoned,
        size: this.size,
        isLocked: (id) => this.#isHandleLocked(id),
        held: this.held,
      })}
    </div>`;
  }

  #renderGoal(): TemplateResult | typeof nothing {
    if (!this.#goal) return nothing;
    return html`<p class="goal" part="goal" role="status" data-reached=${this.#goalReached}>
      ${words.goal}: <b dir="ltr">${this.#goal.text}</b><span>${this.#goalReached ? ` ✓ ${words.reached}` : ''}</span>
    </p>`;
  }

  #renderDial(): TemplateResult | typeof nothing {
    const [hasDial, hasPlot] = [!this.#hides('dial'), !this.#hides('plot')];
    if (!hasDial && !hasPlot) return nothing;
    return html`<div class="scale">
      ${hasDial ? dial(this.#scene, this.#isLocked('scale')) : nothing}
      ${hasPlot ? plot(this.#scene, this.#reckoned) : nothing}
    </div>`;
  }

  #renderDimension(wanted: number): TemplateResult | typeof nothing {
    if (this.#dimensionPanel) return this.#dimensionPanel(wanted, this.seed);
    this.#attempt(
      import('./dimension.view.js').then((part) => {
        this.#dimensionPanel = part.dimensionPanel;
        this.requestUpdate();
      }),
    );
    return nothing;
  }

  #renderTools(): TemplateResult | typeof nothing {
    const hasTools = !this.#hides('tools') && this.#scene.origin === null;
    const hasFiles = !this.#hides('files') && !this.#hides('plane');
    if (!hasTools && !hasFiles) return nothing;
    return tools(this.#scene, { hasTools, hasFiles, isLocked: (part) => this.#isLocked(part) });
  }

  #renderFooter(): TemplateResult | typeof nothing {
    const { origin } = this.#scene;
    if (this.#hides('hint') && !origin) return nothing;
    return html`<footer>
      ${this.#hides('hint') ? nothing : html`<p class="hint">${words.hint}</p>`}
      ${
        origin
          ? html`<p part="source">
              ${words.source(origin.text, origin.tokenName, origin.source)}
              ${origin.url ? html`<a href=${origin.url} rel="noopener noreferrer">${new URL(origin.url).host}</a>` : nothing}
            </p>`
          : nothing
      }
    </footer>`;
  }
}

/** Whether a list of words, such as that of an attribute, has one of them. */
function lists(words: string | null, word: string): boolean {
  return words?.split(/\s+/).includes(word) ?? false;
}
