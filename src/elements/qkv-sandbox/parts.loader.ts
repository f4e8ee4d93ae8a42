// The parts that few readers and pages need: real numbers, the panel of the dimension slider, files, the address. Each is loaded when it
// is first asked for.

import type { CSSResult } from 'lit';
import { adoptLate } from '../shared/adopt-styles.js';
import { LazyPart } from '../shared/lazy-part.js';
import type { AddressController, AddressHost, SceneInput } from './address.controller.js';
import type { Gpt2Host, Gpt2Panel } from './gpt2-panel.js';
import type { PlaneFigure } from './plane-figure.js';
import type { Row } from './real-numbers.js';
import type { SceneStore } from './scene-store.js';

export type PartsHost = AddressHost & Gpt2Host;

/** The part with its styles in place. */
export async function withStyles<Part extends { readonly styles: CSSResult }>(
  host: PartsHost,
  loading: Promise<Part>,
): Promise<Part> {
  const part = await loading;
  adoptLate(host, part.styles);
  return part;
}

export class PartsLoader {
  /** Why the last one could not be loaded, or could not do what it was asked. */
  error: Error | null = null;
  readonly dimension: LazyPart<typeof import('./dimension.view.js')>;
  gpt2: Gpt2Panel | null = null;
  address: AddressController | null = null;
  readonly #host: PartsHost;
  readonly #store: SceneStore;
  readonly #scene: SceneInput;

  /** @param scene what the page gives: the address may give another. */
  constructor(host: PartsHost, store: SceneStore, scene: SceneInput) {
    this.#host = host;
    this.#store = store;
    this.#scene = scene;
    this.dimension = new LazyPart(host, () => withStyles(host, import('./dimension.view.js')));
  }

  /** Shows why `work` failed: no caller waits for it. */
  #attempt(work: Promise<void>): void {
    work.catch(this.#fail);
  }

  readonly #fail = (error: Error): void => {
    this.error = error;
    this.#host.requestUpdate();
  };

  toggleGpt2(): void {
    this.#attempt(this.#withGpt2((panel) => panel.toggle()));
  }

  /** Shows a row of the recording. */
  takeRecorded(row: Row): Promise<void> {
    return this.#withGpt2((panel) => panel.takeRecorded(row));
  }

  async #withGpt2(use: (panel: Gpt2Panel) => Promise<void>): Promise<void> {
    const { Gpt2Panel } = await import('./gpt2-panel.js');
    this.gpt2 ??= new Gpt2Panel(this.#host, this.#store, this.#fail);
    await use(this.gpt2);
  }

  /** The plane as a file. */
  async figure(): Promise<PlaneFigure> {
    const { PlaneFigure } = await import('./plane-figure.js');
    return new PlaneFigure(this.#host.renderRoot, this.#store);
  }

  saveFigure(kind: string): void {
    this.#attempt(this.figure().then((figure) => figure.save(kind)));
  }

  /** Keeps the scene in the address from now on, and shows the one that is there. */
  followAddress(): void {
    this.#attempt(this.#loadAddress());
  }

  async #loadAddress(): Promise<void> {
    const { AddressController } = await import('./address.controller.js');
    // The scene of the address comes after that of the page.
    await this.#host.updateComplete;
    if (this.address) this.address.read();
    else
      this.address = new AddressController(this.#host, this.#store, this.#scene, (row) =>
        this.#attempt(this.takeRecorded(row)),
      );
  }
}
