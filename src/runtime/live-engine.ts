// One model of the page at work: its leases, its worker, and what happens when that breaks down. Knows the protocol, not
// what the worker does. Loaded when something is first asked of the model: see `engine-handle.ts`.

import { openAssetCache } from './assets/asset-cache.js';
import { fetchManifest } from './assets/fetch-manifest.js';
import type { ModelManifest } from './assets/manifest.js';
import type { PackAddress } from './assets/pack-address.js';
import { pause } from './assets/retry.js';
import { defaultOrtBase } from './delivery.js';
import { ORT_FILES } from './device/ort-builds.js';
import { choosePlan, WASM_PLAN } from './device/probe.js';
import { mayStartByItself } from './device/thrift.js';
import type {
  Abortable,
  DevicePreference,
  Engine,
  EngineStatus,
  Estimate,
  KnownModel,
  Lease,
  LiveTrace,
  LoadProgress,
  ModelInfo,
  Notice,
  Plan,
  RunRequest,
  RuntimeOptions,
  TokenizedText,
} from './handle.js';
import { liveTrace } from './live-trace.js';
import { isBreakdown, Recovery } from './recovery.js';
import { runCall, tokenLimit } from './run-call.js';
import { RunQueue, supersededError } from './run-queue.js';
import {
  abortedError,
  errorInfo,
  fromErrorInfo,
  RuntimeError,
  throwIfAborted,
  toRuntimeError,
} from './runtime-error.js';
import { SharedTask } from './shared-task.js';
import { StatusStore } from './status-store.js';
import { TraceCache } from './trace-cache.js';
import { WorkerClient } from './worker/client.js';
import type { WorkerPort } from './worker/port.js';
import type { LoadRequest, RemoteFile, RunCall, RunReply } from './worker/protocol.js';
import { spawn } from './worker/spawn.js';

/** Where texts are cut: above it a matrix is past reading, and a run on one thread past waiting for. */
const MAX_TOKENS = 128;
/** How long the worker outlives its last lease, so that moving an element is not a new load. */
const LINGER_MS = 30_000;
const BUSY: ReadonlySet<EngineStatus['state']> = new Set([
  'probing',
  'downloading',
  'compiling',
  'running',
  'lost',
]);

export type EngineSettings = Pick<RuntimeOptions, 'ortBase' | 'workerUrl' | 'mapUrl'> & {
  readonly device: DevicePreference;
  readonly integrity?: string | undefined;
};

/** What an engine needs from outside; a test gives its own. */
export interface EngineSurroundings {
  /** Read when the engine first fetches something, and never again. */
  settings(): EngineSettings;
  readonly store?: StatusStore;
  readonly spawn?: (workerUrl?: string) => Promise<WorkerPort>;
  readonly choosePlan?: (device: DevicePreference) => Promise<Plan>;
}

/** What is known before anything is downloaded. */
interface Prepared {
  readonly settings: EngineSettings;
  readonly manifest: ModelManifest;
  readonly model: ModelInfo;
  readonly plan: Plan;
}

/** A loaded model and the worker that holds it. */
interface Loaded extends Prepared {
  readonly client: WorkerClient;
}

export class LiveEngine implements Engine {
  readonly manifestUrl: string;
  readonly known: KnownModel | undefined;

  readonly #address: PackAddress;
  readonly #surroundings: EngineSurroundings;
  readonly #store: StatusStore;
  readonly #leases = new Set<object>();
  readonly #queue = new RunQueue();
  readonly #traces = new TraceCache();
  readonly #recovery = new Recovery();
  #settings: EngineSettings | undefined;
  #preparing: SharedTask<Prepared> | undefined;
  #starting: Promise<WorkerClient> | undefined;
  #client: WorkerClient | undefined;
  #loading: SharedTask<Loaded> | undefined;
  /** While a model is loaded. */
  #loaded: Loaded | undefined;
  /** WebGPU has failed, until the reader asks to try again. */
  #steppedDown: Notice | undefined;
  #linger: ReturnType<typeof setTimeout> | undefined;
  #disposed = false;

