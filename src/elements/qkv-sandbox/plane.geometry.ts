// Where things of a scene are on the screen. Scene coordinates have y upwards; the screen's are CSS pixels, y downwards.

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

/** Distance between grid lines: a third of the reach, about, and round. */
export function gridStep(reach: number): number {
  const wanted = reach / 4;
  const power = 10 ** Math.floor(Math.log10(wanted));
  return ([1, 2, 5, 10].find((factor) => factor * power >= wanted) ?? 10) * power;
}

/** The multiples of `step` within `half` of the origin, 0 left out. */
export function gridLines(half: number, step: number): number[] {
  const count = Math.floor(half / step);
  return Array.from({ length: 2 * count + 1 }, (_, index) => (index - count) * step).filter(
    (value) => value !== 0,
  );
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

/** Where the name of an arrow may stand, best place first: beyond its tip, then further, then beside it. */
const LABEL_PLACES: readonly (readonly [ahead: number, aside: number])[] = [
  [17, 0],
  [6, 22],
  [6, -22],
  [33, 0],
  [20, 34],
  [20, -34],
];

/** Half the side of a diamond that a name keeps clear of. */
const DIAMOND = 10;

/**
 * The middles of the names of arrows from `from` to `tips`, each where it covers no diamond and no name before it, within
 * the plane.
 */
export function arrowLabels(
  from: Point,
  tips: readonly Point[],
  names: readonly string[],
  diamonds: readonly Point[],
  { width, height }: PlaneSize,
): Point[] {
  const halves = names.map((name) => 4 + 4 * name.length);
  const placed: Point[] = [];
  tips.forEach((to, index) => {
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
    const [dx, dy] = [(to[0] - from[0]) / length, (to[1] - from[1]) / length];
    const half = halves[index] ?? 0;
    const places = LABEL_PLACES.map(([ahead, aside]): Point => {
      // A long name beside an arrow would lie on it.
      const away = aside === 0 ? 0 : Math.sign(aside) * (Math.abs(aside) / 2 + half * Math.abs(dy));
      const x = to[0] + ahead * dx - away * dy + Math.max(0, half - 12) * dx;
      const y = to[1] + ahead * dy + away * dx;
      return [Math.max(half, Math.min(width - half, x)), Math.max(9, Math.min(height - 9, y))];
    });
    const isFree = ([x, y]: Point) =>
      diamonds.every(
        ([dx, dy]) => Math.abs(x - dx) > half + DIAMOND - 4 || Math.abs(y - dy) > 8 + DIAMOND,
      ) &&
      placed.every(
        ([px, py], other) =>
          Math.abs(x - px) > half + (halves[other] ?? 0) - 4 || Math.abs(y - py) > 16,
      );
    placed.push(places.find(isFree) ?? (places[0] as Point));
  });
  return placed;
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
