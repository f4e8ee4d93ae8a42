// What the reader does with the probe: runs it, looks at it in the lens, or puts a text with repeats there instead.

import type { LitElement, TemplateResult } from 'lit';
import type { Finder, ProbeResult } from '../../runtime/heads/index.js';
import { type Engine, getRuntime } from '../../runtime/index.js';
import type { Trace } from '../../runtime/trace/index.js';
import { EngineController } from '../shared/engine-context.js';
import { missingWords } from '../shared/finder-words.js';
import type { HubPrice } from '../shared/hub-price.js';
import { LazyPart } from '../shared/lazy-part.js';
import type { ControllableLens } from '../shared/linked-lens.js';
import { listsName } from '../shared/listed.js';
import { megabytes } from '../shared/megabytes.js';
import { isOnHub } from '../shared/on-hub.js';
import type { FinderStore } from './finder.store.js';
import type { Evidence } from './findings.js';
import { words } from './head-finder.terms.js';
import { probePanel } from './probe.view.js';
import { ProbeRun } from './probe-run.js';

export class ProbeController {
  readonly #host: LitElement;
  readonly #store: FinderStore;
  readonly #lens: () => ControllableLens | null;
  readonly #engine: EngineController;
  readonly #run: ProbeRun;
  readonly #hubPrice: LazyPart<HubPrice>;

  /** @param lens that can show the probe. */
  constructor(host: LitElement, store: FinderStore, lens: () => ControllableLens | null) {
    this.#host = host;
    this.#store = store;
    this.#lens = lens;
    this.#engine = new EngineController(host, { runtime: getRuntime });
    this.#run = new ProbeRun(host);
    this.#hubPrice = new LazyPart(host, async () => {
      const { HubPrice } = await import('../shared/hub-price.js');
      return new HubPrice(host);
    });
  }

  /** What was measured on the model of this trace. */
  result(trace: Trace): ProbeResult | null {
    return this.#run.result(trace);
  }

  /** Ends what a lens shows of the probe: nobody else has the button that leads back. */
  leave(lens: ControllableLens): void {
    if (this.#isShownIn(lens)) lens.requests.showTemporarily(null);
  }

  #isShownIn({ temporaryTrace }: ControllableLens): boolean {
    return temporaryTrace != null && temporaryTrace === this.#store.evidence?.probe?.trace;
  }

  /** What the probe runs on: the engine of the lens, and without one that of the <attn-model> around or of the page. */
  #engineHere(): Engine | undefined {
    const lens = this.#lens();
    return lens ? lens.engine : this.#engine.engine;
  }

  readonly #handleRun = async (): Promise<void> => {
    const [engine, { evidence }] = [this.#engineHere(), this.#store];
    if (!engine || !evidence) return;
    const button = this.#host.shadowRoot?.activeElement;
    if (!(await this.#run.run(engine, evidence.trace))) return;
    this.#store.setBasis('probe');
    await this.#host.updateComplete;
    // If the update has taken the button away, the focus goes to what came in its place.
    if (!button || button.isConnected) return;
    this.#host.renderRoot.querySelector<HTMLElement>('[data-look], [data-basis=probe]')?.focus();
  };

  readonly #handleLook = (): void => {
    const [lens, probe] = [this.#lens(), this.#store.evidence?.probe];
    if (lens && probe) lens.requests.showTemporarily(this.#isShownIn(lens) ? null : probe.trace);
  };

  readonly #handleTryText = (): void => {
    const lens = this.#lens();
    if (!lens) return;
    lens.requests.setText(words.repeating);
    this.#host.requestUpdate();
  };

  /** What the button says; `null` while that is not known, of a model on a hub. */
  #labelFor(engine: Engine, trace: Trace): string | null {
    const bytes = this.#run.bytesToLoad(engine);
    if (bytes === null) return words.runProbe;
    if (!isOnHub(engine.manifestUrl)) {
      return words.loadAndProbe(trace.model.name, megabytes(bytes));
    }
    const price = this.#hubPrice.request()?.describe(engine, null);
    return price ? words.loadFromHub(price.model, price.price) : null;
  }

  render(finder: Finder, { trace, probe, ignoreFirst }: Evidence): TemplateResult {
    const [lens, engine, { bases }] = [this.#lens(), this.#engineHere(), this.#store];
    const able = engine && this.#run.canRun(engine, trace) ? engine : null;
    const noRepeat = finder.needsRepeats && !bases.includes('text');
    const takesText =
      lens && !listsName(lens.hide, 'live') && !listsName(lens.lock, 'text') ? lens : null;
    return probePanel(
      {
        run: this.#run,
        canRun: able !== null,
        label: able && this.#labelFor(able, trace),
        ran: probe !== null,
        looked: lens && this.#isShownIn(lens),
        others: bases.length > 0,
        missing: noRepeat ? missingWords(finder, trace, ignoreFirst) : null,
        taken: takesText && takesText.text === words.repeating,
      },
      { onRun: this.#handleRun, onLook: this.#handleLook, onTryText: this.#handleTryText },
    );
  }
}
