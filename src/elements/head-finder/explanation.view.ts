// What is said of a head that was found, as templates: who it is, whose numbers those are, and how one knows. No state.

import { html, nothing, type TemplateResult } from 'lit';
import type { Finder, RankedHead } from '../../runtime/heads/index.js';
import { finderWords } from '../shared/finder-words.js';
import {
  type Basis,
  type Finding,
  isPassed,
  type Lesson,
  type PublishedWords,
} from './findings.js';
import { lessonText, verdict, words } from './head-finder.terms.js';

interface Source {
  readonly source: string;
  readonly url: string;
}

const link = ({ source, url }: Source) =>
  html`<a href=${url} rel="noopener noreferrer">${source}</a>`;

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

/** The switch to the form of a definition that leaves nothing out. */
export function plainSwitch(on: boolean, choose: (plain: boolean) => void): TemplateResult {
  const handleChange = (event: Event) => choose((event.target as HTMLInputElement).checked);
  return html`<label class="switch" part="plain">
    <input type="checkbox" .checked=${on} @change=${handleChange} />
    ${words.plain}
  </label>`;
}

export interface Explained {
  readonly finding: Finding;
  readonly shown: RankedHead;
  /** The name of the model whose head it is. */
  readonly model: string;
  /** On how many texts of how many tokens, for scores of the probe. */
  readonly probed: { readonly seeds: number; readonly length: number } | null;
  readonly firstLeftOut: boolean;
  readonly lessons: readonly Lesson[];
}

/** Who it is, what it does, and whose numbers say so. */
export function explanation(explained: Explained): TemplateResult {
  const { finding, shown, lessons } = explained;
  const { finder } = finding;
  return html`<p class="verdict" part="verdict">
      <strong>${verdict(finding, shown)}</strong> ${isPassed(finder, shown) ? finderWords(finder).summary : nothing}
    </p>
    <p class="whose" part="basis">${whose(explained)}</p>
    ${lessons.map(
      (lesson) => html`<p class="lesson" part="lesson">${lessonText(finding, lesson)}</p>`,
    )}`;
}

function whose({ finding, model, probed, firstLeftOut }: Explained): TemplateResult {
  const { finder, ranking, basis, table } = finding;
  const passing = ranking.filter((entry) => isPassed(finder, entry)).length;
  return html`${
    basis === 'text'
      ? words.ofText(model)
      : html`${words.ofModel(model)} ${
          basis === 'probe' && probed ? words.probeDetail(probed.seeds, probed.length) : nothing
        }${table ? html`${words.publishedIn} ${link(table)}, ${table.measured}` : nothing}.`
  }
  ${words.passing(passing, ranking.length, finder.threshold)}
  ${firstLeftOut ? words.firstLeftOut : nothing}`;
}

/** The formula, what it leaves out and where it is from. */
export function definition(finder: Finder): TemplateResult {
  const said = finderWords(finder);
  return html`<dl part="definition">
    <dt>${words.definition}</dt>
    <dd part="formula">${said.formula}</dd>
    <dt>${words.caveat}</dt>
    <dd>${said.caveat}</dd>
    <dt>${words.source}</dt>
    <dd>${said.source}</dd>
  </dl>`;
}

/** Whether published work names the same head. */
export function publishedLine(
  finder: Finder,
  { known, scores, names }: PublishedWords,
): TemplateResult {
  const lines = [
    ...scores.map(
      (one) => html`${words.publishedPlace(one.entry)} ${link(one)}, ${one.measured}. `,
    ),
    ...names.map((one) => html`${words.publishedName(one.name)} ${link(one)}. `),
  ];
  return html`<p class="published" part="published">
    <b>${words.published}:</b> ${lines.length > 0 ? lines : words.publishedNone(known, finder)}
  </p>`;
}
