// The frame of the lines: the canvas and its grid, and the threshold.

import { html, type TemplateResult } from 'lit';
import { carryingLinks } from './lines.geometry.js';
import { percent, words } from './phrases.js';
import type { HeadWeights } from './reading.js';

export function linesFigure(
  head: HeadWeights,
  threshold: number,
  change: (threshold: number) => void,
): TemplateResult {
  const value = Math.round(100 * threshold);
  return html`<div class="frame tall">
      <div class="picture lines" part="lines">
        <canvas aria-hidden="true"></canvas>
        <div class="plot"><div role="grid" aria-label=${words.lines}></div></div>
      </div>
    </div>
    <div class="legend">
      <label class="threshold"
        ><input
          type="range"
          part="threshold"
          min="10"
          max="100"
          step="1"
          .value=${String(value)}
          aria-valuetext=${percent(threshold)}
          @input=${(event: Event) => change(Number((event.target as HTMLInputElement).value) / 100)}
        /><span>${percent(threshold)} ${words.threshold}</span></label
      >
      <span>${words.linkCount(carryingLinks(head, threshold).length, linksIn(head))}</span>
    </div>`;
}

/** How many links a head has at all. */
function linksIn({ shape: { queries, keys, causal }, firstLeftOut }: HeadWeights): number {
  const all = causal ? (queries * (queries + 1)) / 2 : queries * keys;
  return firstLeftOut ? all - queries : all;
}
