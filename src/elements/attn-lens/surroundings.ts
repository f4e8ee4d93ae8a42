// What pictures depend on beside the element itself: the theme, the room, the screen, fonts, the graphics process. Says when one of
// them may have changed. Knows nothing of pictures.
//
// CSS has no event for a new colour or a new scale, so whatever may bring one along is a reason to look. A look waits for a frame: to
// draw in the middle of a layout would make the page lay out again.

import type { LitElement, ReactiveController } from 'lit';
import { windowOf } from '../shared/own-window.js';
import { wearColours } from '../shared/palette.js';

/** Of the document: a theme that a check box or a button switches, a style sheet that comes late, a move that has ended. */
const HINTS = ['change', 'click', 'load', 'transitionend'];

export interface SurroundingsHandlers {
  /** Something may have changed. */
  readonly onHint: () => void;
  /** What is drawn no longer holds, even if nothing can be seen to have changed. */
  readonly onLoss: () => void;
}

export class Surroundings implements ReactiveController {
  readonly #host: LitElement;
  readonly #handlers: SurroundingsHandlers;
  #probe: HTMLElement | null = null;
  #sentinel: HTMLElement | null = null;
  #connection = new AbortController();
  #frame = 0;

  constructor(host: LitElement, handlers: SurroundingsHandlers) {
    this.#host = host;
    this.#handlers = handlers;
    host.addController(this);
  }

  /** Wears the theme's colours, and has some text in its font. */
  get probe(): HTMLElement {
    this.#probe ??= this.#makeProbe('none');
    return this.#probe;
  }

  hostConnected(): void {
    const { ownerDocument: page, renderRoot } = this.#host;
    const view = windowOf(this.#host);
    // A DOM for unit tests draws nothing.
    if (!view.ResizeObserver || !page.fonts) return;
    this.#connection = new AbortController();
    const { signal } = this.#connection;
    const listen = (target: EventTarget, type: string, heed = this.#hint) =>
      target.addEventListener(type, heed, { capture: true, signal });
    for (const type of HINTS) listen(page, type);
    // A change of colour takes it a moment, and that is an event.
    this.#sentinel ??= this.#makeProbe('1ms');
    listen(this.#sentinel, 'transitionrun');
    listen(view, 'resize');
    listen(view.matchMedia('(prefers-color-scheme: dark)'), 'change');
    listen(page.fonts, 'loadingdone', this.#lose);
    // Of every canvas in it, whichever template made it.
    listen(renderRoot, 'contextrestored', this.#lose);
    const watchScreen = () => {
      // A window moved to another screen may have other pixels at the same size.
      const screen = view.matchMedia(`(resolution: ${view.devicePixelRatio}dppx)`);
      screen.addEventListener('change', watchScreen, { once: true, signal });
      this.#hint();
    };
    watchScreen();
    this.#observe();
  }

  hostDisconnected(): void {
    this.#connection.abort();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  #observe(): void {
    const { MutationObserver, ResizeObserver } = windowOf(this.#host);
    const sizes = new ResizeObserver(this.#hint);
    sizes.observe(this.#host);
    // A font that is complete when a script adds it has no event, but another width.
    sizes.observe(this.probe);
    const styles = new MutationObserver(this.#hint);
    const { head } = this.#host.ownerDocument;
    const all = { attributes: true, characterData: true, childList: true, subtree: true };
    if (head) styles.observe(head, all);
    for (let at: Node | undefined = this.#host; at; at = at.parentNode ?? (at as ShadowRoot).host) {
      styles.observe(at, { attributes: true });
    }
    this.#connection.signal.addEventListener('abort', () => {
      sizes.disconnect();
      styles.disconnect();
    });
  }

  #makeProbe(transition: string): HTMLElement {
    const probe = document.createElement('span');
    probe.className = 'probe';
    wearColours(probe, transition);
    this.#host.renderRoot.append(probe);
    return probe;
  }

  readonly #hint = (): void => {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#handlers.onHint();
    });
  };

  readonly #lose = (): void => {
    this.#handlers.onLoss();
    this.#hint();
  };
}
