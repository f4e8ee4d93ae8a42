// What a lens has chosen, shown, pinned and compared. Requests go up, state comes down: parts of the lens and linked elements
// send requests, which are checked against the locks here, and read the state when the lens updates next.
//
// The properties of the element are the store's input. It reads them whenever it is asked, so that they always agree, and never
// writes them: a request hands its changes to the host. Knows neither the DOM nor Lit.

import type { LiveTrace } from '../../runtime/index.js';
import type { Trace } from '../../runtime/trace/index.js';
import { awaitedLayers } from '../shared/awaited-layers.js';
import type { LensRequests } from '../shared/linked-lens.js';
import { attributes } from './attributes.js';
import type { Focus } from './focus/focus-links.js';
import {
  clampChoice,
  clampHead,
  clampToken,
  type Head,
  type HeadChoice,
  type LensSelection,
  sameHead,
} from './head/subject.js';
import { type PaintedCell, PaintStroke } from './matrix/paint-stroke.js';
import type { Stage } from './stages/stage-matrix.js';

const { view, stage, threshold } = attributes;

/** What the chosen head is drawn as. */
export type HeadView = (typeof view.values)[number];

/** Which trace is shown: the one that the page gave, or the latest run of the reader's own text. */
export type ShownTrace = 'recording' | 'live';

/** The properties that a request may change, as the page has set them: out of range or misspelt, where it has. */
export interface LensChoices extends HeadChoice, LensSelection {
  readonly ignoreFirst: boolean;
  readonly view: string;
  readonly stage: string;
  readonly threshold: number;
  readonly finder: string | null;
  readonly compare: string | null;
  readonly ablate: string | null;
  readonly painted: readonly PaintedCell[] | null;
  readonly temporaryTrace: Trace | null;
  readonly text: string | null;
}

export interface LensStoreHost {
  readonly choices: LensChoices;
  /** The trace that the page gave, and the latest run, or of one under way its layers so far. */
  readonly recording: () => Trace | null;
  readonly run: () => LiveTrace | null;
  /** Whether the page keeps the reader from changing one of these. */
  readonly isLocked: (...names: readonly string[]) => boolean;
  /** Takes a pinned token as the answer to a question; false where nothing is asked. */
  readonly onAnswer: (token: number) => boolean;
  /** A request changes these choices. */
  readonly onChange: (changes: Partial<LensChoices>) => void;
  /** State beside the choices has changed, such as a preview. */
  readonly onUpdate: () => void;
  // What the reader has chosen, of which the page is told
  readonly onHead: (layer: number, head: number) => void;
  readonly onToken: (token: number | null) => void;
  readonly onPaint: (cells: readonly PaintedCell[]) => void;
}

export class LensStore implements LensRequests {
  readonly #host: LensStoreHost;
  readonly #stroke = new PaintStroke();
  #shows: ShownTrace = 'recording';
  /** The selection of the trace that is not shown. */
  #remembered: LensSelection = { layer: 0, head: 0, token: null };
  #preview: Focus | null = null;
  #previewedHead: HeadChoice | null = null;
  #pinnedKey: number | null = null;

  constructor(host: LensStoreHost) {
    this.#host = host;
  }

  // State

  get shows(): ShownTrace {
    return this.#shows;
  }

  get recording(): Trace | null {
    return this.#host.recording();
  }

  get run(): LiveTrace | null {
    return this.#host.run();
  }

