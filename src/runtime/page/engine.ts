// One model of the page at work: who has a claim on it, whose run is next, and how long it stays when nobody has. Loaded
// when something is first asked of the model: see `lazy-engine.ts`.

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
import { LatestTask } from '../latest-task.js';
import type { PackAddress } from '../packs/pack-address.js';
import {
  fromErrorInfo,
  RuntimeError,
  releasedError,
  throwIfAborted,
  toRuntimeError,
} from '../runtime-error.js';
import type { RunCall, RunReply } from '../wire/protocol.js';
import { isKept } from './kept-model.js';
import { RunningTrace } from './live-trace.js';
import { estimateOf, tokenizerRequest } from './load-plan.js';
import {
  disposedError,
  type EngineDependencies,
  type Loaded,
  ModelLoader,
} from './model-loader.js';
import { isBreakdown } from './recovery.js';
import { requireText, runCall, tokenLimit } from './run-call.js';
import { RunQueue, supersededError } from './run-queue.js';
import { type Interest, RunTimeout } from './run-timeout.js';
import { StatusStore } from './status-store.js';
import { TraceCache } from './trace-cache.js';

/** How long the worker outlives its last lease, so that moving an element is not a new load. */
const LINGER_MS = 30_000;
const BUSY: ReadonlySet<EngineStatus['state']> = new Set([
  'probing',
  'downloading',
  'compiling',
  'lost',
]);

/** One who has a claim on the engine. */
interface Owner {
  readonly id: number;
}

export class PageEngine implements Engine {
  readonly manifestUrl: string;
  readonly known: KnownModel | undefined;

  readonly #store: StatusStore;
  readonly #loader: ModelLoader;
  readonly #leases = new Set<Owner>();
  #lastOwner = 0;
  readonly #queue = new RunQueue();
  readonly #traces = new TraceCache();
  readonly #watch = new RunTimeout();
  #linger: ReturnType<typeof setTimeout> | undefined;
  /** Waits for a load in the place of the leases that did, until the worker ends. */
  readonly #grace = new LatestTask();
  #disposed = false;

