// The numbers beside the plane: q.k, weights, and the formula with its values filled in.

import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Numbers } from './compute-numbers.js';
import { keyName, valueName } from './names.js';
import { decimal, pair, scaleText } from './number-text.js';
import { PRESETS } from './presets.js';
import { live, presetWords, words } from './qkv-sandbox.terms.js';
import { hasValues, LONGEST_NAME, type Scene } from './scene.js';

export interface NumbersState {
  readonly scene: Scene;
  readonly numbers: Numbers;
  readonly canRename: boolean;
}

export function numbersTable({ scene, numbers, canRename }: NumbersState): TemplateResult {
  const { origin } = scene;
  return html`<table part="numbers">
    <caption>${words.softmax}</caption>
    <thead>
      <tr>
        <th scope="col">${words.token}</th>
        <th scope="col">${words.score}</th>
        <th scope="col">${words.bar}</th>
        <th scope="col">${words.weight}</th>
        ${origin ? html`<th scope="col" class="model">${origin.model}</th>` : nothing}
      </tr>
    </thead>
    <tbody>
      ${scene.tokens.map((token, index) => {
        const masked = numbers.masked[index] ?? false;
        const weight = numbers.weights[index] ?? 0;
        const name = keyName(token, index);
        return html`<tr class=${masked ? 'masked' : ''}>
          <th scope="row">
            ${
              canRename
                ? html`<input
                    class="name"
                    part="name"
                    maxlength=${LONGEST_NAME}
                    data-index=${index}
                    aria-label=${words.nameOf(index + 1)}
                    placeholder="k${index + 1}"
                    .value=${token.name}
                  />`
                : html`<bdi class="name">${name}</bdi>`
            }
          </th>
          <td class="score"><span>q·k </span>${decimal(numbers.scores[index] ?? 0)}</td>
          <td class="bar">${bar(weight, origin?.weights[index])}</td>
          <td class="number">${masked ? words.masked : decimal(weight)}</td>
          ${origin ? html`<td class="model">${decimal(origin.weights[index] ?? 0)}</td>` : nothing}
        </tr>`;
      })}
      ${
        scene.others.length > 0
          ? html`<tr class="rest">
              <th scope="row" colspan="2">${words.others(scene.others.length)}</th>
              <td class="bar">${bar(numbers.otherWeight, origin?.otherWeight)}</td>
              <td class="number">${decimal(numbers.otherWeight)}</td>
              ${origin ? html`<td class="model">${decimal(origin.otherWeight)}</td>` : nothing}
            </tr>`
          : nothing
      }
    </tbody>
  </table>`;
}

/** @param model the model's own weight, drawn as a mark on the same bar. */
function bar(weight: number, model: number | undefined): TemplateResult {
  const share = (value: number) => `${(100 * value).toFixed(2)}%`;
  return html`<svg aria-hidden="true">
    <rect class="track" width="100%" height="10" y="3" rx="5"></rect>
    <rect class="weight" width=${share(weight)} height="10" y="3" rx="2"></rect>
    ${
      model === undefined
        ? nothing
        : svg`<line class="model" x1=${share(model)} x2=${share(model)} y1="0" y2="16"></line>`
    }
  </svg>`;
}

/** softmax(…) = …, out = …: every number in its place. */
export function formula({ scene, numbers }: NumbersState): TemplateResult {
  const score = (value: number, index: number) => (numbers.masked[index] ? '−∞' : decimal(value));
  const rest = scene.others.length > 0;
  const scores = [...numbers.scores.map(score), ...(rest ? ['…'] : [])].join(', ');
  const weights = [
    ...numbers.weights.map((weight) => decimal(weight)),
    ...(rest ? ['…'] : []),
  ].join(', ');
  const terms = [
    ...scene.tokens.map(
      (token, index) => `${decimal(numbers.weights[index] ?? 0)} ${valueName(token, index)}`,
    ),
    ...(rest ? [`${decimal(numbers.otherWeight)} ${words.otherTerm}`] : []),
  ];
  const softmax = `softmax((${scores}) / ${scaleText(scene.scale)}) = (${weights})`;
  const output = numbers.output ? `out = ${terms.join(' + ')} = ${pair(numbers.output)}` : '';
  const long = scene.tokens.length > 4;
  return html`<div class="formula ${long ? 'long' : ''}" part="formula" dir="ltr">
    <p>${softmax}</p>
    <p>${output}</p>
  </div>`;
}

/** One sentence about the scene: the preset's own, or what its numbers say. */
export function sentence({ scene, numbers }: NumbersState): TemplateResult {
  const preset = PRESETS.find(({ id }) => id === scene.preset);
  const [strongest, ...pieces] = preset
    ? [-1, presetWords[preset.id].sentence, '', '']
    : saying(scene, numbers);
  const token = scene.tokens[strongest];
  const key = strongest < 0 ? '' : keyName(token, strongest);
  const value = strongest < 0 || !hasValues(scene) ? '' : valueName(token, strongest);
  return html`<p class="sentence" part="sentence">
    ${pieces[0]}<b class="key">${key}</b>${pieces[1]}<b>${value}</b>${pieces[2]}
  </p>`;
}

function saying(scene: Scene, { scores, masked }: Numbers): [number, string, string, string] {
  const counting = scores.map((score, index) => (masked[index] ? -Infinity : score));
  const largest = Math.max(...counting);
  const open = counting.filter((score) => score !== -Infinity);
  if (open.length > 1 && open.every((score) => largest - score < 1e-9))
    return [-1, live.even, '', ''];
  return [
    counting.indexOf(largest),
    ...(hasValues(scene) ? live.strongest : live.strongestKeyOnly),
  ];
}