  constructor(address: PackAddress, surroundings: EngineSurroundings) {
    this.manifestUrl = address.manifestUrl;
    this.known = address.known;
    this.#address = address;
    this.#surroundings = surroundings;
    this.#store = surroundings.store ?? new StatusStore();
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
    const { manifest, model, plan } = await this.#prepare(signal);
    const { graphs, weights } = manifest.layouts[plan.layout];
    const files = [graphs[plan.device], ...weights];
    const ort = ORT_FILES[plan.ortBuild];
    const cached = await areCached([...files, ort]);
    throwIfAborted(signal);
    const modelBytes = sumOfBytes(files);
    return {
      model,
      plan,
      bytes: modelBytes + ort.bytes,
      parts: { model: modelBytes, ort: ort.bytes },
      cached,
      startsByItself: mayStartByItself(modelBytes),
    };
  }

  async load({ signal }: Abortable = {}): Promise<void> {
    await this.#startLoading().join(signal);
  }

  retry(options?: Abortable): Promise<void> {
    return this.load(options);
  }

  acquire(): Lease {
    const owner = {};
    this.#leases.add(owner);
    clearTimeout(this.#linger);
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
    this.#loading?.giveUp();
    this.#end(disposedError());
    this.#store.set({ state: 'idle' });
    this.#store.clear();
  }

  // Not async: the waiter has to join the load in the caller's own turn, before an abort of the run before it can end it.
  #run(owner: object, request: RunRequest, { signal }: Abortable = {}): Promise<LiveTrace> {
    const { status } = this;
    if (!this.#leases.has(owner)) return Promise.reject(releasedError());
    if (status.state === 'failed') return Promise.reject(fromErrorInfo(status.error));
    const known = this.#runBefore(owner, request, signal);
    if (known) return known;
    const loaded = this.#startLoading().join(signal);
    const gate = loaded.then(() => {});
    return this.#queue.push(
      owner,
      gate,
      async (isWanted) => {
        const call = runCall(request, (await loaded).model);
        const { manifest, plan, reply } = await this.#callRun(call, isWanted, signal);
        const trace = liveTrace(manifest, plan, reply);
        this.#traces.set(call, trace, sizeOf(reply));
        return trace;
      },
      signal,
    );
  }