  constructor(address: PackAddress, dependencies: EngineDependencies) {
    this.manifestUrl = address.manifestUrl;
    this.known = address.known;
    this.#store = dependencies.store ?? new StatusStore();
    this.#loader = new ModelLoader(address, dependencies, this.#store, () => {
      this.#traces.clear();
      this.#watch.reset();
    });
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

  async estimate({ signal }: Abortable = {}): Promise<Estimate> {
    throwIfAborted(signal);
    const estimate = await estimateOf(await this.#loader.plan(signal));
    throwIfAborted(signal);
    return estimate;
  }

  isKept(): Promise<boolean> {
    return isKept(this.manifestUrl);
  }

  async load({ signal }: Abortable = {}): Promise<void> {
    throwIfAborted(signal);
    await this.#loader.load().join(signal);
  }

  retry(options?: Abortable): Promise<void> {
    return this.load(options);
  }

  acquire(): Lease {
    const owner = { id: ++this.#lastOwner };
    this.#leases.add(owner);
    return {
      run: (request, options) => this.#run(owner, request, options),
      tokenize: (text, options) => this.#tokenize(owner, text, options),
      release: () => this.#release(owner),
    };
  }

  /** Ends the worker for good. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    clearTimeout(this.#linger);
    for (const owner of this.#leases) this.#queue.cancel(owner, disposedError());
    this.#leases.clear();
    this.#loader.dispose();
    this.#store.set({ state: 'idle' });
  }

  // Not async: the waiter has to join the load in the caller's own turn, before an abort of the run before it can end it.
  #run(owner: Owner, request: RunRequest, options: RunOptions = {}): Promise<LiveTrace> {
    const { signal } = options;
    const { status } = this;
    if (!this.#leases.has(owner)) return Promise.reject(releasedError());
    if (status.state === 'failed') return Promise.reject(fromErrorInfo(status.error));
    return (
      this.#runBefore(owner, request, signal) ??
      this.#queue.push(
        owner,
        {
          gate: (signal) => this.#model(signal),
          work: async ({ model }, signal) => {
            const call = runCall(request, model);
            const { trace, bytes } = await this.#callRun(
              { ...call, owner: owner.id },
              options,
              signal,
            );
            this.#traces.set(call, trace, bytes);
            return trace;
          },
        },
        signal,
      )
    );
  }

  /** The model, as soon as a worker takes runs of it. Its load continues until `signal` fires. */
  #model(signal: AbortSignal): Promise<Loaded> {
    const loaded = this.#loader.load().join(signal);
    return Promise.race([loaded, this.#loader.asked]);
  }

  /** What the same request gave before; at once, and in the place of whatever the lease still waits for. */
  #runBefore(
    owner: Owner,
    request: RunRequest,
    signal: AbortSignal | undefined,
  ): Promise<LiveTrace> | undefined {
    const { loaded } = this.#loader;
    if (!loaded || signal?.aborted) return undefined;
    let trace: LiveTrace | undefined;
    try {
      trace = this.#traces.get(runCall(request, loaded.model));
    } catch {
      // A request that does not fit the model is told so in its turn.
    }
    if (!trace) return undefined;
    this.#queue.cancel(owner, supersededError());
    return Promise.resolve(trace);
  }

  /** A run by the worker there is; when that breaks down, by the next one. */
  async #callRun(
    call: RunCall,
    options: RunOptions,
    signal: AbortSignal,
  ): Promise<{ readonly trace: LiveTrace; readonly bytes: number }> {
    for (;;) {
      const { status } = this;
      if (status.state === 'failed') throw fromErrorInfo(status.error);
      const model = await this.#model(signal);
      const running = new RunningTrace(model.about, call.qkvLayers);
      try {
        const reply = await this.#runOnce(model, call, running, options, signal);
        this.#loader.confirm();
        return { trace: running.finish(reply), bytes: running.bytes };
      } catch (reason) {
        const error = toRuntimeError(reason);
        const { plan } = this.#loader.loaded ?? model;
        if (!isBreakdown(error, plan)) throw error;
        this.#loader.breakDown(model.client, error);
        if (signal.aborted) throw error;
      }
    }
  }

  /** One run by one worker, which is not waited for without end. It is over once the whole model is there too. */
  async #runOnce(
    { client, about }: Loaded,
    call: RunCall,
    running: RunningTrace,
    { onLayer }: RunOptions,
    signal: AbortSignal,
  ): Promise<RunReply> {
    const loaded = this.#loader.load().result;
    const watched = this.#watch.begin(call, about.architecture, (ms) =>
      this.#endRun(client, timeoutError(ms), signal),
    );
    let isOver = false;
    const say = (state: 'running' | 'ready') => {
      const { loaded } = this.#loader;
      if (loaded?.client !== client) return;
      this.#store.set({ state, plan: loaded.plan, model: loaded.model });
    };
    // Until the whole model is there, its load is what is to be told of.
    if (this.#loader.loaded) say('running');
    else {
      watched.wait(true);
      loaded.then(() => isOver || say('running')).catch(() => {});
    }
    // While the model loads the worker is not this run's alone: others may wait for the same load.
    const hurry = () => this.#loader.loaded && watched.hurry(interestIn(signal.reason));
    if (signal.aborted) hurry();
    signal.addEventListener('abort', hurry, { once: true });
    let ran: RunningTrace | undefined;
    try {
      const reply = client.call('run', call, {
        signal,
        onProgress: (progress) => {
          watched.wait(progress.kind === 'waiting');
          const trace = running.take(progress);
          if (trace && !signal.aborted) onLayer?.(trace);
        },
      });
      await Promise.all([reply, loaded]);
      ran = running;
      return await reply;
    } finally {
      signal.removeEventListener('abort', hurry);
      watched.end(ran);
      isOver = true;
      if (this.status.state === 'running') say('ready');
    }
  }

  /** The unit of recovery is the worker: it is ended, and whatever is asked next begins another. */
  #endRun(client: Loaded['client'], error: RuntimeError, { aborted, reason }: AbortSignal): void {
    const { loaded } = this.#loader;
    if (!loaded) {
      // A load under way has failed with it.
      this.#loader.breakDown(client, error);
      return;
    }
    if (loaded.client !== client) return;
    this.#loader.end(aborted ? reason : error);
    this.#store.set({ state: 'idle' });
  }

  async #tokenize(
    owner: Owner,
    text: string,
    { signal, maxTokens }: Abortable & { readonly maxTokens?: number } = {},
  ): Promise<TokenizedText> {
    throwIfAborted(signal);
    if (!this.#leases.has(owner)) throw releasedError();
    const loadPlan = await this.#loader.plan(signal);
    const { model } = loadPlan;
    requireText(model);
    const client = await this.#loader.worker();
    const reply = await client.call('tokenize', {
      ...tokenizerRequest(loadPlan),
      text: String(text),
      maxTokens: tokenLimit(maxTokens, model),
    });
    throwIfAborted(signal);
    return reply;
  }

  #release(owner: Owner): void {
    if (!this.#leases.delete(owner)) return;
    if (this.#leases.size === 0) this.#endLater();
    this.#queue.cancel(owner, releasedError());
    this.#loader.forget(owner.id);
  }

  /** What was loaded stays for a while, and what loads goes on: the lease may be taken up elsewhere on the page. */
  #endLater(): void {
    void this.#grace.run((signal) => this.#loader.underWay?.join(signal));
    this.#waitToEnd();
  }

  #waitToEnd(): void {
    clearTimeout(this.#linger);
    this.#linger = setTimeout(() => {
      this.#grace.cancel();
      if (this.#leases.size > 0) return;
      const { state } = this.status;
      if (BUSY.has(state)) {
        // A load that somebody else waits for, or one that is given up just now.
        this.#waitToEnd();
        return;
      }
      // A run that is still going is nobody's any more.
      this.#loader.end(releasedError());
      if (state === 'ready' || state === 'running') this.#store.set({ state: 'idle' });
    }, LINGER_MS);
  }
}

/** A newer run waits for this one's end, and an element that only moves asks for the same again. */
function interestIn({ code }: RuntimeError): Interest {
  return code === 'aborted' ? 'cancelled' : 'overtaken';
}

function timeoutError(ms: number): RuntimeError {
  return new RuntimeError(
    'run-timeout',
    `The model had no answer after ${Math.round(ms / 1000)} seconds, so the run was ended.`,
    'Try a shorter text. If that does not end either, take another model.',
  );
}
