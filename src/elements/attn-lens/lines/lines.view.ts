// The frame of the lines: the canvas and its grid, and the threshold.

import { html, nothing, type TemplateResult } from 'lit';
import type { HeadWeights } from '../focus/focus-links.js';
import { percent } from '../terms/number.terms.js';
import { carryingLinks } from './lines.geometry.js';
import { words } from './lines.terms.js';

/** @param change takes another threshold; `null` for a second head, which follows the first. */
export function linesView(
  head: HeadWeights,
  threshold: number,
  change: ((threshold: number) => void) | null,
): TemplateResult {
  return html`<div class="frame tall">
      <div class="canvas lines ${change ? 'first' : 'second'}" part="lines">
        <canvas aria-hidden="true"></canvas>
        <div class="plot"><div role="grid" aria-label=${words.lines}></div></div>
      </div>
    </div>
    <div class="legend">
      ${change ? slider(threshold, change) : nothing}
      <span>${words.linkCount(carryingLinks(head, threshold).length, linksIn(head))}</span>
    </div>`;
}

function slider(threshold: number, change: (threshold: number) => void): TemplateResult {
  return html`<label class="threshold"
    ><input
      type="range"
      part="threshold"
      min="10"
      max="100"
      step="1"
      .value=${String(Math.round(100 * threshold))}
      aria-valuetext=${percent(threshold)}
      @input=${(event: Event) => change(Number((event.target as HTMLInputElement).value) / 100)}
    /><span>${percent(threshold)} ${words.threshold}</span></label
  >`;
}

/** How many links a head has at all. */
function linksIn({ shape: { queries, keys, causal }, firstLeftOut }: HeadWeights): number {
  const all = causal ? (queries * (queries + 1)) / 2 : queries * keys;
  return firstLeftOut ? all - queries : all;
}