  /** The trace on screen. */
  get trace(): Trace | null {
    return this.choices.temporaryTrace ?? (this.#shows === 'live' ? this.run : this.recording);
  }

  /** The choices as they were set. */
  get choices(): LensChoices {
    return this.#host.choices;
  }

  /** The chosen head, clamped to the trace: of a run under way, to the layers that are there. */
  get chosen(): HeadChoice {
    return clampChoice(this.trace, this.choices);
  }

  /** The chosen head, which may be in a layer that is still to come. */
  get wanted(): HeadChoice {
    return clampChoice(this.trace, this.choices, awaitedLayers(this.trace));
  }

  /** The pinned token, clamped to the trace. */
  get pinned(): number | null {
    return clampToken(this.trace, this.choices.token);
  }

  /** The pinned one of the other keys of a cross-attention trace. */
  get pinnedKey(): number | null {
    return this.#pinnedKey;
  }

  get selection(): LensSelection {
    const { wanted, pinned } = this;
    return { layer: wanted.layer, head: wanted.head, token: pinned };
  }

  /** What the pointer or the keyboard rests on, else what is pinned. */
  get focus(): Focus | null {
    if (this.#preview) return this.#preview;
    const token = this.pinned;
    if (token !== null) return { kind: 'token', token };
    return this.#pinnedKey === null ? null : { kind: 'key', key: this.#pinnedKey };
  }

  get previewedHead(): HeadChoice | null {
    return this.#previewedHead;
  }

  /** `matrix` where the page says something else. */
  get view(): HeadView {
    return view.values.find((name) => name === this.choices.view) ?? view.default;
  }

  get stage(): Stage {
    return stage.values.find((name) => name === this.choices.stage) ?? stage.default;
  }

  get threshold(): number {
    const given = this.choices.threshold;
    if (!Number.isFinite(given)) return threshold.default;
    return Math.min(threshold.max, Math.max(threshold.min, given));
  }

  // What the page and its models bring

  /** The page gave another trace. @param given what it has set along with it, which is meant for it. */
  showRecording(given: Partial<LensSelection>): void {
    this.#host.onChange({ temporaryTrace: null });
    if (this.#shows === 'recording') return;
    this.switchTo('recording');
    this.#host.onChange(given);
  }

  showRun(): void {
    this.#host.onChange({ temporaryTrace: null });
    this.switchTo('live');
  }

  /** Holds the choices to the trace: a shorter text may not have the token, nor another model the head. */
  clamp(): void {
    const { trace, choices } = this;
    const token = choices.token !== null && choices.token >= (trace?.tokens.length ?? 0);
    this.#host.onChange({ ...clampHead(trace, choices), ...(token && { token: null }) });
  }

  /** Takes the choices of an address, which the reader has followed. */
  restore(choices: Partial<LensChoices>): void {
    this.#host.onChange(choices);
  }

  /** Of another trace nothing is in focus yet. */
  clearFocus(): void {
    this.#preview = null;
    this.#previewedHead = null;
    this.#pinnedKey = null;
  }

  // Requests

  show(trace: ShownTrace): void {
    if (!this.#host.isLocked('views')) this.switchTo(trace);
  }

  /** To the selection that was left there. */
  switchTo(shows: ShownTrace): void {
    if (shows === this.#shows) return;
    // While nothing is shown, the choices are what the page wants of what comes.
    if (this.trace) {
      const { selection } = this;
      this.#host.onChange(this.#remembered);
      this.#remembered = selection;
    }
    this.#shows = shows;
    this.#host.onUpdate();
  }

  preview(focus: Focus | null): void {
    // A pointer that moves within one cell changes nothing.
    if (JSON.stringify(focus) === JSON.stringify(this.#preview)) return;
    this.#preview = focus;
    this.#host.onUpdate();
  }

  previewHead(head: HeadChoice | null): void {
    if (sameHead(head, this.#previewedHead)) return;
    this.#previewedHead = head;
    this.#host.onUpdate();
  }

  /** Pins a token; `null`, or the pinned one again, unpins it. */
  pin(token: number | null): void {
    // A longer text beside this one has tokens that this one does not have.
    if (token !== null && token >= (this.trace?.tokens.length ?? 0)) return;
    if (token !== null && this.#host.onAnswer(token)) return;
    if (this.#host.isLocked('token')) return;
    this.#pinnedKey = null;
    const pinned = token === this.pinned ? null : token;
    this.#host.onChange({ token: pinned });
    this.#host.onToken(pinned);
  }

  /** Pins one of the other keys of a cross-attention trace; the pinned one again unpins it. */
  pinKey(key: number): void {
    const pinned = key === this.#pinnedKey ? null : key;
    if (this.pinned !== null) this.pin(null);
    this.#pinnedKey = pinned;
    this.#host.onUpdate();
  }

  /** Pins what was picked; a cell has two tokens, of which neither is. */
  pinFocus(focus: Focus): void {
    if (focus.kind === 'token') this.pin(focus.token);
    if (focus.kind !== 'key') return;
    if (this.trace?.crossAttention) this.pinKey(focus.key);
    else this.pin(focus.key);
  }

  /** Unpins, and ends every preview. @returns whether there was anything to unpin or to end. */
  release(): boolean {
    const before = this.pinned;
    if (before !== null) this.pin(null);
    // The pin may be locked, and another try would not change more.
    const unpinned = this.pinned !== before || this.#pinnedKey !== null;
    if (!unpinned && !this.#preview && !this.#previewedHead) return false;
    this.clearFocus();
    this.#host.onUpdate();
    return true;
  }

  /** Paints a cell of the matrix or clears it; without paint, pins its query. @param continued within a stroke. */
  pickCell(cell: PaintedCell, continued: boolean): void {
    const { painted } = this.choices;
    if (!painted) {
      this.pin(cell.query);
      return;
    }
    if (this.trace?.causal && cell.key > cell.query) return;
    const cells = this.#stroke.pick(painted, cell, continued);
    if (!cells) return;
    this.#host.onChange({ painted: cells });
    this.#host.onPaint(cells);
  }

  /** Shows the matrix, which alone can be painted. */
  startPaint(): void {
    this.#host.onChange({ view: 'matrix' });
  }

  /** Lets the reader paint on these cells; `null` ends it. */
  paint(cells: readonly PaintedCell[] | null): void {
    this.#host.onChange({ painted: cells });
  }

  chooseHead(choice: HeadChoice): void {
    this.previewHead(null);
    const locks = this.#locksOn(choice);
    if (locks.length > 0 && this.#setHead(choice, locks)) {
      this.#host.onHead(choice.layer, choice.head);
    }
  }

  /** As `chooseHead`, but no news to the page. @returns false where a lock forbids it. */
  showHead(choice: HeadChoice): boolean {
    return this.#setHead(choice, this.#locksOn(choice));
  }

  /** What could keep the reader from going to a head; nothing if it is the chosen one. */
  #locksOn(choice: HeadChoice): readonly string[] {
    const { wanted } = this;
    if (sameHead(choice, wanted)) return [];
    return choice.layer === wanted.layer ? ['head'] : ['head', 'layer'];
  }

  #setHead({ layer, head, average }: HeadChoice, locks: readonly string[]): boolean {
    return this.#set({ layer, head, average }, ...locks);
  }

  /** Shows another trace for a while; `null` ends it. */
  showTemporarily(trace: Trace | null): void {
    this.#host.onChange({ temporaryTrace: trace });
  }

  /** Puts a text into the text box, for the reader to run. */
  setText(text: string): void {
    this.#host.onChange({ text });
  }

  setIgnoreFirst(ignoreFirst: boolean): void {
    this.#set({ ignoreFirst }, 'ignore-first');
  }

  setView(view: HeadView): void {
    this.#set({ view }, 'view');
  }

  setStage(stage: Stage): void {
    this.#set({ stage }, 'stage');
  }

  setThreshold(threshold: number): void {
    this.#set({ threshold }, 'threshold');
  }

  /** @param compare as in the property; `null` ends the comparison. */
  compare(compare: string | null): void {
    this.#set({ compare }, 'compare');
  }

  /** @param heads as in the property; empty for none. */
  ablate(heads: string): void {
    this.#set({ ablate: heads || null }, 'ablate');
  }

  /** Marks what a finder finds; the one that is on goes off. @returns whether it is on now. */
  find(id: string): boolean {
    const finder = id === this.choices.finder ? null : id;
    return this.#set({ finder }, 'finder') && finder !== null;
  }

  /** Goes to the best head that a finder has found. @returns false if another finder is on by now. */
  showFound(finder: string, { layer, head }: Head): boolean {
    if (this.choices.finder !== finder) return false;
    this.chooseHead({ layer, head, average: false });
    return true;
  }

  #set(changes: Partial<LensChoices>, ...locks: readonly string[]): boolean {
    const free = !this.#host.isLocked(...locks);
    if (free) this.#host.onChange(changes);
    return free;
  }
}
