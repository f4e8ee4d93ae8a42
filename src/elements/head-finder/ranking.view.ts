// All heads by their score, as templates: the best of them with bars, the map, the table. No state.

import { html, nothing, svg, type TemplateResult } from 'lit';
import { times } from '../../runtime/attention/index.js';
import type { RankedHead } from '../../runtime/heads/index.js';
import { isShortcut } from '../shared/keep-keys.js';
import { headName } from '../shared/score-text.js';
import { words } from './head-finder.terms.js';

/** The best head and its runners-up, and the one on show where it is none of them: each a button, with its bar in 0..1. */
export function bestHeads(
  ranking: readonly RankedHead[],
  runnersUp: number,
  shown: RankedHead,
  choose: (entry: RankedHead) => void,
): TemplateResult {
  const best = ranking.slice(0, 1 + runnersUp);
  const listed = best.includes(shown) ? best : [...best, shown];
  return html`<ol class="best" part="ranking" aria-label=${words.ranking}>
    ${listed.map((entry, index) => {
      const { score, spread, gap } = entry;
      // Presentation attributes, since a style attribute would need an unsafe policy.
      const bar = svg`<rect width=${`${100 * score}%`} height="100%" rx="3"></rect>`;
      return html`<li>
        <button
          type="button"
          part="runner-up"
          aria-pressed=${entry === shown}
          @click=${() => choose(entry)}
        >
          <b>${headName(entry)}</b>
          <svg part="bar" aria-hidden="true">${bar}</svg>
          <span class="score">${words.score(score)}${spread === undefined ? nothing : html`<small> ±${words.score(spread)}</small>`}</span>
          <span class="gap">${index === 0 ? nothing : words.gap(gap)}</span>
        </button>
      </li>`;
    })}
  </ol>`;
}

/** The map of all heads, coloured by score: an empty grid, whose cells are made by hand. */
export function scoreMap(layers: number, heads: number): TemplateResult {
  const numbers = (count: number) => times(count, (n) => html`<span>${n}</span>`);
  return html`<h3>${words.allScores}</h3>
    <div class="map" part="map">
      <div class="top" aria-hidden="true">${numbers(heads)}</div>
      <div class="left" aria-hidden="true">${numbers(layers)}</div>
      <div class="plot"><div role="grid" aria-label=${words.allScores}></div></div>
    </div>
    <div class="legend">
      <span class="ramp"><span>0</span><i></i><span>1</span></span><span>${words.mapLegend}</span>
    </div>
    <p class="readout" part="readout"></p>`;
}

/** Heads that are drawn, and rows that are written: four times those of the largest GPT-2. More would hold the page up. */
const MOST = 4800;

/** Whether the map can be drawn of so many heads. */
export const canDraw = (layers: number, heads: number) => layers * heads <= MOST;

type Column = 'place' | 'head' | 'score' | 'spread';

/** How the table is sorted. */
export interface Sorting {
  readonly by: Column;
  readonly descending: boolean;
}

export const BEST_FIRST: Sorting = { by: 'place', descending: false };

/** What a press on the head of a column makes of it: the other way round, or the way one looks for first. */
export function sortBy(before: Sorting, by: Column): Sorting {
  if (before.by === by) return { by, descending: !before.descending };
  return { by, descending: by === 'score' || by === 'spread' };
}

const COMPARE: Readonly<Record<Column, (a: RankedHead, b: RankedHead) => number>> = {
  // The ranking is in this order.
  place: () => 0,
  head: (a, b) => a.layer - b.layer || a.head - b.head,
  score: (a, b) => a.score - b.score,
  spread: (a, b) => (a.spread ?? 0) - (b.spread ?? 0),
};

function sortRanking(ranking: readonly RankedHead[], { by, descending }: Sorting): RankedHead[] {
  const sorted = [...ranking].sort(COMPARE[by]);
  return (descending ? sorted.reverse() : sorted).slice(0, MOST);
}

export interface TableHandlers {
  readonly onSort: (by: Column) => void;
  readonly onPick: (entry: RankedHead) => void;
}

export function scoreTable(
  ranking: readonly RankedHead[],
  shown: RankedHead,
  sorting: Sorting,
  { onSort, onPick }: TableHandlers,
): TemplateResult {
  const spread = ranking[0]?.spread !== undefined;
  const column = (by: Column, name: string) => {
    const order = sorting.descending ? 'descending' : 'ascending';
    return html`<th scope="col" aria-sort=${sorting.by === by ? order : 'none'}>
      <button type="button" data-sort=${by} @click=${() => onSort(by)}>${name}</button>
    </th>`;
  };
  return html`${ranking.length > MOST ? html`<p>${words.cutTable(MOST, ranking.length)}</p>` : nothing}
  <div class="scroll">
    <table part="table" aria-label=${words.allScores}>
      <thead>
        <tr>
          ${column('place', words.place)} ${column('head', words.head)}
          ${column('score', words.scoreColumn)}
          ${spread ? column('spread', words.spread) : nothing}
        </tr>
      </thead>
      <tbody @keydown=${walk}>
        ${sortRanking(ranking, sorting).map(
          (entry) => html`<tr aria-current=${entry === shown ? 'true' : nothing}>
            <td>${entry.place}</td>
            <th scope="row">
              <button
                type="button"
                tabindex=${entry === shown ? 0 : -1}
                @click=${() => onPick(entry)}
              >
                ${headName(entry)}
              </button>
            </th>
            <td>${words.exact(entry.score)}</td>
            ${spread ? html`<td>${entry.spread === undefined ? nothing : words.exact(entry.spread)}</td>` : nothing}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** The heads of the table are one tab stop: arrows walk from row to row. */
function walk(event: KeyboardEvent): void {
  const { key, currentTarget, target } = event;
  const heads = [...(currentTarget as HTMLElement).querySelectorAll('button')];
  const at = heads.indexOf(target as HTMLButtonElement);
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: heads.length - 1 }[key];
  if (to === undefined || at < 0 || isShortcut(event)) return;
  event.preventDefault();
  heads[to]?.focus();
}
