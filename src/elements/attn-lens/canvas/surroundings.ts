// What canvases depend on beside the element itself: the theme, the room, the screen, fonts, the graphics process. Says when one of
// them may have changed. Knows nothing of what is drawn.
//
// A look waits for a frame: to draw in the middle of a layout would make the page lay out again.

import type { LitElement, ReactiveController } from 'lit';
import { windowOf } from '../../shared/own-window.js';
import { wearColours } from '../../shared/palette.js';

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
    // The window of a frame that was asked for may be gone.
    this.#frame = 0;
    this.#connection = new AbortController();
    const { signal } = this.#connection;
    const listen = (target: EventTarget, type: string, heed = this.#hint) =>
      target.addEventListener(type, heed, { capture: true, signal });
    // CSS has no event for a new colour, but a change of it takes this one a moment, and that is an event.
    this.#sentinel ??= this.#makeProbe('1ms');
    listen(this.#sentinel, 'transitionrun');
    // Another scale, such as that of a slide, has none either: it comes with the window's size, or what is around says so.
    listen(view, 'resize');
    listen(page, 'transitionend');
    const around = new view.MutationObserver(this.#hint);
    for (let at: Node | undefined = this.#host; at; at = at.parentNode ?? (at as ShadowRoot).host) {
      around.observe(at, { attributes: true });
    }
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
    const sizes = new view.ResizeObserver(this.#hint);
    sizes.observe(this.#host);
    // A font that is complete when a script adds it has no event, but another width; `zoom` another one in pixels, of which not
    // every browser tells.
    try {
      sizes.observe(this.probe, { box: 'device-pixel-content-box' });
    } catch {
      sizes.observe(this.probe);
    }
    signal.addEventListener('abort', () => {
      around.disconnect();
      sizes.disconnect();
    });
  }

  hostDisconnected(): void {
    this.#connection.abort();
  }

  #makeProbe(transition: string): HTMLElement {
    const probe = document.createElement('span');
    probe.className = 'probe';
    wearColours(probe, transition);
    this.#host.renderRoot.append(probe);
    return probe;
  }

  readonly #hint = (): void => {
    // Of the window that shows it: a page behind the window of picture-in-picture has no frames.
    this.#frame ||= windowOf(this.#host).requestAnimationFrame(() => {
      this.#frame = 0;
      if (this.#host.isConnected) this.#handlers.onHint();
    });
  };

  readonly #lose = (): void => {
    this.#handlers.onLoss();
    this.#hint();
  };
}
