// The lines in the lens: the frame of a head that is drawn as lines. Loads what draws them when a reader or a page first asks.

import type { LitElement, TemplateResult } from 'lit';
import { LazyPart } from '../../shared/lazy-part.js';
import type { HeadWeights } from '../focus/focus-links.js';
import type { LensStore } from '../lens.store.js';
import { waiting } from '../panes/panes.view.js';

export class LinesLoader extends LazyPart<typeof import('./lines.canvas.js')> {
  readonly #store: LensStore;

  constructor(host: LitElement, store: LensStore) {
    super(host, () => import('./lines.canvas.js'));
    this.#store = store;
  }

  render(weights: HeadWeights): TemplateResult {
    const part = this.request();
    if (!part) return waiting(this.error);
    const { threshold } = this.#store;
    return part.linesView(weights, threshold, (changed) => this.#store.setThreshold(changed));
  }

  /** Renders the head beside the first, whose threshold it follows; `null` until it can. */
  requestSecond(): ((weights: HeadWeights) => TemplateResult) | null {
    const part = this.request();
    return part && ((weights) => part.linesView(weights, this.#store.threshold, null));
  }
}
