// How an element comes to its engine: the nearest <attn-model> around it, or the runtime of the page. The key is shared by all
// copies of the library on a page.

import { ContextConsumer, createContext } from '@lit/context';
import type { LitElement, ReactiveController } from 'lit';
import type { Engine, Lease, Runtime, RuntimeError } from '../../runtime/index.js';

/** Carries the engine of the nearest <attn-model>. The symbol has the protocol's major, as the runtime's registry has. */
export const engineContext = createContext<Engine | undefined>(
  Symbol.for('attention-lens/engine@1'),
);

export interface EngineSource {
  /** The page's runtime; `undefined` while an element that brings none of its own has not fetched it. */
  readonly runtime: () => Runtime | undefined;
  /** The element's own choice of a model, which goes before that of an <attn-model>. */
  readonly model?: () => string | undefined;
}

/**
 * An element's engine and its lease on it, kept right while the element moves, its `model` changes, or a provider comes
 * late. The host is updated whenever the engine or its status changes. Costs nothing until something is asked of it.
 */
export class EngineController implements ReactiveController {
  readonly #host: LitElement;
  readonly #source: EngineSource;
  readonly #provider: ContextConsumer<typeof engineContext, LitElement>;
  #engine: Engine | undefined;
  #error: RuntimeError | undefined;
  #lease: Lease | undefined;
  #unsubscribe: (() => void) | undefined;
  #page: Document | undefined;

  constructor(host: LitElement, source: EngineSource) {
    this.#host = host;
    this.#source = source;
    host.addController(this);
    this.#provider = new ContextConsumer(host, { context: engineContext, subscribe: true });
  }

  /** None without a runtime, and where the model's name is wrong: see `error`. */
  get engine(): Engine | undefined {
    this.#choose();
    return this.#engine;
  }

  /** Why there is no engine. */
  get error(): RuntimeError | undefined {
    this.#choose();
    return this.#error;
  }

  /** The element's claim, made when it is first needed and given back when the element leaves the page. */
  get lease(): Lease | undefined {
    this.#lease ??= this.engine?.acquire();
    return this.#lease;
  }

  hostConnected(): void {
    this.#page = this.#host.ownerDocument;
    this.#page.addEventListener('context-provider', this.#handleProvider);
  }

  hostUpdate(): void {
    this.#choose();
  }

  hostDisconnected(): void {
    this.#page?.removeEventListener('context-provider', this.#handleProvider);
    // The consumer keeps what its last provider gave, and elsewhere there may be none.
    delete this.#provider.value;
    this.#take(undefined);
  }

  /** An <attn-model> that is defined after those that it is for: they ask again. */
  readonly #handleProvider = ({ context }: Event & { readonly context?: unknown }): void => {
    if (context === engineContext) this.#provider.hostConnected();
  };

  #choose(): void {
    if (!this.#host.isConnected) return;
    this.#error = undefined;
    const model = this.#source.model?.();
    const provided = model === undefined ? this.#provider.value : undefined;
    try {
      this.#take(provided ?? this.#source.runtime()?.engine(model));
    } catch (error) {
      this.#error = error as RuntimeError;
      this.#take(undefined);
    }
  }

  #take(engine: Engine | undefined): void {
    if (engine === this.#engine) return;
    this.#unsubscribe?.();
    this.#lease?.release();
    this.#lease = undefined;
    this.#engine = engine;
    this.#unsubscribe = engine?.subscribe(() => this.#host.requestUpdate());
  }
}
