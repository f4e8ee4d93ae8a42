// The parts of the lens as templates: numbers in, markup out. No state, no listeners of their own.

import { html, isServer, nothing, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import type { Plan } from '../../runtime/index.js';
import type { Trace, TraceModel } from '../../runtime/trace/index.js';
import type { SplitCharacter, TokenView } from '../shared/token-views.js';
import { textDirection } from '../shared/token-views.js';
import { deviceName } from './live.view.js';
import { type Phrase, percent, spoken, words } from './phrases.js';
import type { Link, Reading } from './reading.js';

/** What the lens shows: the trace it was given, or the latest run of the reader's own text. */
export type LensView = 'recording' | 'live';

/** How one chip is drawn. */
export interface ChipState {
  /** The token in focus. */
  readonly active: boolean;
  readonly pinned: boolean;
  /** Reached by the tab key. */
  readonly tabStop: boolean;
  /** Among the strongest that the token in focus reads: its share, as a whole number of per cent. */
  readonly share: string;
}

// What a chip shows beside its text is drawn by the stylesheet from data attributes: the chip's visible text and its name
// stay the same word, and a long text takes fewer nodes.

/** The chips of a text, those that share a character joined. `side` says which side of the attention they are on. */
export function tokenChips(
  tokens: readonly TokenView[],
  state: (index: number) => ChipState,
  side: 'token' | 'key',
  label: string,
): TemplateResult {
  const pieces: TemplateResult[] = [];
  for (let index = 0; index < tokens.length; ) {
    const token = tokens[index];
    if (!token) break;
    const split = token.split;
    if (split) {
      pieces.push(
        splitChips(tokens.slice(index, index + split.count), split, state, tokens.length),
      );
      index += split.count;
    } else {
      pieces.push(chip(token, state(index), tokens.length));
      index++;
    }
  }
  const direction = textDirection(tokens.map(({ text }) => text).join(' '));
  // White space between chips would be nodes of its own.
  return html`<div class="tokens" part="tokens" role="toolbar" data-side=${side} aria-label=${label} dir=${direction}>${pieces}</div>`;
}

function splitChips(
  tokens: readonly TokenView[],
  split: SplitCharacter,
  state: (index: number) => ChipState,
  total: number,
): TemplateResult {
  const chips = tokens.map((token) => chip(token, state(token.index), total));
  return html`<span class="split"><bdi class="character" aria-hidden="true">${split.text}</bdi>${chips}</span>`;
}

function chip(token: TokenView, state: ChipState, total: number): TemplateResult {
  const classes = classMap({ chip: true, active: state.active, continues: token.continues });
  const name = spoken.chip(token, total);
  const dots = '·'.repeat(token.leadingSpaces);
  // A text set as a property leaves no marker node beside it, which counts with many tokens; a server cannot set one.
  if (isServer) {
    return html`<button type="button" part="token" class=${classes} data-index=${token.index} tabindex=${state.tabStop ? 0 : -1} aria-pressed=${state.pinned} aria-label=${name}><bdi data-space=${dots} data-share=${state.share}>${token.text}</bdi></button>`;
  }
  return html`<button type="button" part="token" class=${classes} data-index=${token.index} tabindex=${state.tabStop ? 0 : -1} aria-pressed=${state.pinned} aria-label=${name}><bdi data-space=${dots} data-share=${state.share} .textContent=${token.text}></bdi></button>`;
}

/** A sentence with its tokens in their colours. */
export function phrase(parts: Phrase): TemplateResult {
  return html`${parts.map((part) => {
    if (typeof part === 'string') return part;
    if ('amount' in part) return html`<strong>${part.amount}</strong>`;
    return html`<b class=${part.role}>${words.openingQuote}<bdi>${part.token.name}</bdi>${words.closingQuote}</b>`;
  })}`;
}

/** A token's name, and which one it is where there are several alike. */
function tokenName({ name, occurrence }: TokenView): TemplateResult {
  const which = occurrence.of === 1 ? nothing : html`<sub>${occurrence.number}</sub>`;
  return html`<bdi>${name}</bdi>${which}`;
}

/** The strongest links one way, at most five. The room for five is there in any case, so that nothing below moves. */
export function strip(
  title: string,
  side: 'reads' | 'readers',
  links: readonly Link[],
  tokens: readonly TokenView[],
): TemplateResult {
  return html`<div class="strip ${side}">
    <h3>${title}</h3>
    <ol>
      ${links.map(({ index, weight }) => {
        const token = tokens[index];
        return token && html`<li><b>${tokenName(token)}</b><span>${percent(weight)}</span></li>`;
      })}
    </ol>
  </div>`;
}

/** Every number of the focus: what it reads and who reads it. A dash stands where there is no number: it is masked. */
export function numbersTable(
  { query, reads, readBy }: Reading,
  queries: readonly TokenView[],
  keys: readonly TokenView[],
): TemplateResult {
  const number = (links: readonly Link[], token: number) => {
    const link = links.find(({ index }) => index === token);
    return link ? percent(link.weight) : '–';
  };
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${words.numbers}>
    <table part="numbers">
      <thead>
        <tr>
          <th scope="col">${words.position}</th>
          <th scope="col">${words.token}</th>
          <th scope="col">${words.reads}</th>
          <th scope="col">${words.readBy}</th>
        </tr>
      </thead>
      <tbody>
        ${(query === null ? queries : keys).map(
          (token) => html`<tr>
            <td>${token.index}</td>
            <th scope="row">${tokenName(token)}</th>
            <td>${number(reads, token.index)}</td>
            <td>${number(readBy, token.index)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Whether the numbers were recorded, run here or made up, by which model, and for a live run where. */
export function badge({ provenance, model }: Trace, plan: Plan | undefined): TemplateResult {
  return html`<span class="badge ${provenance.kind}" part="badge">
    ${words[provenance.kind]} · <bdi>${model.name}</bdi>${plan ? ` · ${deviceName(plan)}` : nothing}
  </span>`;
}

/** The choice between the recording and the live run. */
export function viewSwitch(shown: LensView, choose: (view: LensView) => void): TemplateResult {
  const button = (view: LensView, name: string) =>
    html`<button type="button" aria-pressed=${view === shown} @click=${() => choose(view)}>
      ${name}
    </button>`;
  return html`<div class="views" part="views" role="group" aria-label=${words.shown}>
    ${button('recording', words.recording)} ${button('live', words.liveRun)}
  </div>`;
}

/** Where the numbers are from, always in sight. */
export function source({ provenance, tokens, keys, crossAttention }: Trace): TemplateResult {
  const { url, licence, precision } = provenance;
  const name = url
    ? html`<a href=${url} rel="noopener noreferrer">${provenance.source}</a>`
    : provenance.source;
  return html`<footer part="source">
    ${words.sourceOf[provenance.kind]}: ${name}${licence ? `, ${licence}` : nothing} ·
    ${words.size(tokens.length, crossAttention ? keys.length : null)}${precision ? ` · ${precision}` : nothing}
  </footer>`;
}

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

/** The map of all heads. */
export function mapFigure({ layers, heads }: TraceModel): TemplateResult {
  return html`<div class="bar">
      <h3>${words.allHeads(layers * heads)}</h3>
      <span>${words.layersByHeads(layers, heads)}</span>
    </div>
    <div class="frame">
      <div class="picture map" part="map">
        <canvas aria-hidden="true"></canvas>
        <div class="plot"><div role="grid" aria-label=${words.map}></div></div>
      </div>
    </div>
    <div class="legend"><span>${words.mapHint}</span><span class="keys">${words.mapKeys}</span></div>`;
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
