// The scale: its dial, and beside it what it does to the weights and to the gradient.

import { html, svg, type TemplateResult } from 'lit';
import { logScales, type ScaleCurves, scaleCurves } from '../../runtime/attention/index.js';
import type { Numbers } from './compute-numbers.js';
import { scaleText, small } from './number-text.js';
import { words } from './qkv-sandbox.terms.js';
import { DIAL_OCTAVES, rightScale, type Scene } from './scene.js';

/** One for every tenth of an octave. */
const SAMPLES = 101;
/** The plot's own units; it is stretched to the room there is. */
const [WIDTH, HEIGHT] = [1000, 100];

/** Where on the dial a scale is: octaves from the right one, negative for sharper. */
function turnOf(scene: Scene): number {
  return Math.log2(scene.scale / rightScale(scene));
}

/** The scale at a turn of the dial; 0 is the right one exactly. */
export function scaleAt(scene: Scene, turn: number): number {
  return turn === 0 ? rightScale(scene) : rightScale(scene) * 2 ** turn;
}

export function dial(scene: Scene, isLocked: boolean): TemplateResult {
  const right = rightScale(scene);
  const scale = scaleText(scene.scale);
  const says =
    scene.scale === right
      ? words.scaleRight(scale, scene.dimension)
      : words.scaleOff(scale, scene.dimension, scene.scale < right);
  return html`<div class="dial" part="dial">
    <label for="scale">${says}</label>
    <input
      id="scale"
      type="range"
      min=${-DIAL_OCTAVES}
      max=${DIAL_OCTAVES}
      step="0.05"
      aria-valuetext=${says}
      ?disabled=${isLocked}
      .value=${String(turnOf(scene))}
    />
    <div class="ends" aria-hidden="true">
      <span>${words.sharp}</span><span>√${scene.dimension}</span><span>${words.flat}</span>
    </div>
  </div>`;
}

/** The curves over the dial's whole range, for the keys that count. */
function dialCurves(scene: Scene, { counted }: Numbers): ScaleCurves {
  const span = 2 ** DIAL_OCTAVES;
  const right = rightScale(scene);
  return scaleCurves(counted, logScales(right / span, right * span, SAMPLES));
}

export function plot(scene: Scene, numbers: Numbers): TemplateResult {
  const { weights, gradient } = dialCurves(scene, numbers);
  const peak = Math.max(numbers.gradient, ...gradient);
  const x = WIDTH * (0.5 + turnOf(scene) / (2 * DIAL_OCTAVES));
  // Masked keys are the last of the tokens, and have no curve.
  const now = numbers.weights.filter((_, index) => !numbers.masked[index]);
  const shown = weights.slice(0, now.length);
  const [gradientText, peakText] = [small(numbers.gradient), small(peak)];
  return html`<figure class="plot" part="plot">
    <svg
      viewBox="0 -4 ${WIDTH} ${HEIGHT + 8}"
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path class="base" d="M0 ${HEIGHT}H${WIDTH}M${WIDTH / 2} 0V${HEIGHT}"></path>
      ${shown.map(
        (curve, index) =>
          svg`<path class="weight" d=${curvePath(curve, 1)} stroke-width=${(1 + 3 * (now[index] ?? 0)).toFixed(2)}></path>`,
      )}
      <path class="gradient" d=${curvePath(gradient, peak)}></path>
      <path class="now" d="M${x.toFixed(1)} -4V${HEIGHT + 4}"></path>
      ${shown.map((_, index) => svg`<path class="weight dot" d=${dotPath(x, now[index] ?? 0, 1)}></path>`)}
      <path class="gradient dot" d=${dotPath(x, numbers.gradient, peak)}></path>
    </svg>
    <figcaption><span>${words.plot}</span> <span>${words.gradientNow(gradientText, peakText)}</span></figcaption>
  </figure>`;
}

/** To a millionth of the height; nothing of nothing lies at the bottom. */
const level = (value: number, top: number) =>
  (HEIGHT * (1 - Math.min(1, value / (top || 1)))).toFixed(4);

/** A curve from edge to edge; `top` is the value at the upper one. */
export function curvePath(curve: readonly number[], top: number): string {
  const last = curve.length - 1;
  let path = '';
  curve.forEach((value, index) => {
    path += `${index === 0 ? 'M' : 'L'}${(WIDTH * index) / last} ${level(value, top)}`;
  });
  return path;
}

/** A line without length: with round ends it is a dot, whatever the plot is stretched to. */
function dotPath(x: number, value: number, top: number): string {
  return `M${x.toFixed(1)} ${level(value, top)}h0`;
}
