// The finder in the lens: its buttons, and what it found. Loads the finders when a reader or a page first asks.

import type { LitElement, TemplateResult } from 'lit';
import { awaitedLayers } from '../../shared/awaited-layers.js';
import { LazyPart } from '../../shared/lazy-part.js';
import { words } from '../attn-lens.terms.js';
import type { Subject } from '../head/subject.js';
import type { LensStore } from '../lens.store.js';
import { finderPanel } from './finder.view.js';
import type { Finding } from './finding.js';

export class FinderLoader extends LazyPart<typeof import('./finding.view.js'), LitElement> {
  readonly #store: LensStore;
  #subject: Subject | null = null;
  /** The finder that the reader has pressed while layers were still to come. */
  #asked: string | null = null;

  constructor(host: LitElement, store: LensStore) {
    super(host, () => import('./finding.view.js'));
    this.#store = store;
  }

  update(subject: Subject | null): void {
    this.#subject = subject;
    const asked = this.#asked;
    if (!asked || this.#isAwaited) return;
    this.#asked = null;
    void this.#show(asked);
  }

  /** Another head may be better than those that are there. */
  get #isAwaited(): boolean {
    return awaitedLayers(this.#subject?.trace ?? null) > 0;
  }

  /** What the finder that is on has found. */
  requestFinding(): Finding | null {
    const { finder } = this.#store.choices;
    const subject = this.#subject;
    if (!subject || finder === null || this.#isAwaited) return null;
    return this.request()?.findHeads(subject, finder) ?? null;
  }

  /** @param awaited said of a finder that is on while layers are still to come. */
  render(awaited: string | null): TemplateResult {
    const { finder } = this.#store.choices;
    const finding = this.requestFinding();
    const { loaded, error } = this;
    const failed = finder === null ? null : error ? words.partFailed(error.message) : awaited;
    const result = finding && loaded ? loaded.findingResult(finding) : failed;
    return finderPanel(finder, result, (id) => void this.#find(id));
  }

  /** Goes to the best head for one of the buttons; pressed again, it goes off. */
  async #find(id: string): Promise<void> {
    this.#asked = null;
    if (!this.#store.find(id)) return;
    this.retry();
    await this.#show(id);
  }

  async #show(id: string): Promise<void> {
    const part = await this.load();
    if (this.#isAwaited) {
      this.#asked = id;
      return;
    }
    const best = this.#subject && part?.findHeads(this.#subject, id)?.found[0];
    if (best && this.#store.showFound(id, best)) part.announceFinding(this.host, id, best);
  }
}
