import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { AttnElement } from '../shared/attn-element.js';
import { isComposing, isShortcut, keepKeys } from '../shared/keep-keys.js';
import { shadowHostOf, windowOf } from '../shared/own-window.js';
import { theme } from '../shared/theme.styles.js';
import { styles } from './attn-term.styles.js';
import { attributes } from './attributes.js';
import { findTerm } from './find-term.js';
import { GLOSSARY } from './glossary.js';
import { type Box, distanceTo, placeNote } from './place-note.js';

/** How far the pointer may stray on its way to the note, in CSS pixels. */
const STRAY = 24;

/**
 * A word with its meaning: a note on hover, on focus, or on a tap, which stays until Escape or a tap elsewhere. The note
 * stands beside the paragraph, or above or below it, so that it never covers what is being read.
 *
 * @slot - The word as it stands in the text. Without it, the name of the term.
 * @slot definition - What it means, in place of what the glossary says, or where the glossary has no such term.
 *
 * @csspart term - The word.
 * @csspart note - The note.
 * @csspart name - Its heading.
 *
 * @cssprop --attn-surface - Background of the note.
 * @cssprop --attn-text - Text of the note.
 * @cssprop --attn-line - Edge of the note.
 * @cssprop --attn-query - The dotted line under the word, and the heading.
 * @cssprop --attn-font - Font family of the note.
 * @cssprop --attn-font-size - Size of its text: 14px where the reader's own size is the usual 16.
 * @cssprop --attn-radius - Radius of the note's corners.
 *
 * @cssState open - The note is on screen.
 * @cssState unknown - There is no meaning to show: the word stands as plain text.
 */
export class AttnTerm extends AttnElement {
  static override readonly tag: string = 'attn-term';
  static override styles = [theme, styles];

  static override properties = {
    ...attributes,
    word: { attribute: false },
    ownDefinition: { attribute: false },
    open: { attribute: false },
  };

  #warned = false;
  /** Opened by the pointer alone, and closed by it; how near the pointer has come to the note. */
  #hovered = false;
  #nearest = Number.POSITIVE_INFINITY;
  /** What the note was when a press began: the browser closes it in between. */
  #openAtPress = false;
  /** Whether the word has been in sight since the note opened. */
  #seen = false;
  #window: Window | null = null;

  /** What the word in the text is, where the glossary cannot tell by itself. */
  private word = '';
  private ownDefinition = false;
  private open = false;

  /** Which term of the glossary it is: `dot product`. Without it, the word in the text is looked up. */
  term: string | null = null;

  constructor() {
    super();
    keepKeys(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#readContent();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#watch(false);
    this.open = false;
  }

  protected override updated(_changed: PropertyValues): void {
    const known = this.ownDefinition || this.#entry() !== undefined;
    this.setStates(this.open && 'open', !known && 'unknown');
    if (!known && this.#name() && !this.#warned) {
      this.#warned = true;
      console.warn(
        `<attn-term> knows no "${this.#name()}". Give it a definition (slot="definition"), or one of: ${Object.keys(GLOSSARY).join(', ')}.`,
      );
    }
  }

  #readContent(): void {
    const isDefinition = (node: Node) => (node as Partial<Element>).slot === 'definition';
    // Comments are no part of the word: frameworks leave some.
    const nodes = [...this.childNodes].filter((node) => node.nodeType !== Node.COMMENT_NODE);
    this.ownDefinition = nodes.some(isDefinition);
    const word = nodes
      .filter((node) => !isDefinition(node))
      .map((node) => node.textContent)
      .join('')
      .trim();
    // A browser that translates the page replaces the text: the word stays the one that was found.
    if (findTerm(word) || !findTerm(this.word)) this.word = word;
  }

