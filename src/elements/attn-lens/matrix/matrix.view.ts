// The frame of the matrix: the pickers of the head, the choice of a view and of a stage, the canvas and its grid, the legend.

import { html, nothing, type TemplateResult } from 'lit';
import { times } from '../../../runtime/attention/index.js';
import type { Trace } from '../../../runtime/trace/index.js';
import { headName } from '../../shared/score-text.js';
import { words } from '../attn-lens.terms.js';
import { attributes } from '../attributes.js';
import type { HeadChoice } from '../head/subject.js';
import type { HeadView } from '../lens.store.js';
import type { Stage, StageMatrix } from '../stages/stage-matrix.js';
import { score } from '../terms/number.terms.js';
import type { Readout, ReadoutLine } from './readout.js';

/** The pickers, and which head is looked at for a moment. */
export function headBar(
  { model }: Trace,
  chosen: HeadChoice,
  previewed: HeadChoice | null,
): TemplateResult {
  return html`<div class="pickers">
    ${headPickers(model, chosen)}
    <span class="previewed" ?hidden=${!previewed}>
      ${words.preview} ${previewed && nameOf(previewed)}
    </span>
  </div>`;
}

const nameOf = (choice: HeadChoice) =>
  choice.average ? `${words.layer} ${choice.layer}, ${words.average}` : headName(choice);

export function headPickers({ layers, heads }: Trace['model'], chosen: HeadChoice): TemplateResult {
  const numbers = (count: number) => times(count, (index) => String(index));
  const average = heads > 1 ? [words.average] : [];
  return html`${picker(words.layer, 'layer', numbers(layers), chosen.layer)}
    ${picker(words.head, 'head', [...numbers(heads), ...average], chosen.average ? heads : chosen.head)}`;
}

function picker(
  name: string,
  which: 'layer' | 'head',
  options: readonly string[],
  selected: number,
): TemplateResult {
  return html`<label part="picker"
    >${name}<select data-which=${which} part="picker">
      ${options.map(
        (option, index) =>
          html`<option value=${index} .selected=${index === selected} .textContent=${option}></option>`,
      )}
    </select></label
  >`;
}

/** A choice of one among a few, as a row of buttons. */
function segments<Value extends string>(
  part: string,
  label: string,
  options: readonly (readonly [Value, string])[],
  chosen: Value,
  choose: (value: Value) => void,
): TemplateResult {
  return html`<div class="segments" part=${part} role="group" aria-label=${label}>
    ${options.map(
      ([value, name]) =>
        html`<button
          type="button"
          data-value=${value}
          aria-pressed=${value === chosen}
          @click=${() => choose(value)}
          .textContent=${name}
        ></button>`,
    )}
  </div>`;
}

export function viewChoice(chosen: HeadView, choose: (view: HeadView) => void): TemplateResult {
  const options = attributes.view.values.map((view) => [view, words.headViews[view]] as const);
  return segments('view', words.shownAs, options, chosen, choose);
}

export function stageChoice(chosen: Stage, choose: (stage: Stage) => void): TemplateResult {
  const options = attributes.stage.values.map((stage) => [stage, words.stages[stage]] as const);
  return segments('stage', words.stage, options, chosen, choose);
}

/** The canvas, the grid over it and what its colours mean. */
export function matrixView(
  { causal }: Trace,
  matrix: StageMatrix,
  readout: Readout,
  second = false,
): TemplateResult {
  return html`<div class="frame">
      <div class="canvas matrix ${second ? 'second' : 'first'}" part="matrix">
        <canvas aria-hidden="true"></canvas>
        <div class="plot">
          <div role="grid" aria-label=${causal ? words.causalMatrix : words.matrix}></div>
        </div>
      </div>
    </div>
    <p class="readout" part="readout">${readoutLine(readout[0])} ${readoutLine(readout[1])}</p>
    <div class="legend" part="legend">
      ${ramp(matrix)}
      ${second ? nothing : html`<span>${words.rows} · ${words.columns}</span>`}
    </div>`;
}

function readoutLine([of, value]: ReadoutLine): TemplateResult {
  return html`<span><bdi>${of}</bdi><b>${value}</b></span>`;
}

function ramp({ stage, from, to }: StageMatrix): TemplateResult {
  const [low, high] =
    stage === 'softmax'
      ? ['0', `1, ${words.scale}`]
      : [score(from), `${score(to)}, ${words.linear}`];
  return html`<span class="ramp"><span>${low}</span><i></i><span>${high}</span></span>`;
}
