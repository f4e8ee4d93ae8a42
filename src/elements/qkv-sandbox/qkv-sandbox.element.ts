import { nothing, type PropertyValues, type TemplateResult } from 'lit';
import { card as sharedCardStyles } from '../shared/card.styles.js';
import { CardElement } from '../shared/card-element.js';
import { switches as switchStyles } from '../shared/switch.styles.js';
import { theme } from '../shared/theme.styles.js';
import { ActionsController } from './actions.controller.js';
import { attributes } from './attributes.js';
import { CardController } from './card.controller.js';
import { card as cardStyles } from './card.styles.js';
import { dial as dialStyles } from './dial.styles.js';
import { AttnChangeEvent, AttnGoalEvent, type SandboxNumbers } from './events.js';
import { numbers as numbersStyles } from './numbers.styles.js';
import { PageInput } from './page-input.js';
import { PartsLoader, withStyles } from './parts.loader.js';
import { plane as planeStyles } from './plane.styles.js';
import { words } from './qkv-sandbox.terms.js';
import type { Row } from './real-numbers.js';
import { isGenuine, makeScene } from './scene.js';
import { type SceneFile, writeScene } from './scene-file.js';
import { SceneStore } from './scene-store.js';
import { startScene } from './start-scene.js';

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

  readonly #store: SceneStore = new SceneStore({
    requestUpdate: () => this.requestUpdate(),
    onChange: (isGoalNew) => this.#announce(isGoalNew),
    onSettle: () => this.#parts.address?.write(),
  });
  readonly #sceneInput = new PageInput(
    this,
    () => import('./read-scene.js'),
    (given: SceneFile | string | null, reader) => {
      this.#card.drag.release();
      const from = reader && given !== null ? reader.readGiven(given) : makeScene();
      this.#store.begin(startScene(from, this));
    },
  );
  readonly #goalInput = new PageInput(
    this,
    () => withStyles(this, import('./goal.view.js')),
    (text: string | null, reader) => {
      this.#store.goal = null;
      if (reader && text) this.#store.goal = reader.readGoal(text);
    },
  );
  readonly #parts: PartsLoader = new PartsLoader(this, this.#store, this.#sceneInput);
  readonly #readInline = (): void => {
    const script = this.querySelector(':scope > script[type="application/json"]');
    this.inline = script?.textContent ?? null;
  };
  readonly #card: CardController = new CardController(this, this.#store, {
    parts: this.#parts,
    hides: (part) => this.hides(part),
    isLocked: (...names) => this.isLocked(...names),
    goal: this.#goalInput,
    onSlot: this.#readInline,
  });
  /** The scene as the page has set it. */
  #given: SceneFile | string | null = null;

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
    const { error, dimension } = this.#parts;
    return this.#sceneInput.error ?? this.#goalInput.error ?? error ?? dimension.error;
  }

  constructor() {
    super();
    new ActionsController(
      this,
      this.#store,
      this.#parts,
      () => !this.hides('history') && !this.isLocked('history'),
    );
  }

  /** Takes back the last step. */
  undo(): void {
    this.#card.drag.release();
    this.#store.undo();
  }

  /** Does again what was taken back. */
  redo(): void {
    this.#card.drag.release();
    this.#store.redo();
  }

  /** Back to the scene that the page asked for; can be undone. */
  reset(): void {
    this.#card.drag.release();
    this.#store.reset();
  }

  /** Takes a row of the recording: head `layer.head`, and the position of the token that looks. For a card on the page. */
  takeFromGpt2(row: Row): Promise<void> {
    return this.#parts.takeRecorded(row);
  }

  /**
   * The plane as an SVG file, in the colours it has now.
   * @throws {Error} when the plane is hidden, or not drawn yet.
   */
  async toSvg(): Promise<string> {
    return (await this.#parts.figure()).toSvg();
  }

  /**
   * The same as PNG.
   * @param density pixels per CSS pixel.
   * @throws {Error} as `toSvg` does.
   */
  async toPng(density = 2): Promise<Blob> {
    return (await this.#parts.figure()).toPng(density);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#readInline();
  }

  /** When the scene and the goal are read, too. */
  protected override async getUpdateComplete(): Promise<boolean> {
    await super.getUpdateComplete();
    await this.#sceneInput.loadReader();
    await this.#goalInput.loadReader();
    return super.getUpdateComplete();
  }

  protected override willUpdate(changed: PropertyValues): void {
    const isNew = SCENE_PROPERTIES.some((name) => changed.has(name));
    this.#sceneInput.update(isNew, this.#given ?? this.inline);
    this.#goalInput.update(changed.has('goal'), this.goal || null);
    if (changed.has('address') && this.address !== null) this.#parts.followAddress();
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

  #announce(isGoalNew: boolean): void {
    const { numbers } = this;
    this.dispatchEvent(new AttnChangeEvent(numbers));
    const { goal } = this.#store;
    if (isGoalNew && goal) this.dispatchEvent(new AttnGoalEvent(goal.text, numbers));
  }

  protected override render(): TemplateResult | typeof nothing {
    // Nothing is shown before the scene that the page asks for.
    if (!this.#sceneInput.isSettled) return nothing;
    const card = this.#card;
    return this.renderCard(
      words,
      card.renderHeader(),
      card.renderGpt2(),
      this.error,
      card.render(),
    );
  }
}
