// What comes of a run: how far the load is, the layers so far if it takes long, and in the end the most likely next tokens. Decides
// when layers are shown, and returns to what was shown before if the run ends without a result. Loaded when the first run begins.

import type { LitElement, TemplateResult } from 'lit';
import type { LiveTrace, Truncation } from '../../../runtime/index.js';
import type { Trace } from '../../../runtime/trace/index.js';
import { adoptLate } from '../../shared/adopt-styles.js';
import { awaitedLayers } from '../../shared/awaited-layers.js';
import type { LensStore, ShownTrace } from '../lens.store.js';
import type { LiveController, RunOutcome } from '../live/live.controller.js';
import { deviceName, modelName } from '../live/live.view.js';
import { outcome } from './outcome.styles.js';
import { words } from './outcome.terms.js';
import {
  cutNote,
  layersThere,
  loadProgress,
  nextAwaited,
  nextTokens,
  viewSwitch,
} from './outcome.view.js';

/** A run that takes less is shown when it is over: what follows the typing must not flicker. */
const SLOW_MS = 400;
/** Layers that come faster are shown together. */
const PAUSE_MS = 100;
/** How often the number of layers is spoken. */
const SPEECH_PAUSE_MS = 5000;

export interface OutcomeHost extends LitElement {
  /** Whether the reader guesses first: layers so far would tell. */
  readonly predict: boolean;
}

export interface OutcomeOptions {
  readonly store: LensStore;
  readonly live: LiveController;
  /** The first layers of a run are about to be shown. */
  readonly onShow: () => void;
}

export class OutcomeController implements RunOutcome {
  readonly #host: OutcomeHost;
  readonly #options: OutcomeOptions;
  #begun = performance.now();
  /** What was told last of the run under way. */
  #told: LiveTrace | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #shownAt = 0;
  #spokenAt = 0;
  /** The number of layers that was spoken last; 0 for none. */
  #spoken = 0;
  /** What was shown before the run. */
  #before: ShownTrace = 'recording';

  constructor(host: OutcomeHost, options: OutcomeOptions) {
    this.#host = host;
    this.#options = options;
    adoptLate(host, outcome);
  }

  /** A run begins, in the place of the one that is under way. */
  begin(): void {
    this.#stop();
    this.#begun = performance.now();
  }

  /** Takes the layers of the run under way. @param signal fires when nobody wants them any more. */
  take(trace: LiveTrace, signal: AbortSignal): void {
    const { partial, running } = this.#options.live;
    if (signal.aborted || !running || this.#host.predict) return;
    const before = this.#told ?? partial;
    // A worker that was started again begins with the first layer. What is shown stays until there is more.
    if (before?.text === trace.text && before.model.layers >= trace.model.layers) return;
    this.#told = trace;
    const due = Math.max(this.#begun + SLOW_MS, this.#shownAt + PAUSE_MS);
    this.#timer ??= setTimeout(() => this.#show(), due - performance.now());
  }

  #show(): void {
    this.#timer = undefined;
    const { live, store, onShow } = this.#options;
    const now = performance.now();
    if (!live.partial) {
      this.#before = store.shows;
      this.#spoken = 0;
      this.#spokenAt = now;
      store.showRun();
      onShow();
    }
    live.partial = this.#told;
    this.#shownAt = now;
    if (!awaitedLayers(live.partial)) {
      this.#spoken = 0;
    } else if (now - this.#spokenAt >= SPEECH_PAUSE_MS) {
      this.#spokenAt = now;
      this.#spoken = live.partial?.model.layers ?? 0;
    }
    this.#host.requestUpdate();
  }

  /** No run is under way any more. Layers of one that has no result give way to what was shown before. */
  end(): void {
    this.#stop();
    const { live, store } = this.#options;
    if (!live.partial) return;
    if (this.#before === 'recording' && store.recording) store.switchTo('recording');
    live.partial = null;
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#told = null;
  }

  /** What is said while the model loads, and once it is loaded: what runs where, and what works less well than it might. */
  get note(): string {
    const { live } = this.#options;
    const { status, engine } = live;
    if (status.state === 'ready' || status.state === 'running') {
      const runsOn = words.runsOn(modelName(live), deviceName(status.plan));
      return [runsOn, ...(engine?.notices ?? []).map(({ message }) => message)].join(' ');
    }
    if (status.state === 'lost') return words.startsAgain(modelName(live), status.error.message);
    if (status.state === 'compiling') return words.compiling(modelName(live));
    return live.running && !this.#host.predict ? words.layerByLayer : '';
  }

  renderProgress(onCancel: () => void): TemplateResult {
    return loadProgress(this.#options.live, onCancel);
  }

  /** The choice between the recording and the live run. */
  renderViews(): TemplateResult {
    const { store } = this.#options;
    return viewSwitch(store.shows, (other) => store.show(other));
  }

  renderCut(truncated: Truncation): TemplateResult {
    return cutNote(truncated);
  }

  /** The words over the map; `null` where all layers are there. */
  renderLayers(trace: Trace): TemplateResult | null {
    const awaited = awaitedLayers(trace);
    return awaited > 0 ? layersThere(trace.model, trace.model.layers + awaited) : null;
  }

  renderNext(trace: Trace): TemplateResult {
    if (trace.next) return nextTokens(trace.next);
    const all = trace.model.layers + awaitedLayers(trace);
    return nextAwaited(this.#spoken > 0 ? words.layersThere(this.#spoken, all) : '');
  }

  /** Said in the place of what a finder found; `null` where all layers are there. */
  findAwaited(trace: Trace): string | null {
    return awaitedLayers(trace) > 0 ? words.findAwaited : null;
  }
}
