// The plane as a drawing: grid, hull of the values, links, arrows and diamonds. Its shape stays the same while things
// move, so that moving them makes no nodes.

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { Numbers } from './compute-numbers.js';
import { keyName, spokenName, valueName } from './names.js';
import { decimal, pair } from './number-text.js';
import {
  convexHull,
  diamondPath,
  GRIP,
  gridLines,
  gridStep,
  headPath,
  linePath,
  type PlaneSize,
  polygonPath,
  screenOf,
  shaftPath,
  toScreen,
  unitOf,
} from './plane.geometry.js';
import { type Box, type Line, placeLabels } from './plane.labels.js';
import { words } from './qkv-sandbox.terms.js';
import {
  type HandleId,
  handlesOf,
  type Point,
  pointOf,
  reachFor,
  type Scene,
  type SceneToken,
} from './scene.js';

export interface PlaneState {
  readonly scene: Scene;
  readonly numbers: Numbers;
  readonly size: PlaneSize;
  readonly isLocked: (id: HandleId) => boolean;
  /** What is being moved. */
  readonly held: string | null;
}

/** Characters of a name. */
const LONGEST_LABEL = 12;

/** Room that the number of a grid line needs before the edge, in CSS pixels. */
const EDGE = 14;

/** A link as thick as its weight, so that none vanishes altogether. */
const linkWidth = (weight: number) => (weight > 0 ? 0.75 + 7 * weight : 0);

export function plane(state: PlaneState): TemplateResult {
  const { scene, size } = state;
  const origin: Point = [size.width / 2, size.height / 2];
  const objects = objectsOf(scene, size);
  const out = outOf(state);
  const labels = labelsOf(objects, out, origin, size);
  return html`<svg
    class="plane"
    part="plane"
    role="group"
    aria-label=${words.plane}
    viewBox="0 0 ${size.width} ${size.height}"
  >
    ${grid(scene, size)} ${others(scene, size)} ${out && outcome(state, out, labels.get('out') ?? out)}
    ${objects.map(({ id, place, name }) => {
      const at = labels.get(id) ?? place;
      return id.startsWith('v')
        ? diamond(id, state, place, name, at)
        : arrow(id, state, origin, place, name, at);
    })}
  </svg>`;
}

/** Something that can be moved, where it is on the screen. */
interface PlacedObject {
  readonly id: HandleId;
  readonly place: Point;
  readonly name: string;
}

function objectsOf(scene: Scene, size: PlaneSize): PlacedObject[] {
  return handlesOf(scene).map((id) => ({
    id,
    place: screenOf(scene, size, id, pointOf(scene, id)),
    name: nameOf(id, scene),
  }));
}

/** Names on the plane are short: the table beside it has them whole. */
function nameOf(id: HandleId, { tokens }: Scene): string {
  const index = Number(id.slice(1)) - 1;
  const token = tokens[index];
  if (!token) return id;
  const letters = [...token.name];
  const name =
    letters.length > LONGEST_LABEL
      ? `${letters.slice(0, LONGEST_LABEL - 1).join('')}…`
      : token.name;
  return (id.startsWith('k') ? keyName : valueName)({ ...token, name }, index);
}

function outOf({ scene, size, numbers: { output } }: PlaneState): Point | null {
  return output && screenOf(scene, size, 'v1', output);
}

/** Where each name stands. q and `out` have the first choice, for there the eye returns to. */
function labelsOf(
  objects: readonly PlacedObject[],
  out: Point | null,
  origin: Point,
  size: PlaneSize,
): Map<string, Point> {
  const [query, ...rest] = objects.map(({ id, place, name }) => ({
    id: id as string,
    text: name,
    at: place,
    from: id.startsWith('v') ? null : origin,
  }));
  const labels = [
    ...(query ? [query] : []),
    ...(out ? [{ id: 'out', text: 'out', at: out, from: null }] : []),
    ...rest,
  ];
  const places = placeLabels(
    labels,
    {
      marks: labels.map(({ at }): Box => ({ middle: at, half: [9, 9] })),
      lines: labels.flatMap(({ at, from }): Line[] => (from ? [[from, at]] : [])),
    },
    size,
  );
  return new Map(labels.map(({ id }, index) => [id, places[index] as Point]));
}

/** A number on an axis. */
interface Tick {
  readonly text: string;
  readonly middle: Point;
}

/** Every other line has its number: enough to read a coordinate, and quiet. */
function ticksOf(scene: Scene, size: PlaneSize): Tick[] {
  const unit = unitOf(size, scene.reach);
  const step = gridStep(scene.reach);
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const { width, height } = size;
  const numbers = (length: number) =>
    gridLines((length / 2 - EDGE) / unit, step).filter(
      (value) => Math.abs(Math.round(value / step)) % 2 === 0,
    );
  const text = (value: number) => decimal(value, digits).replace(/\.0+(?=e|$)/, '');
  return [
    ...numbers(width).map(
      (x): Tick => ({ text: text(x), middle: [width / 2 + unit * x, height / 2 + 9] }),
    ),
    ...numbers(height).map((y): Tick => {
      const label = text(y);
      return { text: label, middle: [width / 2 - 6 - 3 * label.length, height / 2 - unit * y] };
    }),
  ];
}