  /** What the same request gave before; at once, and in the place of whatever the lease still waits for. */
  #runBefore(
    owner: object,
    request: RunRequest,
    signal: AbortSignal | undefined,
  ): Promise<LiveTrace> | undefined {
    if (!this.#loaded || signal?.aborted) return undefined;
    let trace: LiveTrace | undefined;
    try {
      trace = this.#traces.get(runCall(request, this.#loaded.model));
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
    isWanted: () => boolean,
    signal: AbortSignal | undefined,
  ): Promise<Loaded & { readonly reply: RunReply }> {
    for (;;) {
      const { status } = this;
      if (status.state === 'failed') throw fromErrorInfo(status.error);
      const loaded = await this.#startLoading().join(signal);
      const { plan, model, client } = loaded;
      this.#store.set({ state: 'running', plan, model });
      try {
        const reply = await client.call('run', call);
        this.#recovery.reset();
        return { ...loaded, reply };
      } catch (reason) {
        const error = toRuntimeError(reason);
        if (!isBreakdown(error)) throw error;
        this.#handleBreakdown(client, error);
        if (!isWanted()) throw error;
      } finally {
        if (this.#client === client && this.status.state === 'running') {
          this.#store.set({ state: 'ready', plan, model });
        }
      }
    }
  }

  async #tokenize(
    owner: object,
    text: string,
    { signal, maxTokens }: Abortable & { readonly maxTokens?: number } = {},
  ): Promise<TokenizedText> {
    throwIfAborted(signal);
    if (!this.#leases.has(owner)) throw releasedError();
    const { model } = await this.#prepare(signal);
    if (!model.takesText) throw noTokenizerError(model);
    const client = await this.#startWorker();
    const limit = tokenLimit(maxTokens, model);
    const reply = await client.call('tokenize', { text, maxTokens: limit });
    throwIfAborted(signal);
    return reply;
  }

  #release(owner: object): void {
    if (!this.#leases.delete(owner)) return;
    this.#queue.cancel(owner, releasedError());
    if (this.#leases.size === 0 && !this.#disposed) this.#endLater();
  }

  #endLater(): void {
    clearTimeout(this.#linger);
    this.#linger = setTimeout(() => {
      const { status } = this;
      // A load that somebody else waits for, or the end of a run.
      if (BUSY.has(status.state)) {
        this.#endLater();
        return;
      }
      this.#end(releasedError());
      if (status.state === 'ready') this.#store.set({ state: 'idle' });
    }, LINGER_MS);
  }

  /** The load under way or done, or a new one. */
  #startLoading(): SharedTask<Loaded> {
    if (this.#loading && !this.#loading.abandoned) return this.#loading;
    this.#recovery.reset();
    this.#steppedDown = undefined;
    return this.#beginLoad();
  }

  /** @param failure what made this load necessary. */
  #beginLoad(failure?: { readonly error: RuntimeError; readonly plan: Plan }): SharedTask<Loaded> {
    const loading = new SharedTask((signal) => this.#load(signal, failure));
    this.#loading = loading;
    return loading;
  }

  async #load(
    signal: AbortSignal,
    failure?: { readonly error: RuntimeError; readonly plan: Plan },
  ): Promise<Loaded> {
    const abort = () => {
      this.#end(abortedError());
      this.#store.set({ state: 'idle' });
    };
    signal.addEventListener('abort', abort, { once: true });
    try {
      if (failure) await this.#recover(failure.error, failure.plan, signal);
      for (;;) {
        let plan: Plan | undefined;
        try {
          if (this.#disposed) throw disposedError();
          this.#store.set({ state: 'probing' });
          const prepared = await this.#prepare(signal);
          plan = this.#steppedDown ? WASM_PLAN : prepared.plan;
          return await this.#loadOnce({ ...prepared, plan }, signal);
        } catch (reason) {
          const error = toRuntimeError(reason);
          if (signal.aborted || this.#disposed || !plan) throw error;
          // A worker whose load failed is of no more use: onnxruntime-web starts once.
          this.#endWorker(error);
          await this.#recover(error, plan, signal);
        }
      }
    } catch (reason) {
      const error = toRuntimeError(reason);
      if (!signal.aborted && !this.#disposed) {
        this.#end(error);
        // The pack may be published anew before the next attempt.
        this.#preparing = undefined;
        this.#store.set({ state: 'failed', error: errorInfo(error) });
      }
      throw this.#disposed ? disposedError() : error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  /** @throws {RuntimeError} `error` itself, when there is nothing left to try. */
  async #recover(error: RuntimeError, plan: Plan, signal: AbortSignal): Promise<void> {
    const step = this.#recovery.next(error, plan);
    if (step.kind === 'give-up') throw error;
    this.#store.set({ state: 'lost', error: errorInfo(error) });
    if (step.kind === 'respawn') {
      await pause(step.delay, signal);
      return;
    }
    this.#traces.clear();
    this.#steppedDown = {
      code: 'stepped-down',
      message: `The model runs on WASM, since WebGPU failed here: ${error.message}`,
    };
  }

  async #loadOnce(prepared: Prepared, signal: AbortSignal): Promise<Loaded> {
    const { plan, model } = prepared;
    const request = this.#loadRequest(prepared);
    const report = (progress: LoadProgress) =>
      this.#store.set({ state: progress.phase, plan, progress });
    report({ phase: 'downloading', loaded: 0, total: totalBytes(request), fraction: 0 });
    const client = await this.#startWorker();
    throwIfAborted(signal);
    const reply = await client.call('load', request, report);
    const loaded = { ...prepared, plan: reply.plan, client };
    this.#loaded = loaded;
    this.#store.notices = [
      ...(this.#steppedDown ? [this.#steppedDown] : []),
      ...client.notices,
      ...reply.notices,
    ];
    this.#store.set({ state: 'ready', plan: reply.plan, model });
    return loaded;
  }

  #loadRequest({ settings, manifest, plan }: Prepared): LoadRequest {
    const { layers, heads, vocab } = manifest.architecture;
    const { graphs, weights } = manifest.layouts[plan.layout];
    const mapUrl = settings.mapUrl ?? ((url) => url);
    const remote = ({ path, bytes, sha256 }: ModelFile): RemoteFile => ({
      url: mapUrl(this.#address.fileUrl(path)),
      bytes,
      sha256,
    });
    return {
      plan,
      tokenizer: manifest.tokenizer,
      layers,
      heads,
      vocab,
      graph: remote(graphs[plan.device]),
      weights: weights.map(remote),
      wasm: ortFile(plan, settings, mapUrl),
    };
  }

  /** Manifest and plan, fetched once; a failure is forgotten, so that the next one asks again. */
  async #prepare(signal: AbortSignal | undefined): Promise<Prepared> {
    if (!this.#preparing || this.#preparing.abandoned) {
      this.#preparing = new SharedTask((signal) => this.#readManifest(signal));
    }
    const preparing = this.#preparing;
    try {
      return await preparing.join(signal);
    } catch (error) {
      if (this.#preparing === preparing && !signal?.aborted) this.#preparing = undefined;
      throw error;
    }
  }

  async #readManifest(signal: AbortSignal): Promise<Prepared> {
    const settings = this.#settings ?? this.#surroundings.settings();
    this.#settings = settings;
    const url = settings.mapUrl?.(this.manifestUrl) ?? this.manifestUrl;
    const [manifest, plan] = await Promise.all([
      fetchManifest(url, { integrity: settings.integrity, signal }),
      (this.#surroundings.choosePlan ?? choosePlan)(settings.device),
    ]);
    return { settings, manifest, plan, model: modelInfo(manifest) };
  }

  /** The worker under way or running, or a new one. */
  #startWorker(): Promise<WorkerClient> {
    if (this.#starting) return this.#starting;
    const spawned = (this.#surroundings.spawn ?? spawn)(this.#settings?.workerUrl);
    const starting = spawned.then(
      (port) => {
        const client = new WorkerClient(port, (error) => this.#handleBreakdown(client, error));
        if (this.#starting === starting) this.#client = client;
        // Ended while it started.
        else client.close(abortedError());
        return client;
      },
      (error) => {
        if (this.#starting === starting) this.#starting = undefined;
        throw error;
      },
    );
    this.#starting = starting;
    return starting;
  }

  /** Of a worker that has died, or that a run has left in no state to go on. */
  #handleBreakdown(client: WorkerClient, error: RuntimeError): void {
    if (client !== this.#client) return;
    const plan = this.#loaded?.plan;
    this.#endWorker(error);
    // A load under way fails by itself and sees to it.
    if (plan) this.#beginLoad({ error, plan });
  }

  /** Ends the worker and gives its memory back, and that of its traces. */
  #end(error: RuntimeError): void {
    this.#loading = undefined;
    this.#traces.clear();
    this.#endWorker(error);
  }

  /** What waits for the worker rejects with `error`. */
  #endWorker(error: RuntimeError): void {
    const client = this.#client;
    this.#client = this.#starting = this.#loaded = undefined;
    client?.close(error);
  }
}

type ModelFile = ModelManifest['layouts']['row8']['weights'][number];

function modelInfo({ id, name, architecture, tokenizer }: ModelManifest): ModelInfo {
  const { layers, heads, dModel, context, vocab } = architecture;
  return {
    id,
    name,
    layers,
    heads,
    headDim: dModel / heads,
    maxTokens: Math.min(MAX_TOKENS, context),
    context,
    vocab,
    takesText: tokenizer !== 'none',
  };
}

function ortFile(
  { ortBuild }: Plan,
  { ortBase }: EngineSettings,
  mapUrl: (url: string) => string,
): LoadRequest['wasm'] {
  const { path, bytes, sha256 } = ORT_FILES[ortBuild];
  const base = ortBase ?? defaultOrtBase();
  if (base === undefined) return { url: undefined, bytes, sha256 };
  const folder = base.endsWith('/') ? base : `${base}/`;
  const url = new URL(path, new URL(folder, globalThis.document?.baseURI)).href;
  return { url: mapUrl(url), bytes, sha256 };
}

function totalBytes({ graph, weights, wasm }: LoadRequest): number {
  return sumOfBytes([graph, ...weights, wasm]);
}

/** Whether all of them are kept from another visit. */
async function areCached(files: readonly { readonly sha256: string }[]): Promise<boolean> {
  try {
    const cache = await openAssetCache();
    const kept = await Promise.all(files.map(({ sha256 }) => cache.has(sha256)));
    return kept.every(Boolean);
  } catch {
    return false;
  }
}

function sizeOf({ attention, qkv }: RunReply): number {
  return [...attention, ...qkv.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
}

function sumOfBytes(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

function noTokenizerError({ name }: ModelInfo): RuntimeError {
  return new RuntimeError(
    'no-tokenizer',
    `${name} has no tokenizer, so it cannot read text.`,
    'Give it token ids, or use a model pack with a tokenizer.',
  );
}

function releasedError(): RuntimeError {
  return new RuntimeError('released', 'This lease was released.', 'Acquire a new one.');
}

function disposedError(): RuntimeError {
  return new RuntimeError('disposed', 'The runtime was disposed.', 'Ask it for the engine again.');
}
