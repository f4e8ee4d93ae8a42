// The frame of the map of all heads: the canvas and its grid, the legend.

import { html, type TemplateResult } from 'lit';
import type { TraceModel } from '../../../runtime/trace/index.js';
import { words } from '../attn-lens.terms.js';

/** The map of all heads. @param title how many there are, where some are still to come. */
export function mapView(
  { layers, heads }: TraceModel,
  title: TemplateResult | null | undefined,
): TemplateResult {
  return html`<div class="bar">
      ${
        title ??
        html`<h3>${words.allHeads(layers * heads)}</h3>
            <span>${words.layersByHeads(layers, heads)}</span>`
      }
    </div>
    <div class="frame">
      <div class="canvas map" part="map">
        <canvas aria-hidden="true"></canvas>
        <div class="plot"><div role="grid" aria-label=${words.map}></div></div>
      </div>
    </div>
    <div class="legend" part="legend"><span>${words.mapHint}</span><span class="keys">${words.mapKeys}</span></div>`;
}
