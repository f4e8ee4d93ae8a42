// "Take it from GPT-2": the panel's state, from opening it to a scene of real numbers. Knows nothing of how it is shown.
//
// Whatever else only real numbers need is loaded when they are asked for: most readers stay in two dimensions.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { LinkedLens } from './linked-lens.js';
import type { Row } from './real-numbers.js';
import type { Scene } from './scene.js';
import type { VectorSource } from './vector-source.js';

type Parts = typeof import('./gpt2-parts.js');

export interface Gpt2PanelOptions {
  readonly lens: () => LinkedLens | null;
  readonly src: () => string | null;
  readonly onScene: (scene: Scene) => void;
  readonly onError: (error: Error) => void;
}

/** The head of the recording that shows the most: 5.5 is an induction head, and at the second "Smith" it reads "is". */
const FIRST: Row = { layer: 5, head: 5, token: 8 };

export class Gpt2Panel implements ReactiveController {
  open = false;
  loading = false;
  error: Error | null = null;
  source: VectorSource | null = null;
  /** What was loaded for it. */
  parts: Parts | null = null;
  row: Row = FIRST;
  /** Taken from the linked lens rather than from the recording. */
  linked = false;

  readonly #host: ReactiveControllerHost;
  readonly #options: Gpt2PanelOptions;
  #recording: { readonly src: string | null; readonly source: Promise<VectorSource> } | null = null;
  /** Of several choices in a row, only the last one is waited for. */
  #turn = 0;

  constructor(host: ReactiveControllerHost, options: Gpt2PanelOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#turn++;
    this.loading = false;
  }

  /** Opens the panel at what the linked lens shows, else at the recording. */
  async toggle(): Promise<void> {
    this.open = !this.open;
    this.#host.requestUpdate();
    if (this.open) await this.choose(this.#options.lens()?.shown != null);
  }

  close(): void {
    this.open = false;
    this.#host.requestUpdate();
  }

  /** @param linked whether from the lens. Its own choice of head and token is then taken over. */
  async choose(linked: boolean): Promise<void> {
    const lens = this.#options.lens();
    this.linked = linked && lens !== null;
    await this.#attempt(async () => {
      const parts = await this.#load();
      const source = (this.linked && lens && parts.lensSource(lens)) || (await this.#record(parts));
      return () => {
        this.source = source;
        const selection = this.linked ? lens?.selection : undefined;
        const token = selection?.token ?? source.trace.tokens.length - 1;
        this.row = parts.holdRow(source.trace, selection ? { ...selection, token } : this.row);
      };
    });
  }

  setRow(part: Partial<Row>): void {
    const { source, parts } = this;
    if (source && parts) this.row = parts.holdRow(source.trace, { ...this.row, ...part });
    this.#host.requestUpdate();
  }

  /** Makes the scene of the chosen row. */
  async take(): Promise<void> {
    const { source, row, parts } = this;
    if (!source || !parts) return;
    await this.#attempt(async () => {
      const vectors = await source.vectors(row.layer, row.head);
      const scene = parts.sceneOfRow(source.trace, vectors, row, source.recorded);
      return () => this.#options.onScene(scene);
    });
  }

  /** A row of the recording, as an address names it. */
  async takeRecorded(row: Row): Promise<void> {
    this.row = row;
    await this.choose(false);
    await this.take();
  }

  async #load(): Promise<Parts> {
    this.parts ??= await import('./gpt2-parts.js');
    return this.parts;
  }

  #record(parts: Parts): Promise<VectorSource> {
    const src = this.#options.src();
    if (this.#recording?.src !== src) this.#recording = { src, source: parts.loadSource(src) };
    const { source } = this.#recording as { source: Promise<VectorSource> };
    // Another try shall not meet the same failure again.
    source.catch(() => {
      this.#recording = null;
    });
    return source;
  }

  async #attempt(work: () => Promise<() => void>): Promise<void> {
    const turn = ++this.#turn;
    this.loading = true;
    this.error = null;
    this.#host.requestUpdate();
    try {
      const settle = await work();
      if (turn === this.#turn) settle();
    } catch (error) {
      if (turn !== this.#turn) return;
      this.error = error instanceof Error ? error : new Error(String(error));
      this.#options.onError(this.error);
    } finally {
      if (turn === this.#turn) this.loading = false;
      this.#host.requestUpdate();
    }
  }
}
