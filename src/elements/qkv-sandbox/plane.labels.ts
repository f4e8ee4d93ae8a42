// Where the names on the plane stand: each beside its object, where it covers least of what is there to be read.

import type { PlaneSize } from './plane.geometry.js';
import type { Point } from './scene.js';

/** A box around `middle`, `half` of its width and height to each side. */
export interface Box {
  readonly middle: Point;
  readonly half: Point;
}

export type Line = readonly [from: Point, to: Point];

export interface Label {
  readonly text: string;
  /** What it names, on the screen. */
  readonly at: Point;
  /** From where an arrow to `at` comes; `null` for what is no arrow. */
  readonly from: Point | null;
}

/** What a name should not cover, the worst first. */
export interface Obstacles {
  readonly marks: readonly Box[];
  readonly lines: readonly Line[];
}

const [ON_MARK, ON_LABEL, AT_OTHER, ON_LINE, SECOND_BEST] = [8, 8, 5, 3, 0.5];

/** Half the height of a name. */
const HALF = 8;

/** Beyond the tip of an arrow, further, and beside it. */
const AROUND_TIP: readonly Point[] = [
  [17, 0],
  [6, 22],
  [6, -22],
  [33, 0],
  [20, 34],
  [20, -34],
  [-14, 22],
  [-14, -22],
  [49, 0],
];

/** The middle of each label, in the order in which they have the choice, within the plane. */
export function placeLabels(
  labels: readonly Label[],
  { marks, lines }: Obstacles,
  { width, height }: PlaneSize,
): Point[] {
  const placed: Box[] = [];
  for (const { text, at, from } of labels) {
    const half: Point = [4 + 4 * widthOf(text), HALF];
    const [reachX, reachY] = [width / 2 - half[0], height / 2 - half[1]];
    let best: Box | null = null;
    let least = Infinity;
    const places = from ? aroundTip(from, at, half[0]) : aroundMark(at, half[0]);
    places.forEach(([x, y], index) => {
      const middle: Point = [within(x, width / 2, reachX), within(y, height / 2, reachY)];
      const box = { middle, half };
      const cost =
        SECOND_BEST * index +
        // The tip of an arrow is where its own name begins.
        ON_MARK * count(marks, (mark) => overlaps(box, mark) && !(from && mark.middle === at)) +
        ON_LABEL * count(placed, (label) => overlaps(box, label)) +
        AT_OTHER * count(marks, (mark) => distance(middle, mark.middle) < distance(middle, at)) +
        ON_LINE * count(lines, (line) => crosses(box, line));
      if (cost >= least) return;
      best = box;
      least = cost;
    });
    if (best) placed.push(best);
  }
  return placed.map(({ middle }) => middle);
}

function aroundTip(from: Point, tip: Point, half: number): Point[] {
  const length = Math.hypot(tip[0] - from[0], tip[1] - from[1]);
  // An arrow without length points up, as far as its name goes.
  const [dx, dy] =
    length > 0 ? [(tip[0] - from[0]) / length, (tip[1] - from[1]) / length] : [0, -1];
  return AROUND_TIP.map(([ahead, aside]) => {
    // A long name would lie on its arrow: it moves on along it, or away from it.
    const on = Math.max(0, half - 12) * dx;
    const away = aside === 0 ? 0 : Math.sign(aside) * (Math.abs(aside) / 2 + half * Math.abs(dy));
    return [tip[0] + ahead * dx + on - away * dy, tip[1] + ahead * dy + away * dx];
  });
}

/** Right, left, above and below. */
function aroundMark([x, y]: Point, half: number): Point[] {
  const beside = 10 + half;
  return [
    [x + beside, y],
    [x - beside, y],
    [x, y - 20],
    [x, y + 20],
    [x, y - 34],
    [x, y + 34],
  ];
}

/** Half-width characters of a text, without the marks of direction around it. */
function widthOf(text: string): number {
  const characters = [...text].filter((character) => !/[\u2066-\u2069]/.test(character));
  return characters.length + count(characters, (character) => character > '\u2e80');
}

const within = (value: number, middle: number, reach: number) =>
  middle + Math.max(-Math.max(0, reach), Math.min(Math.max(0, reach), value - middle));

const distance = (a: Point, b: Point) => Math.hypot(a[0] - b[0], a[1] - b[1]);

const count = <T>(list: readonly T[], is: (item: T) => boolean) => list.filter(is).length;

function overlaps(a: Box, b: Box): boolean {
  return ([0, 1] as const).every(
    (axis) => Math.abs(a.middle[axis] - b.middle[axis]) < a.half[axis] + b.half[axis] - 1,
  );
}

/** Whether a line enters a box: Liang and Barsky's clipping (1984). */
function crosses({ middle, half }: Box, [from, to]: Line): boolean {
  let [enter, leave] = [0, 1];
  for (const axis of [0, 1] as const) {
    const step = to[axis] - from[axis] || 1e-9;
    const [near, far] = [-half[axis], half[axis]].map(
      (side) => (middle[axis] + side - from[axis]) / step,
    ) as [number, number];
    enter = Math.max(enter, Math.min(near, far));
    leave = Math.min(leave, Math.max(near, far));
  }
  return enter <= leave;
}
