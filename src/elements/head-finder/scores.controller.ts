// The scores of all heads, as a map and as a table behind it: whether the table is open, how it is sorted, and its file.

import { html, type LitElement, nothing, type TemplateResult } from 'lit';
import { toCsv } from '../../runtime/heads/index.js';
import type { Trace } from '../../runtime/trace/index.js';
import { saveFile } from '../shared/save-file.js';
import type { FinderStore, Found } from './finder.store.js';
import { words } from './head-finder.terms.js';
import { BEST_FIRST, canDraw, type Sorting, scoreMap, scoreTable, sortBy } from './ranking.view.js';
import { ScoreMap } from './score-map.js';

export class ScoresController {
  readonly #host: LitElement;
  readonly #store: FinderStore;
  readonly #hides: (part: string) => boolean;
  readonly #map: ScoreMap;
  #tableOpen = false;
  #sorting: Sorting = BEST_FIRST;

  /** @param hides whether the page leaves out a part. */
  constructor(host: LitElement, store: FinderStore, hides: (part: string) => boolean) {
    this.#host = host;
    this.#store = store;
    this.#hides = hides;
    this.#map = new ScoreMap(host, (entry) => store.pick(entry));
  }

  render({ model: { layers, heads } }: Trace, { finding, shown }: Found): TemplateResult {
    const handlers = {
      onSort: this.#handleSort,
      onPick: (entry: Found['shown']) => this.#store.pick(entry),
    };
    return html`${this.#hides('map') || !canDraw(layers, heads) ? nothing : html`<div class="all">${scoreMap(layers, heads)}</div>`}
      ${
        this.#hides('table')
          ? nothing
          : html`<details @toggle=${this.#handleTable}>
              <summary>${words.table}</summary>
              <button type="button" part="csv" @click=${this.#handleCsv}>${words.csv}</button>
              ${this.#tableOpen ? scoreTable(finding.ranking, shown, this.#sorting, handlers) : nothing}
            </details>`
      }`;
  }

  /** Colours the cells of the map; after `render`. */
  draw(): void {
    const { evidence, found } = this.#store;
    if (!evidence || !found) return;
    const { layers, heads } = evidence.trace.model;
    const { finding, shown } = found;
    this.#map.update(this.#host.renderRoot, { layers, heads, ranking: finding.ranking, shown });
  }

  readonly #handleSort = (by: Sorting['by']): void => {
    this.#sorting = sortBy(this.#sorting, by);
    this.#host.requestUpdate();
  };

  readonly #handleTable = (event: Event): void => {
    this.#tableOpen = (event.target as HTMLDetailsElement).open;
    this.#host.requestUpdate();
  };

  readonly #handleCsv = (): void => {
    const { finding } = this.#store.found ?? {};
    if (!finding) return;
    const file = new Blob([toCsv(finding.ranking)], { type: 'text/csv' });
    saveFile(file, `${finding.finder.id}-${finding.basis}.csv`);
  };
}
