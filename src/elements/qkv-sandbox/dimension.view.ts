// The panel of the dimension slider. Loaded when it is first opened.

import { html, svg, type TemplateResult } from 'lit';
import { curvePath } from './dial.view.js';
import { DimensionStudy } from './dimension-study.js';

export { dimension as styles } from './dimension.styles.js';

import { words } from './dimension.terms.js';
import { decimal, small } from './number-text.js';
import { LARGEST_DIMENSION } from './scene.js';

let latest: { readonly seed: number; readonly study: DimensionStudy } | null = null;

/**
 * @param wanted the dimension; held to 2..512.
 * @param seed of the random vectors.
 */
export function dimensionPanel(wanted: number, seed: number, isLocked: boolean): TemplateResult {
  if (latest?.seed !== seed) latest = { seed, study: new DimensionStudy(seed) };
  const { study } = latest;
  const dimension = Math.round(Math.max(2, Math.min(LARGEST_DIMENSION, wanted || 2)));
  const { without, with: divided } = study.medians;
  const top = 1.15 * Math.max(...without, ...divided);
  const x = (1000 * (Math.log2(dimension) - 1)) / (Math.log2(LARGEST_DIMENSION) - 1);
  return html`<div class="scale dimension" part="dimension">
    <div class="dial">
      <h3>${words.title}</h3>
      <p>${words.text}</p>
      <label for="dimension">${words.label(dimension)}</label>
      <input
        id="dimension"
        type="range"
        min="1"
        max=${Math.log2(LARGEST_DIMENSION)}
        step="0.25"
        aria-valuetext=${words.label(dimension)}
        ?disabled=${isLocked}
        .value=${String(Math.log2(dimension))}
      />
      <div class="ends" aria-hidden="true"><span>2</span><span>32</span><span>512</span></div>
      <button type="button" data-do="draw" ?disabled=${isLocked}>${words.drawAgain}</button>
    </div>
    <div class="draws">
      ${draw(words.without, study, dimension, false)} ${draw(words.withDivisor, study, dimension, true)}
      <figure class="plot">
        <svg viewBox="0 -4 1000 108" preserveAspectRatio="none" aria-hidden="true">
          <path class="base" d="M0 100H1000"></path>
          <path class="gradient undivided" d=${curvePath(without, top)}></path>
          <path class="gradient" d=${curvePath(divided, top)}></path>
          <path class="now" d="M${x.toFixed(1)} -4V104"></path>
        </svg>
        <figcaption>${words.gradient}</figcaption>
      </figure>
    </div>
  </div>`;
}

function draw(
  name: string,
  study: DimensionStudy,
  dimension: number,
  divided: boolean,
): TemplateResult {
  const { weights, gradient } = study.at(dimension, divided);
  const strongest = Math.max(...weights);
  return html`<div class="draw ${divided ? 'divided' : 'undivided'}">
    <b>${name}</b> <span>${words.strongest(decimal(strongest), small(gradient))}</span>
    <svg viewBox="0 0 120 40" preserveAspectRatio="none" aria-hidden="true">
      ${weights.map(
        (weight, index) =>
          svg`<rect class="weight" x=${20 * index + 2} width="16" y=${(40 - 38 * weight - 2).toFixed(2)} height=${(38 * weight + 2).toFixed(2)}></rect>`,
      )}
    </svg>
  </div>`;
}
