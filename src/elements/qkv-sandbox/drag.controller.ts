// Moves the objects of the plane by mouse, touch, pen and keyboard. Knows scenes and points, but not what is drawn or which events the
// page gets.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { GRIP, gridStep, type PlaneSize, unitOf } from './plane.geometry.js';
import {
  type HandleId,
  handlesOf,
  moveTo,
  type Point,
  pointOf,
  reachFor,
  snap,
  turnAndStretch,
} from './scene.js';
import type { SceneStore } from './scene-store.js';

interface Drag {
  readonly id: HandleId;
  readonly pointer: number;
  readonly svg: SVGSVGElement;
  /** From the pointer to the object when it was taken hold of, in scene units: it does not jump under the pointer. */
  readonly offset: Point;
}

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

const TURN = Math.PI / 36;
const BIG_TURN = Math.PI / 12;
const STRETCH = 1.05;
const BIG_STRETCH = 1.25;

/** The events of the plane that matter here. */
type Listeners = {
  readonly [Type in
    | 'pointerdown'
    | 'pointermove'
    | 'pointerup'
    | 'pointercancel'
    | 'lostpointercapture'
    | 'touchstart'
    | 'keydown'
    | 'keyup'
    | 'focusout']: (event: HTMLElementEventMap[Type]) => void;
};

export class DragController implements EventListenerObject, Listeners, ReactiveController {
  readonly #store: SceneStore;
  readonly #frame: { readonly size: PlaneSize };
  readonly #isLocked: (id: HandleId) => boolean;
  #drag: Drag | null = null;

  constructor(
    host: ReactiveControllerHost,
    store: SceneStore,
    frame: { readonly size: PlaneSize },
    isLocked: (id: HandleId) => boolean,
  ) {
    this.#store = store;
    this.#frame = frame;
    this.#isLocked = isLocked;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.release();
  }

  /** For all of the plane's events: each has the method of its name. */
  handleEvent(event: Event): void {
    this[event.type as keyof Listeners](event as never);
  }

