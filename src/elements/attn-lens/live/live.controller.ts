// The reader's own text through the model: what is typed, when it runs, and what came of it. Knows nothing of how it is
// shown.

import type { LitElement, ReactiveController, TemplateResult } from 'lit';
import type {
  Engine,
  EngineStatus,
  ErrorInfo,
  KnownModel,
  LiveTrace,
} from '../../../runtime/index.js';
import {
  currentRuntime,
  importRuntime,
  isOvertaken,
  KNOWN_PACKS,
  LatestTask,
} from '../../../runtime/index.js';
import { EngineController } from '../../shared/engine-context.js';
import { LazyPart } from '../../shared/lazy-part.js';

/** How long typing must pause before the text runs. */
const PAUSE_MS = 250;

/** What tells the reader of the run under way. */
export interface RunOutcome {
  /** Said while the model loads, and once it is loaded. */
  readonly note: string;
  /** No run is under way any more. */
  end(): void;
  renderProgress(onCancel: () => void): TemplateResult;
}

/** The same, loaded when it is first needed. */
export interface LazyRunOutcome extends Pick<LazyPart<RunOutcome>, 'loaded' | 'request'> {
  begin(): void;
  /** Layers of the run are there. @param signal fires when nobody wants them any more. */
  take(trace: LiveTrace, signal: AbortSignal): void;
}

/** What a load costs, of a model of which more is to be said than its name and size; loaded where there is one. */
export interface CostPart {
  /** Of a model that has been looked up; of another one on a hub, the name that it has there. */
  readonly name: string | undefined;
  /** What the button says; `null` where it is what the library says by itself. */
  renderLabel(): string | null;
  /** What is said beside it; `null` likewise. */
  renderNote(): string | null;
  /** The reader has come near: with the pointer or the focus. */
  approach(): Promise<void>;
  /** The reader asks for a run. */
  press(text: string): Promise<void>;
}

export interface LiveOptions {
  /** The host's own choice of a model. */
  readonly model: () => string | undefined;
  readonly maxTokens: () => number | undefined;
  readonly outcome: () => LazyRunOutcome;
  readonly cost: LazyPart<CostPart>;
  readonly onTrace: (trace: LiveTrace) => void;
  readonly onError: (error: Error) => void;
}

export class LiveController implements ReactiveController {
  /** The latest run. Stays while a newer one is under way or fails. */
  trace: LiveTrace | null = null;
  /** Of a run under way that takes long, its layers so far. */
  partial: LiveTrace | null = null;
  /** Why the latest text did not run. */
  error: ErrorInfo | null = null;
  /** Under way. */
  running = false;

  readonly #host: LitElement;
  readonly #options: LiveOptions;
  readonly #engines: EngineController;
  /** What makes a runtime where the page has none yet. */
  readonly #runtimePart: LazyPart<Pick<typeof import('../../../runtime/index.js'), 'getRuntime'>>;
  #fetching = false;
  readonly #task = new LatestTask();
  #pause: ReturnType<typeof setTimeout> | undefined;
  /** The text that is under way or about to be. */
  #pending: string | undefined;