  #part(selector: string): HTMLElement | null {
    return this.renderRoot.querySelector(selector);
  }

  #name(): string {
    return this.term || this.word;
  }

  #entry() {
    return findTerm(this.#name());
  }

  // Opening and closing

  #show(): void {
    const note = this.#part('.note');
    if (!note || note.matches(':popover-open')) return;
    note.showPopover();
    this.open = true;
    this.#seen = false;
    this.#place();
    this.#watch(true);
  }

  #hide(): void {
    const note = this.#part('.note');
    if (note?.matches(':popover-open')) note.hidePopover();
  }

  #watch(on: boolean): void {
    const change = on ? 'addEventListener' : 'removeEventListener';
    // A term that a page moves to another document lets go of the window that it was in.
    if (on) this.#window = windowOf(this);
    const view = this.#window;
    if (!view) return;
    view.document[change]('pointermove', this.#handlePointerMove as EventListener);
    view.document[change]('keydown', this.#handleEscape as EventListener, true);
    view[change]('scroll', this.#place, { capture: true, passive: true });
    view[change]('resize', this.#place);
    view.visualViewport?.[change]('resize', this.#place);
    view.visualViewport?.[change]('scroll', this.#place);
  }

  readonly #place = (): void => {
    const [term, note] = [this.#part('.term'), this.#part('.note')];
    // What is seen of the page, which is less than the window after a pinch.
    const view = windowOf(this).visualViewport;
    if (!term || !note || !view) return;
    // The window as the note has it: where a page has `zoom`, browsers differ in what their pixels are.
    note.classList.add('whole');
    const whole = note.getBoundingClientRect();
    const zoom = whole.width / Number.parseFloat(getComputedStyle(note).width);
    note.classList.remove('whole');
    const unit = whole.width / (view.width * view.scale);
    const [width, height] = [view.width * unit, view.height * unit];
    const [across, down] = [view.offsetLeft * unit, view.offsetTop * unit];
    const relative = (boxes: Iterable<DOMRect>) =>
      around(boxes, whole.left + across, whole.top + down);
    const line = relative(term.getClientRects());
    const isSeen = line.bottom >= 0 && line.top <= height;
    // Some browsers scroll to a word only after it has the focus.
    if (this.#seen && !isSeen) {
      this.#hide();
      return;
    }
    this.#seen = isSeen;
    const set = (name: string, value: number) => note.style.setProperty(name, `${value / zoom}px`);
    note.style.removeProperty('--_max-height');
    set('--_max-width', width - 16);
    const block = relative([blockAround(this).getBoundingClientRect()]);
    const place = placeNote({ width, height }, block, line, note.getBoundingClientRect());
    set('--_left', place.left + across);
    set('--_top', place.top + down);
    set('--_max-height', place.maxHeight);
  };

  #handlePointerEnter(event: PointerEvent): void {
    if (event.pointerType !== 'mouse' || this.open) return;
    this.#hovered = true;
    this.#nearest = Number.POSITIVE_INFINITY;
    this.#show();
  }

  /** A pointer on its way to the note keeps it, however far the way is; one that turns away lets it go. */
  readonly #handlePointerMove = ({ clientX, clientY, target }: PointerEvent): void => {
    const note = this.#part('.note');
    if (!this.#hovered || !note) return;
    const distance = distanceTo(note.getBoundingClientRect(), clientX, clientY);
    this.#nearest = target === this ? distance : Math.min(this.#nearest, distance);
    if (distance > this.#nearest + STRAY) this.#hide();
  };

  #handleFocus({ target }: FocusEvent): void {
    if (!(target as Element).matches(':focus-visible')) return;
    this.#hovered = false;
    this.#show();
  }

  #handlePointerDown(): void {
    this.#openAtPress = this.open && !this.#hovered;
  }

  #handleClick(): void {
    const close = this.#openAtPress;
    this.#openAtPress = false;
    this.#hovered = false;
    if (close) this.#hide();
    else this.#show();
  }

  #handleKeydown(event: KeyboardEvent): void {
    if (isShortcut(event) || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    if (this.open) this.#hide();
    else this.#show();
  }

  /** Escape closes the note wherever the focus is, and not a dialog around it at the same time. */
  readonly #handleEscape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || isComposing(event)) return;
    if (!this.#part('.note')?.matches(':popover-open')) return;
    event.preventDefault();
    this.#hide();
    if (!event.composedPath().includes(this)) event.stopPropagation();
  };

  /** The browser closes it too: at a press elsewhere, at Escape, and when another note opens. */
  #handleToggle({ newState }: ToggleEvent): void {
    this.open = newState === 'open';
    this.#watch(this.open);
  }

  protected override render(): TemplateResult {
    const entry = this.#entry();
    const content = html`<slot @slotchange=${this.#readContent}>${entry?.name ?? this.term}</slot>`;
    if (!entry && !this.ownDefinition) return content;
    // No white space between the word and what follows it in the text.
    return html`<span
        class="term"
        part="term"
        role="button"
        tabindex="0"
        aria-expanded=${this.open}
        aria-describedby="definition"
        @pointerenter=${this.#handlePointerEnter}
        @pointerdown=${this.#handlePointerDown}
        @click=${this.#handleClick}
        @focus=${this.#handleFocus}
        @blur=${this.#hide}
        @keydown=${this.#handleKeydown}
        >${content}</span
      ><span class="note" part="note" popover="auto" @toggle=${this.#handleToggle}
        ><span class="name" part="name">${entry?.name ?? this.#name()}</span
        ><span id="definition"
          ><slot name="definition" @slotchange=${this.#readContent}>${entry?.definition ?? nothing}</slot></span
        ></span
      >`;
  }
}

/** The box around several, as seen from a point of the window. */
function around(boxes: Iterable<DOMRect>, x: number, y: number): Box {
  const all = [...boxes];
  return {
    left: Math.min(...all.map(({ left }) => left)) - x,
    top: Math.min(...all.map(({ top }) => top)) - y,
    right: Math.max(...all.map(({ right }) => right)) - x,
    bottom: Math.max(...all.map(({ bottom }) => bottom)) - y,
  };
}

/** The paragraph, list item or cell that the element stands in. */
function blockAround(element: Element): Element {
  for (let at: Element | null = element; at; at = parentOf(at)) {
    if (!/^(inline|contents)/.test(getComputedStyle(at).display)) return at;
  }
  return element;
}

function parentOf(element: Element): Element | null {
  if (element.assignedSlot) return element.assignedSlot;
  if (element.parentElement) return element.parentElement;
  return shadowHostOf(element);
}