  pointerdown(event: PointerEvent): void {
    const hit = handleOf(event.target);
    const svg = hit?.element.ownerSVGElement;
    if (!svg || event.button !== 0 || this.#drag) return;
    // Else the press would select text, or scroll.
    event.preventDefault();
    // Nor is it the page's, to which it would be a swipe to the next slide.
    event.stopPropagation();
    const id = this.#nearest(event, svg) ?? hit.id;
    const element = svg.querySelector<SVGElement>(`[data-handle=${id}]`) ?? hit.element;
    element.focus({ preventScroll: true });
    if (this.#isLocked(id)) return;
    try {
      element.setPointerCapture(event.pointerId);
    } catch {
      // A pointer that only a script knows, or that is gone: its moves over the plane are followed all the same.
    }
    const [x, y] = pointOf(this.#store.scene, id);
    const [px, py] = this.#pointAt(event, id, svg);
    this.#drag = { id, pointer: event.pointerId, svg, offset: [x - px, y - py] };
    this.#store.hold(id);
  }

  /** Where `touch-action` does not reach the shapes of a drawing, the page would scroll away under the finger. */
  touchstart(event: TouchEvent): void {
    if (!handleOf(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  pointermove(event: PointerEvent): void {
    const drag = this.#drag;
    if (!drag || event.pointerId !== drag.pointer) return;
    event.stopPropagation();
    const [x, y] = this.#pointAt(event, drag.id, drag.svg);
    const reach = reachFor(this.#store.scene, drag.id);
    this.#move(drag.id, snap([x + drag.offset[0], y + drag.offset[1]], reach));
  }

  /** The pointer is up, or gone: the browser has cancelled it, or the element has left the page. */
  lostpointercapture(event: PointerEvent): void {
    if (event.pointerId === this.#drag?.pointer) this.#end(event.type !== 'pointercancel');
  }

  keydown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && this.#drag) {
      this.#end(false);
      event.preventDefault();
      return;
    }
    const id = handleOf(event.target)?.id;
    const direction = ARROWS[event.key];
    if (!id || !direction || event.ctrlKey || event.metaKey) return;
    // Alt and an arrow is also the way back in some browsers; on an object it turns it.
    event.preventDefault();
    if (this.#isLocked(id)) return;
    const point = pointOf(this.#store.scene, id);
    const reach = reachFor(this.#store.scene, id);
    // At every press, not only the first one: another key that is released ends the gesture.
    this.#store.hold(id);
    this.#move(
      id,
      event.altKey
        ? turned(point, direction, event.shiftKey, reach)
        : stepped(point, direction, event.shiftKey, reach),
    );
  }

  /** A key that is held down is one gesture. */
  keyup(event: KeyboardEvent): void {
    if (ARROWS[event.key] && handleOf(event.target) && !this.#drag) this.#store.letGo();
  }

  /** The element leaves the page, or the focus the plane. */
  release(): void {
    if (this.#drag) this.#end(true);
    else this.#store.letGo();
  }

  pointerup(event: PointerEvent): void {
    this.lostpointercapture(event);
  }

  pointercancel(event: PointerEvent): void {
    this.lostpointercapture(event);
  }

  focusout(): void {
    this.release();
  }

  #move(id: HandleId, point: Point): void {
    const scene = this.#store.scene;
    const next = moveTo(scene, id, point);
    const [before, after] = [pointOf(scene, id), pointOf(next, id)];
    if (before[0] !== after[0] || before[1] !== after[1]) this.#store.change(next);
  }

  /**
   * The object whose point is nearest to the pointer: where several overlap, the topmost is not always meant, and one that
   * is locked never is.
   */
  #nearest(event: PointerEvent, svg: SVGSVGElement): HandleId | undefined {
    const scene = this.#store.scene;
    const { size } = this.#frame;
    const movable = handlesOf(scene).filter((id) => !this.#isLocked(id));
    const distances = movable.map((id) => {
      const unit = unitOf(size, reachFor(scene, id));
      const [px, py] = this.#pointAt(event, id, svg);
      const [x, y] = pointOf(scene, id);
      return { id, distance: unit * Math.hypot(x - px, y - py) };
    });
    // Of two at the same place the later is on top.
    return distances
      .filter(({ distance }) => distance <= GRIP)
      .reverse()
      .sort((a, b) => a.distance - b.distance)[0]?.id;
  }

  #end(kept: boolean): void {
    this.#drag = null;
    this.#store.letGo(kept);
  }

  /** In scene units, whatever scrolling, zoom and scaling stand between the page and the drawing. */
  #pointAt(event: PointerEvent, id: HandleId, svg: SVGSVGElement): Point {
    const box = svg.getBoundingClientRect();
    const { size } = this.#frame;
    const unit = unitOf(size, reachFor(this.#store.scene, id));
    const x = ((event.clientX - box.left) / box.width - 0.5) * size.width;
    const y = ((event.clientY - box.top) / box.height - 0.5) * size.height;
    return [x / unit, -y / unit];
  }
}

function stepped(point: Point, [dx, dy]: Point, big: boolean, reach: number): Point {
  const step = gridStep(reach) / (big ? 1 : 10);
  return snap([point[0] + step * dx, point[1] + step * dy], reach);
}

/** Left and right turn, anticlockwise and clockwise; up and down stretch and shrink. */
function turned(point: Point, [dx, dy]: Point, big: boolean, reach: number): Point {
  const stretch = (big ? BIG_STRETCH : STRETCH) ** dy;
  return turnAndStretch(point, -dx * (big ? BIG_TURN : TURN), stretch, reach);
}

function handleOf(target: EventTarget | null): { id: HandleId; element: SVGElement } | null {
  const element = (target as Element | null)?.closest<SVGElement>('[data-handle]');
  return element ? { id: element.dataset.handle as HandleId, element } : null;
}
