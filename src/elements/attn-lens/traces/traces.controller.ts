// The traces of a lens: the recording that the page gives, and the runs of the reader's own text. Tells the store when another one
// is to be shown. Knows nothing of how they look.

import type { PropertyValues } from 'lit';
import type { LiveTrace } from '../../../runtime/index.js';
import { type Trace, TraceError, type TraceFile } from '../../../runtime/trace/index.js';
import { LazyPart } from '../../shared/lazy-part.js';
import { TraceSource } from '../../shared/trace-source.js';
import type { LensStore } from '../lens.store.js';
import { LiveController } from '../live/live.controller.js';
import { TextBox } from '../live/text-box.js';
import type { VisibilityTrigger } from '../live/visibility-trigger.js';
import type { OutcomeHost } from '../outcome/outcome.controller.js';
import { OutcomeLoader } from '../outcome/outcome.loader.js';
import type { HeadVectors, VectorsOfHead } from './head-vectors.js';

/** The element: what it says of its traces. */
export interface TracesHost extends OutcomeHost {
  readonly src: string | null;
  readonly trace: Trace | TraceFile | null;
  readonly layer: number;
  readonly head: number;
  readonly token: number | null;
  readonly text: string | null;
  readonly model: string | null;
  readonly maxTokens: number | null;
  readonly run: string | null;
  readonly shown: Trace | null;
  runLive(): Promise<void>;
}

export interface TracesOptions {
  /** The first layers of a run are about to be shown. */
  readonly onLayers: () => void;
  /** The model has run on the reader's text, which is shown from now on. */
  readonly onRun: (trace: LiveTrace) => void;
  readonly onError: (error: Error) => void;
}

export class TracesController {
  readonly source: TraceSource;
  readonly live: LiveController;
  readonly outcome: OutcomeLoader;
  readonly textBox: TextBox;
  readonly #host: TracesHost;
  readonly #store: LensStore;
  readonly #visibility: LazyPart<VisibilityTrigger>;
  #vectors: HeadVectors | null = null;
  /** The text of a script child. */
  #inline: string | null = null;

  constructor(host: TracesHost, store: LensStore, { onLayers, onRun, onError }: TracesOptions) {
    this.#host = host;
    this.#store = store;
    this.source = new TraceSource(host);
    this.live = new LiveController(host, {
      model: () => host.model || undefined,
      maxTokens: () => (host.maxTokens && host.maxTokens >= 1 ? host.maxTokens : undefined),
      outcome: () => this.outcome,
      cost: new LazyPart(host, async () => {
        const { CostController } = await import('../cost/cost.controller.js');
        return new CostController(host, this.live);
      }),
      onTrace: (trace) => {
        store.showRun();
        onRun(trace);
      },
      onError,
    });
    this.outcome = new OutcomeLoader(host, { store, live: this.live, onShow: onLayers });
    this.textBox = new TextBox(host, this.live, {
      given: () => host.text ?? this.source.trace?.text ?? '',
    });
    this.#visibility = new LazyPart(host, async () => {
      const { VisibilityTrigger } = await import('../live/visibility-trigger.js');
      return new VisibilityTrigger(host, () => this.live.fetchEngine());
    });
  }

  /** Takes what the page offers now. @param changed the properties that it has set since. */
  update(changed: PropertyValues<TracesHost>): void {
    if (this.#host.run === 'visible') this.#visibility.request();
    if (changed.has('text')) this.textBox.forget();
    const { trace, src, layer, head, token } = this.#host;
    const before = this.source.trace;
    this.source.read({ trace, src: src || null, inline: this.#inline });
    if (this.source.trace === before) return;
    this.#store.showRecording({
      ...(changed.has('layer') && { layer }),
      ...(changed.has('head') && { head }),
      ...(changed.has('token') && { token }),
    });
  }

  readonly readInline = (): void => {
    if (document.readyState === 'loading') {
      // Of a page that still arrives, half a script may be there.
      document.addEventListener('DOMContentLoaded', this.readInline, { once: true });
      return;
    }
    const script = this.#host.querySelector(':scope > script[type="application/json"]');
    this.#inline = script?.textContent ?? null;
    this.#host.requestUpdate();
  };

  /** Rejects as the element's method of the same name does. */
  readonly vectors: VectorsOfHead = async (layer, head) => {
    const { trace } = this.#store;
    if (!trace) throw new TraceError('qkv', 'is missing: the lens shows nothing yet.');
    const { HeadVectors } = await import('./head-vectors.js');
    this.#vectors ??= new HeadVectors(this.#host);
    const { base } = this.source;
    return this.#vectors.of(trace, layer, head, { base, engine: this.live.engine });
  };
}