function grid(scene: Scene, size: PlaneSize): SVGTemplateResult {
  const unit = unitOf(size, scene.reach);
  const step = gridStep(scene.reach);
  const { width, height } = size;
  const place = (point: Point) => toScreen(size, unit, point);
  const lines = [
    ...gridLines(width / 2 / unit, step).map((x) =>
      linePath([place([x, 0])[0], 0], [place([x, 0])[0], height]),
    ),
    ...gridLines(height / 2 / unit, step).map((y) =>
      linePath([0, place([0, y])[1]], [width, place([0, y])[1]]),
    ),
  ].join('');
  const axes =
    linePath([width / 2, 0], [width / 2, height]) + linePath([0, height / 2], [width, height / 2]);
  return svg`<g aria-hidden="true">
    <path class="grid" d=${lines}></path><path class="axes" d=${axes}></path>
    ${ticksOf(scene, size).map(({ text: label, middle }) => text(label, middle, 'tick'))}
  </g>`;
}

/** The other keys, and values, of a real row: faint, for they cannot be moved. */
function others(scene: Scene, size: PlaneSize): SVGTemplateResult | typeof nothing {
  if (scene.others.length === 0) return nothing;
  const origin: Point = [size.width / 2, size.height / 2];
  const keys = scene.others.map(({ key }) => linePath(origin, screenOf(scene, size, 'k1', key)));
  const values = scene.others.flatMap(({ value }) =>
    value ? [diamondPath(screenOf(scene, size, 'v1', value), 4)] : [],
  );
  return svg`<g class="others" aria-hidden="true">
    <path class="other-keys" d=${keys.join('')}></path>
    <path class="other-values" d=${values.join('')}></path>
  </g>`;
}

/** The values' hull, what each value gives, and `out`. */
function outcome(
  { scene, numbers, size }: PlaneState,
  out: Point,
  label: Point,
): SVGTemplateResult {
  const { output, weights, masked } = numbers;
  const place = ({ value }: SceneToken) => screenOf(scene, size, 'v1', value ?? [0, 0]);
  const places = scene.tokens.map(place);
  const hull = convexHull([
    ...places.filter((_, index) => !masked[index]),
    ...scene.others.map(place),
  ]);
  return svg`<g aria-hidden="true">
    <path class="hull" d=${polygonPath(hull)}></path>
    ${places.map(
      (from, index) =>
        svg`<path class="link" d=${linePath(from, out)} stroke-width=${linkWidth(weights[index] ?? 0).toFixed(2)}></path>`,
    )}
  </g>
  <g class="out" part="out" role="img" aria-label="out ${pair(output ?? [0, 0])}">
    <path d=${diamondPath(out, 11)}></path>${text('out', label)}
  </g>`;
}

function text(name: string, [x, y]: Point, kind = ''): SVGTemplateResult {
  return svg`<text class=${kind} x=${x.toFixed(1)} y=${(y + (kind ? 3.5 : 5)).toFixed(1)} text-anchor="middle">${name}</text>`;
}

function arrow(
  id: HandleId,
  state: PlaneState,
  from: Point,
  tip: Point,
  name: string,
  label: Point,
): SVGTemplateResult {
  const masked = id !== 'q' && state.numbers.masked[Number(id.slice(1)) - 1];
  return handle(
    id,
    state,
    `${id === 'q' ? 'query' : 'key'}${masked ? ' masked' : ''}`,
    tip,
    svg`<path class="shaft" d=${shaftPath(from, tip)}></path>
      <path class="tip" d=${headPath(from, tip)}></path>${text(name, label)}`,
  );
}

function diamond(
  id: HandleId,
  state: PlaneState,
  place: Point,
  name: string,
  label: Point,
): SVGTemplateResult {
  return handle(
    id,
    state,
    state.numbers.masked[Number(id.slice(1)) - 1] ? 'value masked' : 'value',
    place,
    svg`<path class="diamond" d=${diamondPath(place, 9.5)}></path>${text(name, label)}`,
  );
}

/** What can be taken hold of: a stop of the tab key that says its coordinates, with room around it for a finger. */
function handle(
  id: HandleId,
  { scene, isLocked, held }: PlaneState,
  kind: string,
  [x, y]: Point,
  drawing: SVGTemplateResult,
): SVGTemplateResult {
  const point = pointOf(scene, id);
  const reach = reachFor(scene, id);
  return svg`<g
    class="handle ${kind}"
    part="handle ${id}"
    data-handle=${id}
    data-held=${held === id}
    role="slider"
    tabindex="0"
    aria-roledescription=${words.point}
    aria-label=${spokenName(id, scene.tokens)}
    aria-valuemin=${-reach}
    aria-valuemax=${reach}
    aria-valuenow=${point[0].toFixed(2)}
    aria-valuetext=${`${decimal(point[0])}, ${decimal(point[1])}`}
    aria-disabled=${isLocked(id)}
  >
    <circle class="grip" cx=${x.toFixed(1)} cy=${y.toFixed(1)} r=${GRIP}></circle>
    ${drawing}
  </g>`;
}
