// "Take it from GPT-2": from opening the panel to a scene of real numbers. Loaded, with all that only real numbers need,
// when it is first opened: most readers stay in two dimensions.

import type { LitElement, ReactiveController, TemplateResult } from 'lit';
import { LatestTask } from '../../runtime/index.js';
import { adoptLate } from '../shared/adopt-styles.js';
import { AttnErrorEvent } from '../shared/attn-error.event.js';
import { findLens, type LinkedLens } from '../shared/linked-lens.js';
import { gpt2 as styles } from './gpt2.styles.js';
import { gpt2View, originBadge, projectionNote, sourceNote } from './gpt2.view.js';
import { clampRow, type Row, sceneOfRow } from './real-numbers.js';
import type { Scene } from './scene.js';
import type { SceneStore } from './scene-store.js';
import { lensSource, loadSource, type VectorSource } from './vector-source.js';

/** The element with the panel: what of its interface the panel reads. */
export interface Gpt2Host extends LitElement {
  readonly src: string | null;
  readonly for: string | null;
}

/** What a lens tells of when it shows another text, or another row of it. */
const LENS_CHANGES = ['attn-ready', 'attn-run', 'attn-head-change', 'attn-token-select'];

/** The head of the recording that shows the most: 5.5 is an induction head, and at the second "Smith" it reads "is". */
const FIRST: Row = { layer: 5, head: 5, token: 8 };

export class Gpt2Panel implements ReactiveController {
  open = false;
  loading = false;
  error: Error | null = null;
  source: VectorSource | null = null;
  row: Row = FIRST;
  /** Taken from the linked lens rather than from the recording. */
  linked = false;

  readonly #host: Gpt2Host;
  readonly #store: SceneStore;
  readonly #onError: (error: Error) => void;
  /** The last recording that was fetched, and where from. */
  #recording: { readonly src: string | null; readonly source: VectorSource } | null = null;
  readonly #task = new LatestTask();
  #followed: LinkedLens | null = null;

  /** @param onError is told why a row cannot be taken while the panel, which would say so, is closed. */
  constructor(host: Gpt2Host, store: SceneStore, onError: (error: Error) => void) {
    this.#host = host;
    this.#store = store;
    this.#onError = onError;
    adoptLate(host, styles);
    host.addController(this);
  }

  get lens(): LinkedLens | null {
    return findLens(this.#host, this.#host.for);
  }

  hostConnected(): void {
    if (this.open && this.linked) void this.#chooseLens();
  }

  hostDisconnected(): void {
    this.#task.cancel();
    this.loading = false;
    this.#follow(null);
  }

  /** Opens the panel at what the linked lens shows; where that has no vectors, it says so and offers the recording. */
  async toggle(): Promise<void> {
    this.open = !this.open;
    this.#host.requestUpdate();
    if (!this.open) return;
    if (this.lens) await this.#chooseLens();
    else await this.choose(false);
  }

  close(): void {
    this.open = false;
    this.#host.requestUpdate();
  }

  /** @param linked whether from the lens. Its own choice of head and token is then taken over, now and whenever it changes. */
  async choose(linked: boolean): Promise<void> {
    const lens = linked ? this.lens : null;
    this.linked = lens !== null;
    this.#follow(lens);
    await this.#attempt(
      (signal) => (lens ? lensSource(lens, signal) : this.#record(signal)),
      (source) => {
        this.source = source;
        const selection = lens?.selection;
        const token = selection?.token ?? source.trace.tokens.length - 1;
        this.row = clampRow(source.trace, selection ? { ...selection, token } : this.row);
      },
    );
  }

  setRow(part: Partial<Row>): void {
    if (this.source) this.row = clampRow(this.source.trace, { ...this.row, ...part });
    this.#host.requestUpdate();
  }

  /** Makes the scene of the chosen row. */
  async take(): Promise<void> {
    const shown = this.linked ? this.lens?.shown : null;
    // Vectors of the text that the lens shows now are none of the text that is offered.
    if (shown && shown !== this.source?.trace) {
      await this.#chooseLens();
      if (this.error) return;
    }
    const { source, row } = this;
    if (!source) return;
    await this.#attempt(
      async () => {
        const vectors = await source.vectors(row.layer, row.head);
        return sceneOfRow(source.trace, vectors, row, source.recorded);
      },
      (scene) => this.#store.change(scene),
    );
  }

  /** A row of the recording, as an address names it. */
  async takeRecorded(row: Row): Promise<void> {
    this.row = row;
    await this.choose(false);
    if (!this.error) await this.take();
  }

  render(): TemplateResult {
    return gpt2View(this);
  }

  // What is said of a scene of real numbers

  renderBadge(scene: Scene): TemplateResult | null {
    return scene.origin && originBadge(scene, scene.origin);
  }

  renderProjection({ origin }: Scene): TemplateResult | null {
    return origin && projectionNote(origin);
  }

  renderSource({ origin }: Scene): TemplateResult | null {
    return origin && sourceNote(origin);
  }

  /** Where the lens has no vectors, that is said and the recording offered. */
  async #chooseLens(): Promise<void> {
    await this.choose(true);
    const { error } = this;
    if (!this.linked || !error) return;
    await this.choose(false);
    this.error ??= error;
    this.#host.requestUpdate();
  }

  #follow(lens: LinkedLens | null): void {
    for (const name of LENS_CHANGES) {
      this.#followed?.removeEventListener(name, this.#handleLens);
      lens?.addEventListener(name, this.#handleLens);
    }
    this.#followed = lens;
  }

  readonly #handleLens = (): void => {
    if (this.open) void this.#chooseLens();
  };

  async #record(signal: AbortSignal): Promise<VectorSource> {
    const { src } = this.#host;
    if (this.#recording?.src === src) return this.#recording.source;
    const source = await loadSource(src, signal);
    this.#recording = { src, source };
    return source;
  }

  /** Of several choices in a row, only the last one is waited for. */
  async #attempt<T>(
    work: (signal: AbortSignal) => Promise<T>,
    settle: (result: T) => void,
  ): Promise<void> {
    this.loading = true;
    this.error = null;
    this.#host.requestUpdate();
    const outcome = await this.#task.run(work);
    if (!outcome) return;
    if (outcome.status === 'fulfilled') {
      settle(outcome.value);
    } else {
      const { reason: error } = outcome;
      this.error = error instanceof Error ? error : new Error(String(error));
      this.#announce(this.error);
    }
    this.loading = false;
    this.#host.requestUpdate();
  }

  /** A closed panel says nothing: the row was asked for by the page or its address. */
  #announce(error: Error): void {
    if (this.open) this.#host.dispatchEvent(new AttnErrorEvent(error));
    else this.#onError(error);
  }
}
