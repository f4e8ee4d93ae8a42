// The panel of the result, as templates: which head it is, its runners-up, how one knows, and the scores of all heads. No state.

import { html, nothing, type TemplateResult } from 'lit';
import type { Finder } from '../../runtime/heads/index.js';
import { missingWords } from '../shared/finder-words.js';
import {
  basisSwitch,
  definition,
  explanation,
  plainSwitch,
  publishedLine,
} from './explanation.view.js';
import type { FinderStore } from './finder.store.js';
import { type Evidence, lessonsOf, publishedOn } from './findings.js';
import { spoken, words } from './head-finder.terms.js';
import type { PatternController } from './pattern.controller.js';
import type { ProbeController } from './probe.controller.js';
import { bestHeads } from './ranking.view.js';
import type { ScoresController } from './scores.controller.js';

/** The parts of the panel that have a state of their own. */
export interface ResultParts {
  readonly probe: ProbeController;
  readonly pattern: PatternController;
  readonly scores: ScoresController;
}

/** @param runnersUp how many are listed. */
export function resultPanel(
  store: FinderStore,
  evidence: Evidence,
  runnersUp: number,
  parts: ResultParts,
): TemplateResult {
  const { finder, found } = store;
  if (!finder) return html`<div class="section" part="result">${words.invite}</div>`;
  return html`<div class="section result" part="result">
      <div class="said">${said(store, finder, evidence, parts)}</div>
      ${
        found
          ? html`<div class="heads">
              ${bestHeads(found.finding.ranking, runnersUp, found.shown, (entry) => store.pick(entry))}
            </div>`
          : nothing
      }
      <div class="why">
        ${definition(finder)}
        ${found ? publishedLine(finder, publishedOn(found.finding, evidence, found.shown)) : nothing}
      </div>
      ${found ? parts.scores.render(evidence.trace, found) : nothing}
    </div>`;
}

/** Which head it is, or why there is none, and what else it can be measured on. */
function said(
  store: FinderStore,
  finder: Finder,
  evidence: Evidence,
  { probe, pattern }: ResultParts,
): TemplateResult {
  const { found, bases } = store;
  const { trace, ignoreFirst } = evidence;
  return html`${bases.length > 1 ? basisSwitch(bases, found?.finding.basis ?? null, (basis) => store.setBasis(basis)) : nothing}
      ${store.hasPlain ? plainSwitch(store.plain, (plain) => store.setPlain(plain)) : nothing}
      ${
        found
          ? explanation({
              ...found,
              model: trace.model.name,
              probed: evidence.probe,
              firstLeftOut:
                found.finding.basis === 'text' && ignoreFirst && finder.respectsIgnoreFirst,
              lessons: lessonsOf(found.finding, found.shown, evidence),
            })
          : html`<p part="missing"><strong>${missingWords(finder, trace, ignoreFirst)}</strong></p>`
      }
      ${finder.probe ? probe.render(finder, evidence) : nothing}
      ${store.paints ? pattern.renderHint() : nothing}`;
}

/** The whole result for the ear. */
export function spokenResult({ evidence, finder, found }: FinderStore): string {
  if (found) return spoken(found.finding, found.shown);
  return evidence && finder ? missingWords(finder, evidence.trace, evidence.ignoreFirst) : '';
}
