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
  ModelInfo,
  Notice,
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
import { liveTrace } from './live-trace.js';
import { estimateOf } from './load-plan.js';
import {
  disposedError,
  type EngineDependencies,
  type Loaded,
  ModelLoader,
} from './model-loader.js';
import { isBreakdown } from './recovery.js';
import { runCall, tokenLimit } from './run-call.js';
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

export class PageEngine implements Engine {
  readonly manifestUrl: string;
  readonly known: KnownModel | undefined;

  readonly #store: StatusStore;
  readonly #loader: ModelLoader;
  readonly #leases = new Set<object>();
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

  async load({ signal }: Abortable = {}): Promise<void> {
    throwIfAborted(signal);
    await this.#loader.load().join(signal);
  }

  retry(options?: Abortable): Promise<void> {
    return this.load(options);
  }

  acquire(): Lease {
    const owner = {};
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
  #run(owner: object, request: RunRequest, { signal }: Abortable = {}): Promise<LiveTrace> {
    const { status } = this;
    if (!this.#leases.has(owner)) return Promise.reject(releasedError());
    if (status.state === 'failed') return Promise.reject(fromErrorInfo(status.error));
    return (
      this.#runBefore(owner, request, signal) ??
      this.#queue.push(
        owner,
        {
          gate: (signal) => this.#loader.load().join(signal),
          work: async ({ model }, signal) => {
            const call = runCall(request, model);
            const { manifest, plan, reply } = await this.#callRun(call, signal);
            const trace = liveTrace(manifest, plan, reply);
            this.#traces.set(call, trace, sizeOf(reply));
            return trace;
          },
        },
        signal,
      )
    );
  }

  /** What the same request gave before; at once, and in the place of whatever the lease still waits for. */
  #runBefore(
    owner: object,
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
    signal: AbortSignal,
  ): Promise<Loaded & { readonly reply: RunReply }> {
    for (;;) {
      const { status } = this;
      if (status.state === 'failed') throw fromErrorInfo(status.error);
      const loaded = await this.#loader.load().join(signal);
      const { plan, model, client, manifest } = loaded;
      this.#store.set({ state: 'running', plan, model });
      const watched = this.#watch.begin(call, manifest.architecture, (ms) =>
        this.#endRun(client, signal.aborted ? signal.reason : timeoutError(ms)),
      );
      const hurry = () => watched.hurry(interestIn(signal.reason));
      if (signal.aborted) hurry();
      signal.addEventListener('abort', hurry, { once: true });
      let ran: { readonly tokens: number } | undefined;
      try {
        const reply = await client.call('run', call);
        ran = { tokens: reply.tokens.length };
        this.#loader.confirm();
        return { ...loaded, reply };
      } catch (reason) {
        const error = toRuntimeError(reason);
        if (!isBreakdown(error, plan)) throw error;
        this.#loader.breakDown(client, error);
        if (signal.aborted) throw error;
      } finally {
        signal.removeEventListener('abort', hurry);
        watched.end(ran);
        if (this.#loader.loaded?.client === client && this.status.state === 'running') {
          this.#store.set({ state: 'ready', plan, model });
        }
      }
    }
  }

  /** The unit of recovery is the worker: it is ended, and whatever is asked next begins another. */
  #endRun(client: Loaded['client'], error: RuntimeError): void {
    if (this.#loader.loaded?.client !== client) return;
    this.#loader.end(error);
    this.#store.set({ state: 'idle' });
  }

  async #tokenize(
    owner: object,
    text: string,
    { signal, maxTokens }: Abortable & { readonly maxTokens?: number } = {},
  ): Promise<TokenizedText> {
    throwIfAborted(signal);
    if (!this.#leases.has(owner)) throw releasedError();
    const { model } = await this.#loader.plan(signal);
    if (!model.takesText) throw noTokenizerError(model);
    const client = await this.#loader.worker();
    const limit = tokenLimit(maxTokens, model);
    const reply = await client.call('tokenize', { text: String(text), maxTokens: limit });
    throwIfAborted(signal);
    return reply;
  }

  #release(owner: object): void {
    if (!this.#leases.delete(owner)) return;
    if (this.#leases.size === 0) this.#endLater();
    this.#queue.cancel(owner, releasedError());
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

function sizeOf({ attention, qkv }: RunReply): number {
  return [...attention, ...qkv.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

function noTokenizerError({ name }: ModelInfo): RuntimeError {
  return new RuntimeError(
    'no-tokenizer',
    `${name} has no tokenizer, so it cannot read text.`,
    'Give it token ids, or use a model pack with a tokenizer.',
  );
}
