// What a load costs, where there is more to say than the library knows by itself. Loaded where a lens has such a model.
//
// Of a pack at an address, name and size are asked for when the reader comes near. Of a model on a hub nothing is asked before the
// reader presses the button: it says the cost of a model that the library knows; of another one, the first press looks the size up,
// and the second one runs it.

import type { LitElement } from 'lit';
import type { Engine, ErrorInfo, Estimate } from '../../../runtime/index.js';
import { HubPrice, type LoadPrice, nameOnHub } from '../../shared/hub-price.js';
import { megabytes } from '../../shared/megabytes.js';
import { isOnHub } from '../../shared/on-hub.js';
import { words as lensWords } from '../attn-lens.terms.js';
import type { CostPart, LiveController } from '../live/live.controller.js';
import { decimal } from '../terms/number.terms.js';
import { words } from './cost.terms.js';

/** A double click that looks the size up does not also start the load. */
const DOUBLE_CLICK_MS = 500;

export class CostController implements CostPart {
  readonly #host: LitElement;
  readonly #live: LiveController;
  readonly #hub: HubPrice;
  #looked: { readonly engine: Engine; readonly estimate?: Estimate } | undefined;
  /** The engine whose cost the button says. */
  #said: Engine | undefined;
  /** When a press of it has looked that up. */
  #lookedUpAt = Number.NEGATIVE_INFINITY;
  /** The engine that the reader has asked to look up, until it is. */
  #asked: Engine | undefined;

  constructor(host: LitElement, live: LiveController) {
    this.#host = host;
    this.#live = live;
    this.#hub = new HubPrice(host);
  }

  get #estimate(): Estimate | null {
    const looked = this.#looked;
    return (looked?.engine === this.#live.engine && looked?.estimate) || null;
  }

  get name(): string | undefined {
    const { engine } = this.#live;
    const isUnknown = engine && !engine.known && isOnHub(engine.manifestUrl);
    return this.#estimate?.model.name ?? (isUnknown ? nameOnHub(engine) : undefined);
  }

  #hubPrice(engine: Engine): LoadPrice | null {
    return isOnHub(engine.manifestUrl) ? this.#hub.describe(engine, this.#estimate) : null;
  }

  renderLabel(): string | null {
    const { engine } = this.#live;
    if (!engine) return null;
    const estimate = this.#estimate;
    const price = this.#hubPrice(engine);
    if (!price && !estimate) {
      const isUnknown = isOnHub(engine.manifestUrl) && !engine.known && !this.#hub.isAwaited;
      return isUnknown ? words.lookUp : null;
    }
    this.#said = engine;
    if (price) return lensWords.runLive(`${price.model}, ${price.price}`, null);
    // A pack, also one in a repository on a hub.
    return estimate && lensWords.runLive(estimate.model.name, modelSize(estimate));
  }

  renderNote(): string | null {
    const { engine } = this.#live;
    if (!engine) return null;
    if (this.#asked === engine) return words.lookingUp;
    const estimate = this.#estimate;
    const price = this.#hubPrice(engine);
    if (price?.kept) return '';
    if (estimate) {
      const also = lensWords.alsoLoads(decimal(megabytes(estimate.parts.ort)));
      if (!isOnHub(engine.manifestUrl)) return also;
      // For the ear: the button has another name now, which nobody is told of.
      return `${words.lookedUp(price?.price ?? `${modelSize(estimate)}\u00a0MB`)} ${also}`;
    }
    return isOnHub(engine.manifestUrl) && !engine.known ? words.onHub(nameOnHub(engine)) : null;
  }

  /** Its failure is not told: the load says the same when the reader asks for it. */
  async approach(): Promise<void> {
    const { engine } = this.#live;
    if (engine && !isOnHub(engine.manifestUrl)) await this.#lookUp(engine).catch(() => {});
  }

  /** Runs `text` if what that costs has been said, or need not be; else looks it up. */
  async press(text: string): Promise<void> {
    const live = this.#live;
    const engine = live.engine ?? (await live.fetchEngine());
    if (!engine) {
      // There is no such model, as a run says. What has failed to load of the library itself is being tried again.
      if (live.status.state === 'failed') await live.run(text);
      return;
    }
    // The size of a model that the library knows is on the button before anything else is.
    const isSaid = engine.known || engine === this.#said || !isOnHub(engine.manifestUrl);
    if (isSaid || live.status.state !== 'idle') {
      if (performance.now() - this.#lookedUpAt > DOUBLE_CLICK_MS) await live.run(text);
      return;
    }
    if (engine === this.#asked) return;
    this.#asked = engine;
    live.error = null;
    this.#host.requestUpdate();
    try {
      await this.#lookUp(engine);
      this.#lookedUpAt = performance.now();
    } catch (error) {
      // If the page has another model by now, this failure does not matter.
      if (engine === live.engine) live.fail(error as ErrorInfo & Error);
    }
    if (engine === this.#asked) this.#asked = undefined;
    this.#host.requestUpdate();
  }

  /** Asks the network for the name and size of a model that the library does not know, once. */
  async #lookUp(engine: Engine): Promise<void> {
    if (engine.known || engine === this.#looked?.engine) return;
    this.#looked = { engine };
    try {
      const estimate = await engine.estimate();
      this.#looked = { engine, estimate };
      this.#host.requestUpdate();
    } catch (error) {
      this.#looked = undefined;
      throw error;
    }
  }
}

const modelSize = ({ parts }: Estimate) => decimal(megabytes(parts.model));
