// Where things of a scene are on the screen. Scene coordinates have y upwards; the screen's are CSS pixels, y downwards.

import { times } from '../../runtime/attention/index.js';
import { type HandleId, type Point, reachFor, type Scene } from './scene.js';

export interface PlaneSize {
  readonly width: number;
  readonly height: number;
}

/** Room between the reach and the edge, so that an object at its furthest still shows whole, with its name. */
const MARGIN = 30;

/** How far from an object it can be taken hold of: room for a finger. */
export const GRIP = 20;

/** CSS pixels per unit, for an object with this reach. */
export function unitOf({ width, height }: PlaneSize, reach: number): number {
  return Math.max(1, Math.min(width, height) / 2 - MARGIN) / reach;
}

export function toScreen({ width, height }: PlaneSize, unit: number, [x, y]: Point): Point {
  return [width / 2 + unit * x, height / 2 - unit * y];
}

export function screenOf(scene: Scene, size: PlaneSize, id: HandleId, point: Point): Point {
  return toScreen(size, unitOf(size, reachFor(scene, id)), point);
}

/** Distance between grid lines: a quarter of the reach or more, and round. */
export function gridStep(reach: number): number {
  const wanted = reach / 4;
  const power = 10 ** Math.floor(Math.log10(wanted));
  return ([1, 2, 5, 10].find((factor) => factor * power >= wanted) ?? 10) * power;
}

/** The multiples of `step` within `half` of the origin, 0 left out. */
export function gridLines(half: number, step: number): number[] {
  const count = Math.floor(half / step);
  return times(2 * count + 1, (index) => (index - count) * step).filter((value) => value !== 0);
}

const at = ([x, y]: Point) => `${x.toFixed(2)} ${y.toFixed(2)}`;

export function linePath(from: Point, to: Point): string {
  return `M${at(from)}L${at(to)}`;
}

/** The shaft of an arrow, up to where its head begins. */
export function shaftPath(from: Point, to: Point): string {
  return linePath(from, back(from, to, 9));
}

/** The head of an arrow: a triangle at `to`. Nothing for an arrow too short to have one. */
export function headPath(from: Point, to: Point): string {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (length < 1) return '';
  const size = Math.min(12, Math.max(5, length));
  const base = back(from, to, size);
  const [nx, ny] = [
    (-0.4 * size * (to[1] - from[1])) / length,
    (0.4 * size * (to[0] - from[0])) / length,
  ];
  return `M${at(to)}L${at([base[0] + nx, base[1] + ny])}L${at([base[0] - nx, base[1] - ny])}Z`;
}

export function diamondPath([x, y]: Point, half: number): string {
  return `M${at([x, y - half])}L${at([x + half, y])}L${at([x, y + half])}L${at([x - half, y])}Z`;
}

export function polygonPath(points: readonly Point[]): string {
  return points.length === 0 ? '' : `M${points.map(at).join('L')}Z`;
}

/** The convex hull, anticlockwise in the order of the screen: Andrew's monotone chain (1979). */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (list: readonly Point[]): Point[] => {
    const chain: Point[] = [];
    for (const point of list) {
      for (;;) {
        const [a, b] = [chain.at(-2), chain.at(-1)];
        if (!a || !b || turn(a, b, point) > 0) break;
        chain.pop();
      }
      chain.push(point);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

function turn(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** `distance` before `to`, on the way from `from`; never beyond `from`. */
function back(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const part = length > 0 ? Math.min(1, distance / length) : 0;
  return [to[0] + part * (from[0] - to[0]), to[1] + part * (from[1] - to[1])];
}
