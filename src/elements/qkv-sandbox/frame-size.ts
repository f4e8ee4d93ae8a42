// How large the plane is on the page: measured, since its drawing is made for the room there is.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { windowOf } from '../shared/own-window.js';
import type { PlaneSize } from './plane.geometry.js';

interface Host extends ReactiveControllerHost, Element {
  readonly renderRoot: ParentNode;
}

export class FrameSize implements ReactiveController {
  /** In CSS pixels; a guess before it has been measured. */
  size: PlaneSize = { width: 560, height: 480 };
  readonly #host: Host;
  #isMeasured = false;
  #observer: ResizeObserver | null = null;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    const view = windowOf(this.#host);
    if (view.ResizeObserver) {
      // Waits for a frame: to draw in the middle of a layout would make the page lay out again.
      this.#observer = new view.ResizeObserver(([entry]) =>
        view.requestAnimationFrame(() => this.#measure(entry?.contentRect)),
      );
    }
    this.#host.requestUpdate();
  }

  hostUpdated(): void {
    const frame = this.#host.renderRoot.querySelector('.frame');
    if (!frame) return;
    this.#observer?.observe(frame);
    if (this.#isMeasured) return;
    // An observer tells only when the page is drawn: then the first picture would be one of another size.
    this.#isMeasured = true;
    queueMicrotask(() => this.#measure({ width: frame.clientWidth, height: frame.clientHeight }));
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }

  #measure({ width: exactWidth, height: exactHeight }: PlaneSize = this.size): void {
    const [width, height] = [Math.round(exactWidth), Math.round(exactHeight)];
    // A hidden frame has no size; the drawing keeps the one it had.
    if (!width || !height || (width === this.size.width && height === this.size.height)) return;
    this.size = { width, height };
    this.#host.requestUpdate();
  }
}
