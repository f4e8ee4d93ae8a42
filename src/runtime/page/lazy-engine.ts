// An engine as a page holds it before anything is asked of it: an address, a status and leases. What does the work comes
// with the first request, so that a page that only shows recordings does not fetch it.

import type {
  Abortable,
  Engine,
  EngineStatus,
  Estimate,
  KnownModel,
  Lease,
  LiveTrace,
  Notice,
  RunRequest,
  TokenizedText,
} from '../api.js';
import type { PackAddress } from '../packs/pack-address.js';
import {
  errorInfo,
  importError,
  type RuntimeError,
  releasedError,
  throwIfAborted,
} from '../runtime-error.js';
import type { LiveEngine } from './engine.js';
import type { EngineSurroundings } from './model-loader.js';
import { StatusStore } from './status-store.js';

export class EngineHandle implements Engine {
  readonly manifestUrl: string;
  readonly known: KnownModel | undefined;

  readonly #address: PackAddress;
  readonly #surroundings: EngineSurroundings;
  readonly #store = new StatusStore();
  readonly #leases = new Set<LeaseHandle>();
  #importing: Promise<LiveEngine> | undefined;
  #engine: LiveEngine | undefined;
  #disposed = false;

  constructor(address: PackAddress, surroundings: EngineSurroundings) {
    this.manifestUrl = address.manifestUrl;
    this.known = address.known;
    this.#address = address;
    this.#surroundings = { ...surroundings, store: this.#store };
  }

  get status(): EngineStatus {
    return this.#store.status;
  }

  get notices(): readonly Notice[] {
    return this.#store.notices;
  }

  subscribe(listener: (status: EngineStatus) => void): () => void {
    return this.#store.subscribe(listener);
  }

  async estimate(options?: Abortable): Promise<Estimate> {
    return (await this.#come()).estimate(options);
  }

  async load(options?: Abortable): Promise<void> {
    await (this.#engine ?? (await this.#comeOrFail())).load(options);
  }

  retry(options?: Abortable): Promise<void> {
    return this.load(options);
  }

  acquire(): Lease {
    const lease = new LeaseHandle(
      () => this.#comeOrFail(),
      () => this.#leases.delete(lease),
    );
    if (this.#engine) lease.attach(this.#engine);
    this.#leases.add(lease);
    return lease;
  }

  dispose(): void {
    this.#disposed = true;
    this.#engine?.dispose();
    this.#store.set({ state: 'idle' });
    this.#store.clear();
  }

  /** @throws {RuntimeError} `file-unreachable`. */
  #come(): Promise<LiveEngine> {
    this.#importing ??= this.#import().catch((reason) => {
      this.#importing = undefined;
      throw importError(reason);
    });
    return this.#importing;
  }

  /** For what a reader has asked for, whose failure the status tells. */
  async #comeOrFail(): Promise<LiveEngine> {
    try {
      return await this.#come();
    } catch (error) {
      this.#store.set({ state: 'failed', error: errorInfo(error as RuntimeError) });
      throw error;
    }
  }

  async #import(): Promise<LiveEngine> {
    const { LiveEngine } = await import('./engine.js');
    const engine = new LiveEngine(this.#address, this.#surroundings);
    this.#engine = engine;
    if (this.#disposed) engine.dispose();
    for (const lease of this.#leases) lease.attach(engine);
    return engine;
  }
}

/** Hands everything on at once when the engine is there: an abort and the request after it belong to one turn. */
class LeaseHandle implements Lease {
  readonly #come: () => Promise<LiveEngine>;
  readonly #onRelease: () => void;
  #lease: Lease | undefined;
  #released = false;

  constructor(come: () => Promise<LiveEngine>, onRelease: () => void) {
    this.#come = come;
    this.#onRelease = onRelease;
  }

  attach(engine: LiveEngine): void {
    this.#lease ??= engine.acquire();
  }

  run(request: RunRequest, options?: Abortable): Promise<LiveTrace> {
    return (
      this.#lease?.run(request, options) ??
      this.#later((lease) => lease.run(request, options), options)
    );
  }

  tokenize(text: string, options?: Parameters<Lease['tokenize']>[1]): Promise<TokenizedText> {
    return (
      this.#lease?.tokenize(text, options) ??
      this.#later((lease) => lease.tokenize(text, options), options)
    );
  }

  release(): void {
    this.#released = true;
    this.#onRelease();
    this.#lease?.release();
  }

  async #later<T>(ask: (lease: Lease) => Promise<T>, { signal }: Abortable = {}): Promise<T> {
    if (!this.#released) await this.#come();
    throwIfAborted(signal);
    if (!this.#lease || this.#released) throw releasedError();
    return ask(this.#lease);
  }
}
