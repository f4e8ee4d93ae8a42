// The parts of the finder as templates: findings in, markup out. No state.

import { html, nothing, svg, type TemplateResult } from 'lit';
import type { Finder, RankedHead } from '../../runtime/heads/index.js';
import type { Trace } from '../../runtime/trace/index.js';
import { finderWords } from '../shared/finder-words.js';
import { headName } from '../shared/score-text.js';
import type { Basis, Finding, Lesson, PublishedWords } from './findings.js';
import { lessonText, verdict, words } from './phrases.js';

export function behaviourButtons(
  finders: readonly Finder[],
  chosen: string | null,
  choose: (id: string) => void,
): TemplateResult {
  return html`<div class="section buttons" part="behaviours" role="group" aria-label=${words.behaviours}>
    ${finders.map(
      (finder) =>
        html`<button
          type="button"
          part="behaviour"
          data-behaviour=${finder.id}
          aria-pressed=${finder.id === chosen}
          @click=${() => choose(finder.id)}
        >
          ${finderWords(finder).label}
        </button>`,
    )}
  </div>`;
}

/** The choice of what the scores were measured on. */
export function basisSwitch(
  bases: readonly Basis[],
  chosen: Basis | null,
  choose: (basis: Basis) => void,
): TemplateResult {
  return html`<div class="bases" part="bases" role="group" aria-label=${words.measuredOn}>
    <span>${words.measuredOn}</span>
    ${bases.map(
      (basis) =>
        html`<button
          type="button"
          data-basis=${basis}
          aria-pressed=${basis === chosen}
          @click=${() => choose(basis)}
        >
          ${words.bases[basis]}
        </button>`,
    )}
  </div>`;
}

export interface Explained {
  readonly finding: Finding;
  readonly shown: RankedHead;
  /** Whose numbers these are, in a sentence. */
  readonly whose: string;
  readonly firstLeftOut: boolean;
  readonly published: PublishedWords;
  readonly lessons: readonly Lesson[];
}

/** Who it is, what it does, and how one knows. */
export function explanation(explained: Explained): TemplateResult {
  const { finding, shown, whose, firstLeftOut, published, lessons } = explained;
  const { finder } = finding;
  return html`<p class="verdict" part="verdict">
      <strong>${verdict(finding, shown)}</strong> ${shown.score >= finder.passes ? finderWords(finder).does : nothing}
    </p>
    <p class="whose" part="basis">${whose}${firstLeftOut ? ` ${words.firstLeftOut}` : nothing}</p>
    ${lessons.map(
      (lesson) => html`<p class="lesson" part="lesson">${lessonText(finding, lesson)}</p>`,
    )}
    ${definition(finder)}
    <p class="published" part="published">${publishedLine(finder, published)}</p>`;
}

/** The formula, what it leaves out and where it is from. */
export function definition(finder: Finder): TemplateResult {
  return html`<dl part="definition">
    <dt>${words.definition}</dt>
    <dd part="formula">${finder.formula}</dd>
    <dt>${words.leavesOut}</dt>
    <dd>${finderWords(finder).leavesOut}</dd>
    <dt>${words.source}</dt>
    <dd>${finder.source}</dd>
  </dl>`;
}

function publishedLine(finder: Finder, { known, scores, names }: PublishedWords): TemplateResult {
  const link = ({ source, url }: { readonly source: string; readonly url: string }) =>
    html`<a href=${url} rel="noopener noreferrer">${source}</a>`;
  const lines = [
    ...scores.map(
      (one) => html`${words.publishedPlace(one.entry)} ${link(one)}, ${one.measured}. `,
    ),
    ...names.map((one) => html`${words.publishedName(one.name)} ${link(one)}. `),
  ];
  return html`<b>${words.published}:</b> ${lines.length > 0 ? lines : words.publishedNone(known, finder)}`;
}

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
          aria-pressed=${entry.layer === shown.layer && entry.head === shown.head}
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
  const numbers = (count: number) =>
    Array.from({ length: count }, (_, n) => html`<span>${n}</span>`);
  return html`<h3>${words.allScores}</h3>
    <div class="map" part="map">
      <div class="top" aria-hidden="true">${numbers(heads)}</div>
      <div class="left" aria-hidden="true">${numbers(layers)}</div>
      <div class="plot"><div role="grid" aria-label=${words.allScores}></div></div>
    </div>
    <div class="legend">
      <span class="ramp"><span>0</span><i></i><span>1</span></span><span>${words.mapLegend}</span>
    </div>`;
}

/** How the table is sorted. */
export interface Sorting {
  readonly by: 'place' | 'head';
  readonly descending: boolean;
}

function sortRanking(ranking: readonly RankedHead[], { by, descending }: Sorting): RankedHead[] {
  const sorted = [...ranking];
  if (by === 'head') sorted.sort((a, b) => a.layer - b.layer || a.head - b.head);
  return descending ? sorted.reverse() : sorted;
}

export function scoreTable(
  ranking: readonly RankedHead[],
  sorting: Sorting,
  sort: (by: Sorting['by']) => void,
): TemplateResult {
  const spread = ranking[0]?.spread !== undefined;
  const column = (by: Sorting['by'], name: string) => {
    const order = sorting.descending ? 'descending' : 'ascending';
    return html`<th scope="col" aria-sort=${sorting.by === by ? order : 'none'}>
      <button type="button" data-sort=${by} @click=${() => sort(by)}>${name}</button>
    </th>`;
  };
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${words.table}>
    <table part="table">
      <thead>
        <tr>
          ${column('place', words.place)} ${column('head', words.head)}
          <th scope="col">${words.scoreColumn}</th>
          ${spread ? html`<th scope="col">${words.spread}</th>` : nothing}
        </tr>
      </thead>
      <tbody>
        ${sortRanking(ranking, sorting).map(
          (entry) => html`<tr>
            <td>${entry.place}</td>
            <th scope="row">${headName(entry)}</th>
            <td>${words.exact(entry.score)}</td>
            ${spread ? html`<td>${entry.spread === undefined ? nothing : words.exact(entry.spread)}</td>` : nothing}
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Which model, and where the numbers are from. */
export function badge({ provenance, model }: Trace): TemplateResult {
  return html`<span class="badge" part="badge">${words.kinds[provenance.kind]} · <bdi>${model.name}</bdi></span>`;
}

export function source({ provenance, tokens }: Trace): TemplateResult {
  const { url, licence } = provenance;
  const name = url
    ? html`<a href=${url} rel="noopener noreferrer">${provenance.source}</a>`
    : provenance.source;
  return html`<footer part="source">${name}${licence ? `, ${licence}` : nothing} · ${words.tokens(tokens.length)}</footer>`;
}
