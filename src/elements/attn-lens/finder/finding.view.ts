// What the lens's finders find, and say. Loaded when a reader comes near or a page asks.

import { html, type TemplateResult } from 'lit';
import type { RankedHead } from '../../../runtime/heads/index.js';
import { AttnFindEvent } from '../../shared/events.js';
import { finderWords, missingWords } from '../../shared/finder-words.js';
import { describeFinding, spoken } from './finder.terms.js';
import type { Finding } from './finding.js';

export { findHeads } from './finding.js';

/** Tells the page which head the reader has found. */
export function announceFinding(host: Element, finder: string, best: RankedHead): void {
  host.dispatchEvent(new AttnFindEvent(finder, best, true));
}

export function findingResult(finding: Finding): TemplateResult {
  const { finder, trace, ignoreFirst, ranking, found } = finding;
  const said = finderWords(finder);
  const best = ranking?.[0];
  if (!best) return html`${missingWords(finder, trace, ignoreFirst)}`;
  const sentence = describeFinding(said.headName, { found, best, threshold: finder.threshold });
  if (found.length === 0) return html`${sentence}`;
  return html`<strong>${sentence}</strong> ${said.summary}
    <span class="formula">${spoken.scoreIs(said.formula)}</span>`;
}
