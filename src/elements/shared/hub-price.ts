// What a load of a model on a hub costs, for the button that starts it. Loaded where an element has such a model.

import type { ReactiveControllerHost } from 'lit';
import type { Engine, Estimate } from '../../runtime/index.js';
import { english } from './hub-price.en.js';
import { defineWords } from './localize.js';
import { megabytes } from './megabytes.js';

const { prices: words } = defineWords('hub-price', english, {
  de: async () => (await import('./hub-price.de.js')).german,
});

/** In words: "GPT-2 small from Hugging Face", "498 MB once, 126 MB kept". */
export interface LoadPrice {
  readonly model: string;
  readonly price: string;
  /** It is here from an earlier visit: nothing of it is fetched. */
  readonly kept: boolean;
}

/** What this browser keeps: anything at all, and this model already. */
interface Storage {
  readonly keeps: boolean;
  readonly kept: boolean;
}

export class HubPrice {
  readonly #host: ReactiveControllerHost;
  #engine: Engine | undefined;
  #state = '';
  #storage: Storage | null = null;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  /** Nothing is known of it yet that the button could say. */
  get isAwaited(): boolean {
    return this.#storage === null;
  }

  /**
   * What a load costs. `null` where that is not known: of a model that has not been looked up, or while the browser has not said
   * what it keeps. Asks the network for nothing.
   */
  describe(engine: Engine, estimate: Estimate | null): LoadPrice | null {
    this.#lookIntoStorage(engine);
    if (!this.#storage) return null;
    const known = estimate
      ? { name: estimate.model.name, bytes: estimate.parts.model, hub: estimate.hub }
      : engine.known;
    if (this.#storage.kept || estimate?.cached) {
      return { model: known?.name ?? nameOnHub(engine), price: words.kept, kept: true };
    }
    if (!known?.hub) return null;
    const { host, kept } = known.hub;
    const read = megabytes(known.bytes);
    return {
      model: words.from(known.name, host),
      price: this.#storage.keeps ? words.once(read, megabytes(kept)) : words.everyVisit(read),
      kept: false,
    };
  }

  /** Once for each engine, and again when a load of it is over. */
  #lookIntoStorage(engine: Engine): void {
    const { state } = engine.status;
    const isOver = state === 'idle' && this.#state !== 'idle';
    const isOther = engine !== this.#engine;
    this.#state = state;
    if (!isOther && !isOver) return;
    this.#engine = engine;
    if (isOther) this.#storage = null;
    void this.#askStorage(engine);
  }

  async #askStorage(engine: Engine): Promise<void> {
    const [keeps, kept] = await Promise.all([
      keepsAnything(),
      // A part of the library that does not come is told of once a load needs it.
      engine.isKept?.().catch(() => false) ?? false,
    ]);
    if (engine !== this.#engine) return;
    this.#storage = { keeps, kept };
    this.#host.requestUpdate();
  }
}

/** `owner/name`, with revision and folder where it has them; a commit by its first seven letters. */
export const nameOnHub = ({ manifestUrl }: Engine): string =>
  manifestUrl.replace(/^hf:/, '').replace(/(@[0-9a-f]{7})[0-9a-f]{33}/, '$1');

/** Browsers keep nothing on plain http, in a sandboxed frame, in some private windows; none of that is an error. */
async function keepsAnything(): Promise<boolean> {
  try {
    await caches.has('');
    return true;
  } catch {
    return false;
  }
}