  constructor(host: LitElement, options: LiveOptions) {
    this.#host = host;
    this.#options = options;
    this.#runtimePart = new LazyPart(host, importRuntime);
    this.#engines = new EngineController(host, {
      runtime: () => currentRuntime() ?? this.#runtimePart.loaded?.getRuntime(),
      model: options.model,
    });
    host.addController(this);
  }

  /** What a move within the page cut short starts again. */
  hostConnected(): void {
    if (this.#pending !== undefined) void this.run(this.#pending);
  }

  hostDisconnected(): void {
    const pending = this.#pending;
    // The lease has been given back by now, which leaves a load some time, for the element may only move.
    this.cancel();
    this.#pending = pending;
  }

  get engine(): Engine | undefined {
    return this.#engines.engine;
  }

  /** A model that the library does not know may be misspelt or not there yet, which is said at once. */
  hostUpdate(): void {
    if (this.#missing && !this.known) this.#runtimePart.request();
  }

  get #missing(): boolean {
    const { engine, error } = this.#engines;
    return !engine && !error && this.#host.isConnected;
  }

  /** What the library knows of the model before it asks the network for anything. */
  get known(): KnownModel | undefined {
    if (!this.#missing) return this.engine?.known;
    const model = this.#options.model() ?? 'tiny';
    return (model === 'tiny' || model === 'gpt2' ? KNOWN_PACKS[model] : null) ?? undefined;
  }

  get status(): EngineStatus {
    const { engine, error } = this.#engines;
    if (error) return { state: 'failed', error };
    if (!engine && this.#runtimePart.error) {
      return { state: 'failed', error: importFailure(this.#runtimePart.error) };
    }
    return engine?.status ?? { state: 'idle' };
  }

  get outcome(): LazyRunOutcome {
    return this.#options.outcome();
  }

  get loaded(): boolean {
    const { state } = this.status;
    return state === 'ready' || state === 'running';
  }

  /** None of a pack that the library knows, of which it can say all. */
  get #cost(): LazyPart<CostPart> | null {
    return this.known && !this.known.hub ? null : this.#options.cost;
  }

  /** What a load costs, once that is there; `null` where name and size are all. */
  requestCost(): CostPart | null {
    return this.#cost?.request() ?? null;
  }

  /** The reader has come near: a press finds what it needs of the library here already. */
  async approach(): Promise<void> {
    await this.fetchEngine();
    await (await this.#cost?.load())?.approach();
  }

  /** The reader asks for a run. Where the cost is to be said first, that comes first. */
  async press(text: string): Promise<void> {
    const cost = this.#cost;
    if (this.loaded || !cost) return this.run(text);
    cost.retry();
    await cost.load();
    if (cost.error) this.fail(importFailure(cost.error));
    await cost.loaded?.press(text);
  }

  /** The engine, for which a runtime may have to be fetched; says nothing where that fails. */
  async fetchEngine(): Promise<Engine | undefined> {
    if (this.#missing) {
      await this.#runtimePart.load();
      this.#runtimePart.retry();
    }
    return this.engine;
  }

  /** Runs `text` after a pause in typing, once the model is loaded; while it loads, as soon as it is. */
  type(text: string): void {
    clearTimeout(this.#pause);
    if (!this.loaded && !this.running) return;
    this.#pending = text;
    if (!this.loaded) return;
    this.#pause = setTimeout(() => this.run(text), PAUSE_MS);
  }

  /** Runs `text`, loading the model first; after a failure it tries again. */
  async run(text: string): Promise<void> {
    clearTimeout(this.#pause);
    if (text === '' && !this.#engines.error) {
      // Known before anything is loaded for it.
      this.cancel();
      this.fail(
        failure('empty-text', 'There is no text to run.', 'Type something: one word is enough.'),
      );
      return;
    }
    if (this.#missing) {
      await this.#fetchRuntime(text);
      return;
    }
    const { engine, lease, error } = this.#engines;
    if (!engine || !lease) {
      if (error) this.fail(error);
      return;
    }
    this.#begin(text);
    // The run before is cancelled once this one has begun: the engine then sees one take the other's place, and its worker need not end.
    const outcome = await this.#task.run(async (signal) => {
      if (engine.status.state === 'failed') await engine.retry({ signal });
      const maxTokens = this.#options.maxTokens();
      const onLayer = (trace: LiveTrace) => this.outcome.take(trace, signal);
      return lease.run({ text, ...(maxTokens && { maxTokens }) }, { signal, onLayer });
    });
    if (!outcome) return;
    if (outcome.status === 'fulfilled') {
      this.partial = null;
      this.trace = outcome.value;
      this.#options.onTrace(this.trace);
    } else if (!isOvertaken(outcome.reason)) {
      this.fail(outcome.reason);
    }
    this.#finish(text);
  }

  /** Fetches what makes a runtime, then runs the latest text that was asked for meanwhile, unless it was given up. */
  async #fetchRuntime(text: string): Promise<void> {
    this.#begin(text);
    if (this.#fetching) return;
    this.#fetching = true;
    this.#runtimePart.retry();
    await this.#runtimePart.load();
    this.#fetching = false;
    if (this.#pending === undefined) return;
    this.running = false;
    const { error } = this.#runtimePart;
    // Another script may have made a runtime meanwhile.
    if (!error || !this.#missing) {
      await this.run(this.#pending);
      return;
    }
    this.#pending = undefined;
    this.fail(importFailure(error));
  }

  #begin(text: string): void {
    this.#pending = text;
    this.error = null;
    this.running = true;
    this.outcome.begin();
    this.#host.requestUpdate();
  }

  #finish(text: string): void {
    const pending = this.#pending;
    this.#end();
    // Typed meanwhile.
    if (pending !== undefined && pending !== text) this.type(pending);
  }

  /** Says why there is no run. */
  fail(error: ErrorInfo & Error): void {
    this.error = error;
    this.#options.onError(error);
    this.#host.requestUpdate();
  }

  /** Gives up what is under way; a load that nobody else waits for ends too. */
  cancel(): void {
    clearTimeout(this.#pause);
    this.#task.cancel();
    this.#end();
  }

  #end(): void {
    this.#pending = undefined;
    this.running = false;
    this.outcome.loaded?.end();
    this.#host.requestUpdate();
  }
}

/** An error like those of the runtime, whose class comes with the runtime. */
function failure(
  code: ErrorInfo['code'],
  message: string,
  advice: string,
  cause?: Error,
): Error & ErrorInfo {
  return Object.assign(new Error(message, { cause }), { code, advice });
}

function importFailure(cause: Error): Error & ErrorInfo {
  return failure(
    'file-unreachable',
    `A part of the library could not be loaded: ${cause.message}.`,
    'Check the connection. Authors: publish all files of the library together.',
    cause,
  );
}
