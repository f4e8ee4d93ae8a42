// The plane as a drawing: grid, hull of the values, links, arrows and diamonds. Its shape stays the same while things
// move, so that moving them makes no nodes.

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import { decimal, pair } from './format.js';
import { keyName, spokenName, valueName } from './names.js';
import { words } from './phrases.js';
import {
  arrowLabels,
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
import type { Numbers } from './reckon.js';
import { type HandleId, handlesOf, type Point, pointOf, reachFor, type Scene } from './scene.js';

export interface PlaneState {
  readonly scene: Scene;
  readonly numbers: Numbers;
  readonly size: PlaneSize;
  readonly isLocked: (id: HandleId) => boolean;
  /** What is being moved. */
  readonly held: string | null;
}

/** A link as thick as its weight, so that none vanishes altogether. */
const linkWidth = (weight: number) => (weight > 0 ? 0.75 + 7 * weight : 0);

export function plane(state: PlaneState): TemplateResult {
  const { scene, size } = state;
  const handles = handlesOf(scene);
  const arrows = handles.filter((id) => !id.startsWith('v'));
  const names = arrows.map((id) => arrowName(id, scene));
  const origin: Point = [size.width / 2, size.height / 2];
  const tips = arrows.map((id) => screenOf(scene, size, id, pointOf(scene, id)));
  const diamonds = handles.slice(arrows.length);
  const places = diamonds.map((id) => screenOf(scene, size, id, pointOf(scene, id)));
  const labels = arrowLabels(origin, tips, names, places, size);
  return html`<svg
    class="plane"
    part="plane"
    role="group"
    aria-label=${words.plane}
    viewBox="0 0 ${size.width} ${size.height}"
  >
    ${grid(scene, size)} ${others(scene, size)} ${outcome(state)}
    ${arrows.map((id, at) => arrow(id, state, origin, tips[at] ?? origin, labels[at] ?? origin))}
    ${diamonds.map((id) => diamond(id, state))}
  </svg>`;
}

function grid(scene: Scene, size: PlaneSize): SVGTemplateResult {
  const unit = unitOf(size, scene.reach);
  const step = gridStep(scene.reach);
  const { width, height } = size;
  const across = gridLines(width / 2 / unit, step);
  const up = gridLines(height / 2 / unit, step);
  const place = (point: Point) => toScreen(size, unit, point);
  const lines = [
    ...across.map((x) => linePath([place([x, 0])[0], 0], [place([x, 0])[0], height])),
    ...up.map((y) => linePath([0, place([0, y])[1]], [width, place([0, y])[1]])),
  ].join('');
  const axes =
    linePath([width / 2, 0], [width / 2, height]) + linePath([0, height / 2], [width, height / 2]);
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  // Every other line has its number: enough to read a coordinate, and quiet.
  const labelled = (value: number) => Math.abs(Math.round(value / step)) % 2 === 0;
  const tick = (value: number, x: number, y: number, anchor: string) =>
    svg`<text class="tick" x=${x.toFixed(1)} y=${y.toFixed(1)} text-anchor=${anchor}>${decimal(value, digits).replace(/\.0+$/, '')}</text>`;
  return svg`<g aria-hidden="true">
    <path class="grid" d=${lines}></path><path class="axes" d=${axes}></path>
    ${across.filter(labelled).map((x) => tick(x, place([x, 0])[0], height / 2 + 13, 'middle'))}
    ${up.filter(labelled).map((y) => tick(y, width / 2 - 5, place([0, y])[1] + 3.5, 'end'))}
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
function outcome({ scene, numbers, size }: PlaneState): SVGTemplateResult | typeof nothing {
  const { output, weights, masked } = numbers;
  if (!output) return nothing;
  const out = screenOf(scene, size, 'v1', output);
  const places = scene.tokens.map(({ value }) => screenOf(scene, size, 'v1', value ?? [0, 0]));
  const rest = scene.others.map(({ value }) => screenOf(scene, size, 'v1', value ?? [0, 0]));
  const hull = convexHull([...places.filter((_, index) => !masked[index]), ...rest]);
  const end = out[0] > size.width - 50;
  return svg`<g aria-hidden="true">
    <path class="hull" d=${polygonPath(hull)}></path>
    ${places.map(
      (place, index) =>
        svg`<path class="link" d=${linePath(place, out)} stroke-width=${linkWidth(weights[index] ?? 0).toFixed(2)}></path>`,
    )}
  </g>
  <g class="out" part="out" role="img" aria-label="out ${pair(output)}">
    <path d=${diamondPath(out, 11)}></path>
    <text x=${(out[0] + (end ? -16 : 16)).toFixed(1)} y=${(out[1] + 5).toFixed(1)} text-anchor=${end ? 'end' : 'start'}>out</text>
  </g>`;
}

function arrowName(id: HandleId, { tokens }: Scene): string {
  const index = Number(id.slice(1)) - 1;
  return id === 'q' ? id : keyName(tokens[index], index);
}

function arrow(
  id: HandleId,
  state: PlaneState,
  from: Point,
  tip: Point,
  label: Point,
): SVGTemplateResult {
  const masked = id !== 'q' && state.numbers.masked[Number(id.slice(1)) - 1];
  return handle(
    id,
    state,
    `${id === 'q' ? 'query' : 'key'}${masked ? ' masked' : ''}`,
    tip,
    svg`<path class="shaft" d=${shaftPath(from, tip)}></path>
      <path class="tip" d=${headPath(from, tip)}></path>
      <text x=${label[0].toFixed(1)} y=${(label[1] + 5).toFixed(1)} text-anchor="middle">${arrowName(id, state.scene)}</text>`,
  );
}

function diamond(id: HandleId, state: PlaneState): SVGTemplateResult {
  const { scene, size, numbers } = state;
  const index = Number(id.slice(1)) - 1;
  const place = screenOf(scene, size, id, pointOf(scene, id));
  const end = place[0] > size.width - 60;
  return handle(
    id,
    state,
    numbers.masked[index] ? 'value masked' : 'value',
    place,
    svg`<path class="diamond" d=${diamondPath(place, 9.5)}></path>
      <text x=${(place[0] + (end ? -14 : 14)).toFixed(1)} y=${(place[1] + 5).toFixed(1)} text-anchor=${end ? 'end' : 'start'}>${valueName(scene.tokens[index], index)}</text>`,
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
