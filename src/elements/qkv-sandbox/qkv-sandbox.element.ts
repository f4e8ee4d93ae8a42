import { type CSSResult, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { adoptLate } from '../shared/adopt-styles.js';
import { AttnErrorEvent } from '../shared/attn-error.event.js';
import { card as sharedCardStyles } from '../shared/card.styles.js';
import { CardElement } from '../shared/card-element.js';
import { keepKeys } from '../shared/keep-keys.js';
import { LazyPart } from '../shared/lazy-part.js';
import { switches as switchStyles } from '../shared/switch.styles.js';
import { theme } from '../shared/theme.styles.js';
import type { AddressController } from './address.controller.js';
import { attributes } from './attributes.js';
import { press } from './buttons.js';
import { card as cardStyles } from './card.styles.js';
import { dial as dialStyles } from './dial.styles.js';
import { dial, plot, scaleAt } from './dial.view.js';
import { DragController } from './drag.controller.js';
import { AttnChangeEvent, AttnGoalEvent, type SandboxNumbers } from './events.js';
import { FrameSize } from './frame-size.js';
import type { Goal } from './goal.js';
import type { goalNote } from './goal.view.js';
import type { Gpt2Panel } from './gpt2-panel.js';
import { footer, header } from './header.view.js';
import { decimal, scaleText } from './number-text.js';
import { numbers as numbersStyles } from './numbers.styles.js';
import { formula, type NumbersState, numbersTable, sentence } from './numbers.view.js';
import { plane as planeStyles } from './plane.styles.js';
import { plane } from './plane.view.js';
import type { PlaneFigure } from './plane-figure.js';
import { PRESETS } from './presets.js';
import { words } from './qkv-sandbox.terms.js';
import type { Row } from './real-numbers.js';
import {
  type HandleId,
  handlesOf,
  isGenuine,
  LARGEST_DIMENSION,
  makeScene,
  pointOf,
  rename,
  type Scene,
  setCount,
  setScale,
} from './scene.js';
import { type SceneFile, writeScene } from './scene-file.js';
import { SceneStore } from './scene-store.js';
import { startScene } from './start-scene.js';
import { presets, tools } from './tools.view.js';

/** The attributes and properties that make the scene. */
const SCENE_PROPERTIES = ['scene', 'inline', 'tokens', 'scale', 'causal'] as const;

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
 * @csspart title - The title of the card.
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
 * @cssprop --attn-font-size - Size of text, all other sizes follow: 14px where the reader's own size is the usual 16.
 * @cssprop --attn-radius - Radius of the card's corners.
 *
 * @cssState genuine - The numbers are a model's own.
 * @cssState edited - They were, and have been changed since.
 * @cssState reached - The goal is reached.
 * @cssState error - A scene or goal cannot be read.
 */
export class QkvSandbox extends CardElement {
  static override readonly tag: string = 'qkv-sandbox';
  static override styles = [
    theme,
    sharedCardStyles,
    switchStyles,
    cardStyles,
    planeStyles,
    numbersStyles,
    dialStyles,
  ];

  static override properties = {
    ...attributes,
    inline: { attribute: false },
  };

  readonly #store = new SceneStore({
    requestUpdate: () => this.requestUpdate(),
    onChange: (isGoalNew) => this.#tell(isGoalNew),
    onSettle: () => this.#address?.write(),
  });
  readonly #frame = new FrameSize(this);
  readonly #drag = new DragController({
    store: this.#store,
    size: () => this.#frame.size,
    isLocked: (id) => this.#isHandleLocked(id),
  });
  readonly #dimensionPanel = new LazyPart(this, async () => {
    const part = await import('./dimension.view.js');
    void this.#adopt(part.styles);
    return part;
  });
  readonly #sceneReader = new LazyPart(this, () => import('./read-scene.js'));
  #given: SceneFile | string | null = null;
  #hasBegun = false;
  /** For what reads the page's own scene. */
  #isWaiting = false;
  #sceneError: Error | null = null;
  #goalError: Error | null = null;
  #goalRead = Promise.resolve();
  #goalNote: typeof goalNote | null = null;
  /** Of a part that could not be loaded, or not made. */
  #partError: Error | null = null;
  #gpt2: Gpt2Panel | null = null;
  #address: AddressController | null = null;

  private inline: string | null = null;

  /** The address of a trace with vectors, for "Take it from GPT-2". Without it, a recording that comes with the package. */
  src: string | null = null;

  /** The id of an `<attn-lens>` in the same tree, from which real numbers can be taken. */
  for: string | null = null;

  /** How many tokens (2 to 6), or their names with spaces between them, as in `the cat sat`. */
  tokens: string | null = null;

  /** The initial scale: what q·k is divided by. Without it √2. It is clamped to the dial's range, √d / 32 … 32 √d. */
  scale: number | null = null;

  /** Masks the keys after the token that looks. */
  causal = false;

  /** What the reader has to reach, as in `k3 > .8`. */
  goal: string | null = null;

  /** Parts to leave out, separated by spaces. */
  override hide: string | null = null;

  /** What the reader cannot change, separated by spaces: one object as `k2`, or a part with all that is in it. */
  override lock: string | null = null;

  /** The title of the card, and its name for assistive technology. Without it "Q·K·V sandbox". */
  override label: string | null = null;

  /** The dimension at which the panel of the dimension slider is open. Without it the panel is closed. */
  dimension: number | null = null;

  /** The seed of the random vectors in that panel. */
  seed = 1;

  /**
   * Keeps the scene in the page's address, after `#`, under this name. If it is empty, the name is the element's id, or
   * `sandbox`.
   */
  address: string | null = null;

  /** The scene. If it is set, as an object or as JSON, `reset` returns to it. It can also be a `<script type="application/json">` child. */
  get scene(): SceneFile {
    return writeScene(this.#store.scene);
  }

  set scene(scene: SceneFile | string | null) {
    this.#given = scene;
  }

  /** softmax(q·k / scale) of each token. */
  get weights(): readonly number[] {
    return this.#store.numbers.weights;
  }

  /** The mix of the values; `null` in a scene without values. */
  get output(): readonly [x: number, y: number] | null {
    return this.#store.numbers.output;
  }

  /** All numbers of the scene, as `attn-change` carries them. */
  get numbers(): SandboxNumbers {
    const { scores, weights, otherWeight, output, gradient } = this.#store.numbers;
    const { scale } = this.#store.scene;
    return { scene: this.scene, scores, weights, otherWeight, output, scale, gradient };
  }

  /** Why the scene or the goal cannot be read, or a part not be had. */
  get error(): Error | null {
    return this.#sceneError ?? this.#goalError ?? this.#partError ?? this.#dimensionPanel.error;
  }

  constructor() {
    super();
    keepKeys(this, (event) => this.#handleKeydown(event));
  }

  protected override createRenderRoot(): ShadowRoot {
    const root = super.createRenderRoot();
    root.addEventListener('click', this.#handleClick);
    root.addEventListener('input', this.#handleInput);
    root.addEventListener('change', this.#handleChange);
    return root;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#readInline();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#drag.release();
  }

  /** When the scene and the goal are read, too. */
  protected override async getUpdateComplete(): Promise<boolean> {
    await super.getUpdateComplete();
    if (this.#isWaiting) await this.#sceneReader.load();
    await this.#goalRead;
    return super.getUpdateComplete();
  }

  protected override willUpdate(changed: PropertyValues): void {
    const isFirst = !this.hasUpdated;
    if (isFirst || this.#isWaiting || SCENE_PROPERTIES.some((name) => changed.has(name)))
      this.#begin();
    if (changed.has('goal')) this.#goalRead = this.#readGoal();
    if (changed.has('address') && this.address !== null) this.#attempt(this.#followAddress());
  }

  protected override updated(): void {
    const { scene, isReached } = this.#store;
    this.setStates(
      isGenuine(scene) ? 'genuine' : scene.origin !== null && 'edited',
      isReached && 'reached',
      this.error !== null && 'error',
    );
    this.announceError(this.error);
  }

  // What is shown

  /**
   * Makes the scene that the page asks for. A bad one leaves the last good one on screen, and so does one that has to wait for what
   * reads it; where it is the first, nothing is shown before it.
   */
  #begin(): void {
    this.#sceneError = null;
    // What could not be loaded is tried again with the next scene.
    if (!this.#isWaiting) this.#sceneReader.retry();
    const given = this.#given ?? this.inline;
    const reader = given === null ? null : this.#sceneReader.request();
    const error = given === null ? null : this.#sceneReader.error;
    this.#isWaiting = given !== null && !reader && !error;
    if (this.#isWaiting) return;
    this.#hasBegun = true;
    this.#drag.release();
    try {
      if (error) throw error;
      const from = reader && given !== null ? reader.readGiven(given) : makeScene();
      this.#store.begin(startScene(from, this));
    } catch (error) {
      this.#sceneError = error as Error;
    }
  }

  async #readGoal(): Promise<void> {
    const text = this.goal;
    let goal: Goal | null = null;
    let failure: Error | null = null;
    try {
      if (text) {
        const { goalNote, readGoal, styles } = await import('./goal.view.js');
        void this.#adopt(styles);
        this.#goalNote = goalNote;
        goal = readGoal(text);
      }
    } catch (error) {
      failure = error as Error;
    }
    if (text !== this.goal) return;
    this.#store.goal = goal;
    this.#goalError = failure;
    this.requestUpdate();
  }

  #readInline = (): void => {
    const script = this.querySelector(':scope > script[type="application/json"]');
    this.inline = script?.textContent ?? null;
  };

  #isHandleLocked(id: HandleId): boolean {
    return this.isLocked(id, id.charAt(0), 'plane');
  }

  /** Whether `to` differs from what is shown in something that the reader cannot change. */
  #changesLocked(to: Scene): boolean {
    if (!this.lock) return false;
    const { scene } = this.#store;
    const differs = (of: (one: Scene) => unknown) => String(of(scene)) !== String(of(to));
    const breaks = (name: string, of: (one: Scene) => unknown) =>
      this.isLocked(name) && differs(of);
    return (
      [...handlesOf(scene), ...handlesOf(to)].some(
        (id) => this.isLocked(id, id.charAt(0)) && differs((one) => pointOf(one, id)),
      ) ||
      breaks('scale', ({ scale }) => scale) ||
      breaks('tokens', ({ tokens }) => tokens.length) ||
      breaks('names', ({ tokens }) => tokens.map(({ name }) => name)) ||
      breaks('causal', ({ causal, position }) => causal && position)
    );
  }

  // What changes it

  #tell(isGoalNew: boolean): void {
    const { numbers } = this;
    this.dispatchEvent(new AttnChangeEvent(numbers));
    const { goal } = this.#store;
    if (isGoalNew && goal) this.dispatchEvent(new AttnGoalEvent(goal.text, numbers));
  }

  /** Takes back the last step. */
  undo(): void {
    this.#drag.release();
    this.#store.undo();
  }

  /** Does again what was taken back. */
  redo(): void {
    this.#drag.release();
    this.#store.redo();
  }

  /** Back to the scene that the page asked for; can be undone. */
  reset(): void {
    this.#drag.release();
    this.#store.reset();
  }

  /** Takes a row of the recording: head `layer.head`, and the position of the token that looks. For a card on the page. */
  takeFromGpt2(row: Row): Promise<void> {
    return this.#withGpt2((panel) => panel.takeRecorded(row));
  }

  /**
   * The plane as an SVG file, in the colours it has now.
   * @throws {Error} when the plane is hidden, or not drawn yet.
   */
  async toSvg(): Promise<string> {
    return (await this.#picture()).toSvg();
  }

  /**
   * The same as PNG.
   * @param density pixels per CSS pixel.
   * @throws {Error} as `toSvg` does.
   */
  async toPng(density = 2): Promise<Blob> {
    return (await this.#picture()).toPng(density);
  }

  async #picture(): Promise<PlaneFigure> {
    const { PlaneFigure } = await import('./plane-figure.js');
    const scale = `${words.scale} ${scaleText(this.#store.scene.scale)}`;
    return new PlaneFigure(this.renderRoot, `${words.weightsOf(this.#weightsText())} · ${scale}`);
  }

  async #withGpt2(use: (panel: Gpt2Panel) => Promise<void>): Promise<void> {
    const { Gpt2Panel, styles } = await import('./gpt2-panel.js');
    if (!this.#gpt2) {
      void this.#adopt(styles);
      this.#gpt2 = new Gpt2Panel(this, {
        onScene: (scene) => this.#store.change(scene),
        onError: (error) => this.#handleGpt2Error(error),
      });
    }
    await use(this.#gpt2);
  }

  /** Styles of a part that is loaded later: perhaps before there is a place to put them. */
  async #adopt(styles: CSSResult): Promise<void> {
    await this.updateComplete;
    adoptLate(this, styles);
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
    await (await this.#picture()).save(kind);
  }

  // What few pages ask for is loaded when they do, here and for pictures and real numbers.

  async #followAddress(): Promise<void> {
    const { AddressController } = await import('./address.controller.js');
    // The scene of the address comes after that of the page.
    await this.updateComplete;
    if (this.#address) {
      this.#address.read();
      return;
    }
    this.#address = new AddressController(this, {
      scene: () => this.#store.scene,
      onScene: (scene) => this.#store.show(scene),
      onRow: (row) => this.#attempt(this.takeFromGpt2(row)),
      onError: (error) => {
        this.#sceneError = error;
        this.requestUpdate();
      },
    });
    // What the reader did before this part was there.
    if (this.#store.canUndo) this.#address.write();
  }

  #handleKeydown(event: KeyboardEvent): void {
    const inText = (event.composedPath()[0] as Element).matches?.('input:not([type=range])');
    if (inText || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key !== 'z' && key !== 'y') return;
    if (this.hides('history') || this.isLocked('history')) return;
    const isRedo = key === 'y' || event.shiftKey;
    if (!(isRedo ? this.#store.canRedo : this.#store.canUndo)) return;
    event.preventDefault();
    if (isRedo) this.redo();
    else this.undo();
  }

  #attempt(work: Promise<void>): void {
    work.catch((error: Error) => {
      this.#partError = error;
      this.requestUpdate();
    });
  }

  #handleClick = (event: Event): void => {
    this.#partError = null;
    void press(this, event, this.#actions);
  };

  readonly #actions: Readonly<Record<string, (value: string) => void>> = {
    gpt2: () => this.#attempt(this.#withGpt2((panel) => panel.toggle())),
    take: () => void this.#gpt2?.take(),
    close: () => this.#gpt2?.close(),
    undo: () => this.undo(),
    redo: () => this.redo(),
    reset: () => this.reset(),
    preset: (wanted) => {
      const preset = PRESETS.find(({ id }) => id === wanted);
      if (preset) this.#store.change(preset.scene);
      else this.reset();
    },
    fewer: () => this.#setCount(-1),
    more: () => this.#setCount(1),
    save: (kind) => this.#attempt(this.#save(kind)),
    dimension: () => {
      this.#dimensionPanel.retry();
      this.dimension = this.dimension === null ? LARGEST_DIMENSION : null;
    },
    draw: () => {
      this.seed++;
    },
  };

  #setCount(more: number): void {
    const { scene } = this.#store;
    this.#store.change(setCount(scene, scene.tokens.length + more));
  }

  #handleInput = (event: Event): void => {
    const { id, value } = event.target as HTMLInputElement;
    if (id === 'scale') {
      this.#store.hold('scale');
      this.#store.change(setScale(this.#store.scene, scaleAt(this.#store.scene, Number(value))));
    } else if (id === 'dimension') {
      this.dimension = Math.round(2 ** Number(value));
    }
  };

  #handleChange = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const { which, index } = input.dataset;
    const value = Number(input.value);
    const change = (part: Partial<Scene>) =>
      this.#store.change({ ...this.#store.scene, preset: null, ...part });
    if (input.id === 'scale') this.#store.letGo();
    else if (index !== undefined) this.#rename(input, Number(index));
    else if (which === 'causal') change({ causal: input.checked });
    else if (which === 'position') change({ position: value });
    else if (which === 'source') void this.#gpt2?.choose(value === 0);
    else if (which) this.#gpt2?.setRow({ [which]: value });
  };

  #rename(input: HTMLInputElement, index: number): void {
    this.#store.change(rename(this.#store.scene, index, input.value));
    // What was cleaned away may leave the name as it was: no template would then write it.
    input.value = this.#store.scene.tokens[index]?.name ?? '';
  }

  // What it looks like

  #weightsText(): string {
    return this.weights.map((weight) => decimal(weight)).join(' / ');
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.#hasBegun) return nothing;
    const { scene } = this.#store;
    const real = scene.origin ? this.#gpt2?.describe(scene, scene.origin) : undefined;
    const { error } = this;
    return this.renderCard(
      words,
      this.#renderHeader(real?.badge),
      this.#gpt2?.open ? this.#gpt2.render() : nothing,
      error,
      html`<div class="main">
        ${this.hides('plane') ? nothing : this.#renderPlane()}
        ${this.hides('numbers') ? nothing : this.#renderNumbers(real?.projection)}
      </div>
      ${this.#renderDial()}
      ${
        this.hides('presets')
          ? nothing
          : presets(
              scene.preset,
              this.#store.start,
              (to) => this.isLocked('presets') || this.#changesLocked(to),
              this.hides('dimension') ? null : this.dimension !== null,
            )
      }
      ${this.dimension === null || this.hides('dimension') ? nothing : this.#renderDimension(this.dimension)}
      ${this.#renderTools()} ${footer(this.hides('hint') ? null : words.hint, real?.source)}
      <slot hidden @slotchange=${this.#readInline}></slot>`,
    );
  }

  #renderHeader(origin: TemplateResult | undefined): TemplateResult {
    const { canUndo, canRedo } = this.#store;
    const free = !this.isLocked('history');
    return header({
      weights: this.#weightsText(),
      origin,
      gpt2: this.hides('gpt2')
        ? null
        : {
            isOpen: this.#gpt2?.open ?? false,
            // Real numbers bring all of these.
            isLocked: this.isLocked('gpt2', 'q', 'k', 'v', 'scale', 'tokens', 'names'),
          },
      history: this.hides('history')
        ? null
        : { undo: free && canUndo, redo: free && canRedo, reset: free },
    });
  }

  #renderPlane(): TemplateResult {
    const drag = this.#drag;
    return html`<div
      class="frame"
      @pointerdown=${drag}
      @pointermove=${drag}
      @pointerup=${drag}
      @pointercancel=${drag}
      @lostpointercapture=${drag}
      @touchstart=${drag}
      @keydown=${drag}
      @keyup=${drag}
      @focusout=${drag}
    >
      ${plane({
        scene: this.#store.scene,
        numbers: this.#store.numbers,
        size: this.#frame.size,
        isLocked: (id) => this.#isHandleLocked(id),
        held: this.#store.held,
      })}
    </div>`;
  }

  #renderNumbers(projection: TemplateResult | undefined): TemplateResult {
    const { scene, numbers, goal, isReached } = this.#store;
    const state: NumbersState = {
      scene,
      numbers,
      canRename: scene.origin === null && !this.isLocked('names', 'numbers'),
    };
    return html`<div class="numbers">
      ${numbersTable(state)} ${formula(state)} ${goal ? this.#goalNote?.(goal, isReached) : nothing}
      ${sentence(state)} ${projection}
    </div>`;
  }

  #renderDial(): TemplateResult | typeof nothing {
    const [hasDial, hasPlot] = [!this.hides('dial'), !this.hides('plot')];
    if (!hasDial && !hasPlot) return nothing;
    const { scene, numbers } = this.#store;
    return html`<div class="scale">
      ${hasDial ? dial(scene, this.isLocked('scale', 'dial')) : nothing}
      ${hasPlot ? plot(scene, numbers) : nothing}
    </div>`;
  }

  #renderDimension(dimension: number): TemplateResult | undefined {
    const part = this.#dimensionPanel.request();
    return part?.dimensionPanel(dimension, this.seed, this.isLocked('dimension'));
  }

  #renderTools(): TemplateResult | typeof nothing {
    const { scene } = this.#store;
    const hasTools = !this.hides('tools') && scene.origin === null;
    const hasFiles = !this.hides('files') && !this.hides('plane');
    if (!hasTools && !hasFiles) return nothing;
    const isLocked = (part: string) => this.isLocked(part, 'tools');
    return tools(scene, { hasTools, hasFiles, isLocked });
  }
}
