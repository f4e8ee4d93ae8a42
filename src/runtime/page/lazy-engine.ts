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
  RunOptions,
  RunRequest,
  TokenizedText,
} from '../api.js';
import { keepsFiles } from '../packs/asset-cache.js';
import type { PackAddress } from '../packs/pack-address.js';
import {
  errorInfo,
  importError,
  type RuntimeError,
  releasedError,
  throwIfAborted,
} from '../runtime-error.js';
import type { PageEngine } from './engine.js';
import type { EngineDependencies } from './model-loader.js';
import { StatusStore } from './status-store.js';

export class LazyEngine implements Engine {
  readonly manifestUrl: string;
  readonly known: KnownModel | undefined;

  readonly #address: PackAddress;
  readonly #dependencies: EngineDependencies;
  readonly #store = new StatusStore();
  readonly #leases = new Set<LazyLease>();
  #importing: Promise<PageEngine> | undefined;
  #engine: PageEngine | undefined;
  #disposed = false;

  constructor(address: PackAddress, dependencies: EngineDependencies) {
    this.manifestUrl = address.manifestUrl;
    this.known = address.known;
    this.#address = address;
    this.#dependencies = { ...dependencies, store: this.#store };
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
    return (await this.#fetch()).estimate(options);
  }

  async isKept(): Promise<boolean> {
    return (await keepsFiles()) && (await this.#fetch()).isKept();
  }

  async load(options?: Abortable): Promise<void> {
    await (this.#engine ?? (await this.#fetchOrFail())).load(options);
  }

  retry(options?: Abortable): Promise<void> {
    return this.load(options);
  }

  acquire(): Lease {
    const lease = new LazyLease(
      () => this.#fetchOrFail(),
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
  #fetch(): Promise<PageEngine> {
    this.#importing ??= this.#import().catch((reason) => {
      this.#importing = undefined;
      throw importError(reason);
    });
    return this.#importing;
  }

  /** For what a reader has asked for, whose failure the status tells. */
  async #fetchOrFail(): Promise<PageEngine> {
    try {
      return await this.#fetch();
    } catch (error) {
      this.#store.set({ state: 'failed', error: errorInfo(error as RuntimeError) });
      throw error;
    }
  }

  async #import(): Promise<PageEngine> {
    const { PageEngine } = await import('./engine.js');
    const engine = new PageEngine(this.#address, this.#dependencies);
    this.#engine = engine;
    if (this.#disposed) engine.dispose();
    for (const lease of this.#leases) lease.attach(engine);
    return engine;
  }
}

/** Hands everything on at once when the engine is there: an abort and the request after it belong to one turn. */
class LazyLease implements Lease {
  readonly #fetch: () => Promise<PageEngine>;
  readonly #onRelease: () => void;
  #lease: Lease | undefined;
  #released = false;

  constructor(fetch: () => Promise<PageEngine>, onRelease: () => void) {
    this.#fetch = fetch;
    this.#onRelease = onRelease;
  }

  attach(engine: PageEngine): void {
    this.#lease ??= engine.acquire();
  }

  run(request: RunRequest, options?: RunOptions): Promise<LiveTrace> {
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
    if (!this.#released) await this.#fetch();
    throwIfAborted(signal);
    if (!this.#lease || this.#released) throw releasedError();
    return ask(this.#lease);
  }
}
