// The frame of the matrix: the pickers of the head, the canvas and its grid, the legend.

import { html, type TemplateResult } from 'lit';
import type { Trace } from '../../runtime/trace/index.js';
import { words } from './phrases.js';

/** The matrix of the head `shown`, with the pickers of the chosen one. */
export function matrixFigure(
  { model, causal }: Trace,
  chosen: { readonly layer: number; readonly head: number },
  previewed: { readonly layer: number; readonly head: number } | null,
  ignoreFirst: boolean,
): TemplateResult {
  return html`<div class="bar">
      ${picker(words.layer, 'layer', model.layers, chosen.layer)}
      ${picker(words.head, 'head', model.heads, chosen.head)}
      <span class="previewed" ?hidden=${!previewed}>
        ${words.preview} ${previewed?.layer}.${previewed?.head}
      </span>
      <span ?hidden=${!ignoreFirst}>${words.firstLeftOut}</span>
    </div>
    <div class="frame">
      <div class="picture matrix" part="matrix">
        <canvas aria-hidden="true"></canvas>
        <div class="plot">
          <div role="grid" aria-label=${causal ? words.causalMatrix : words.matrix}></div>
        </div>
      </div>
    </div>
    <div class="legend">
      <span class="ramp"><span>0</span><i></i><span>1, ${words.scale}</span></span>
      <span>${words.rows} · ${words.columns}</span>
    </div>`;
}

function picker(
  name: string,
  which: 'layer' | 'head',
  count: number,
  selected: number,
): TemplateResult {
  const options = Array.from(
    { length: count },
    (_, index) =>
      html`<option .selected=${index === selected} .textContent=${String(index)}></option>`,
  );
  return html`<label
    >${name}<select data-which=${which} part="picker">
      ${options}
    </select></label
  >`;
}
