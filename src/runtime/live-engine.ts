// One model of the page: its status, its leases and its worker. Knows the protocol, not what the worker does.

import { fetchManifest } from './assets/fetch-manifest.js';
import type { ModelManifest } from './assets/manifest.js';
import type { PackAddress } from './assets/pack-address.js';
import { defaultOrtBase } from './delivery.js';
import { ORT_FILES } from './device/ort-builds.js';
import { choosePlan } from './device/probe.js';
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
  Plan,
  RunRequest,
  RuntimeOptions,
  TokenizedText,
} from './handle.js';
import { liveTrace } from './live-trace.js';
import { runCall, tokenLimit } from './run-call.js';
import { RunQueue } from './run-queue.js';
import {
  abortedError,
  errorInfo,
  fromErrorInfo,
  RuntimeError,
  throwIfAborted,
  toRuntimeError,
} from './runtime-error.js';
import { SharedTask } from './shared-task.js';
import { WorkerClient } from './worker/client.js';
import type { WorkerPort } from './worker/port.js';
import type { LoadRequest, RemoteFile } from './worker/protocol.js';
import { spawn } from './worker/spawn.js';

/** Where texts are cut: above it a matrix is past reading, and a run on one thread past waiting for. */
const MAX_TOKENS = 128;
/** How long the worker outlives its last lease, so that moving an element is not a new load. */
const LINGER_MS = 30_000;

export type EngineSettings = Pick<RuntimeOptions, 'ortBase' | 'workerUrl' | 'mapUrl'> & {
  readonly device: DevicePreference;
};

/** What an engine needs from outside; a test gives its own. */
export interface EngineSurroundings {
  /** Read when the engine first fetches something, and never again. */
  settings(): EngineSettings;
  readonly spawn?: (workerUrl?: string) => Promise<WorkerPort>;
  readonly choosePlan?: (device: DevicePreference) => Promise<Plan>;
}

interface Prepared {
  readonly settings: EngineSettings;
  readonly manifest: ModelManifest;
  readonly model: ModelInfo;
  readonly plan: Plan;
}

export class LiveEngine implements Engine {
  readonly manifestUrl: string;
  readonly known: KnownModel | undefined;

  readonly #address: PackAddress;
  readonly #surroundings: EngineSurroundings;
  readonly #listeners = new Set<(status: EngineStatus) => void>();
  readonly #leases = new Set<object>();
  readonly #queue = new RunQueue();
  #status: EngineStatus = { state: 'idle' };
  #settings: EngineSettings | undefined;
  #prepared: Promise<Prepared> | undefined;
  #client: Promise<WorkerClient> | undefined;
  #loading: SharedTask<Prepared> | undefined;
  #linger: ReturnType<typeof setTimeout> | undefined;
  #disposed = false;

  constructor(address: PackAddress, surroundings: EngineSurroundings) {
    this.manifestUrl = address.manifestUrl;
    this.known = address.known;
    this.#address = address;
    this.#surroundings = surroundings;
  }

  get status(): EngineStatus {
    return this.#status;
  }

  subscribe(listener: (status: EngineStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async estimate({ signal }: Abortable = {}): Promise<Estimate> {
    throwIfAborted(signal);
    const { manifest, model, plan } = await this.#prepare();
    throwIfAborted(signal);
    const { graphs, weights } = manifest.layouts[plan.layout];
    const modelBytes = sumOfBytes([graphs[plan.device], ...weights]);
    const ortBytes = ORT_FILES[plan.ortBuild].bytes;
    return {
      model,
      plan,
      bytes: modelBytes + ortBytes,
      parts: { model: modelBytes, ort: ortBytes },
      cached: false,
    };
  }

  async load({ signal }: Abortable = {}): Promise<void> {
    await this.#startLoading().join(signal);
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
    this.#end(disposedError());
    this.#listeners.clear();
  }

  // Not async: the waiter has to join the load in the caller's own turn, before an abort of the run before it can end it.
  #run(owner: object, request: RunRequest, { signal }: Abortable = {}): Promise<LiveTrace> {
    const { status } = this;
    if (!this.#leases.has(owner)) return Promise.reject(releasedError());
    if (status.state === 'failed' || status.state === 'lost') {
      return Promise.reject(fromErrorInfo(status.error));
    }
    const loaded = this.#startLoading().join(signal);
    const gate = loaded.then(() => {});
    return this.#queue.push(
      owner,
      gate,
      async () => {
        const { manifest, model, plan } = await loaded;
        const client = await this.#startWorker();
        this.#setStatus({ state: 'running', plan, model });
        try {
          const reply = await client.call('run', runCall(request, model));
          return liveTrace(manifest, plan, reply);
        } finally {
          if (this.#status.state === 'running') this.#setStatus({ state: 'ready', plan, model });
        }
      },
      signal,
    );
  }

  async #tokenize(
    owner: object,
    text: string,
    { signal, maxTokens }: Abortable & { readonly maxTokens?: number } = {},
  ): Promise<TokenizedText> {
    throwIfAborted(signal);
    if (!this.#leases.has(owner)) throw releasedError();
    const { manifest, model } = await this.#prepare();
    if (manifest.tokenizer === 'none') throw noTokenizerError(model);
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
      // A load that somebody else waits for, or the end of a run.
      const busy = this.#loading && this.#status.state !== 'ready';
      if (busy) this.#endLater();
      else this.#end(releasedError(), this.#status.state === 'ready' ? undefined : this.#status);
    }, LINGER_MS);
  }

  /** The load under way or done, or a new one. */
  #startLoading(): SharedTask<Prepared> {
    if (this.#loading && !this.#loading.abandoned) return this.#loading;
    const loading = new SharedTask((signal) => this.#load(signal));
    this.#loading = loading;
    return loading;
  }

  async #load(signal: AbortSignal): Promise<Prepared> {
    try {
      if (this.#disposed) throw disposedError();
      const abort = () => this.#end(abortedError());
      signal.addEventListener('abort', abort, { once: true });
      this.#setStatus({ state: 'probing' });
      const prepared = await this.#prepare();
      throwIfAborted(signal);
      const { plan, model } = prepared;
      const request = this.#loadRequest(prepared);
      const report = (progress: LoadProgress) =>
        this.#setStatus({ state: progress.phase, plan, progress });
      report({ phase: 'downloading', loaded: 0, total: totalBytes(request), fraction: 0 });
      const client = await this.#startWorker();
      throwIfAborted(signal);
      await client.call('load', request, report);
      signal.removeEventListener('abort', abort);
      this.#setStatus({ state: 'ready', plan, model });
      return prepared;
    } catch (reason) {
      const error = toRuntimeError(reason);
      if (!signal.aborted && !this.#disposed) {
        // A worker whose load failed is of no more use: onnxruntime-web starts once.
        this.#end(error, { state: 'failed', error: errorInfo(error) });
      }
      throw error;
    }
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
  #prepare(): Promise<Prepared> {
    this.#prepared ??= this.#readManifest().catch((error) => {
      this.#prepared = undefined;
      throw error;
    });
    return this.#prepared;
  }

  async #readManifest(): Promise<Prepared> {
    const settings = this.#settings ?? this.#surroundings.settings();
    this.#settings = settings;
    const url = settings.mapUrl?.(this.manifestUrl) ?? this.manifestUrl;
    const [manifest, plan] = await Promise.all([
      fetchManifest(url),
      (this.#surroundings.choosePlan ?? choosePlan)(settings.device),
    ]);
    return { settings, manifest, plan, model: modelInfo(manifest) };
  }

  /** The worker under way or running, or a new one. */
  #startWorker(): Promise<WorkerClient> {
    if (this.#client) return this.#client;
    const starting = (this.#surroundings.spawn ?? spawn)(this.#settings?.workerUrl).then((port) => {
      const client = new WorkerClient(port, (error) => this.#handleDeath(client, error));
      // Ended while it started.
      if (this.#client !== starting) client.close(abortedError());
      return client;
    });
    this.#client = starting;
    starting.catch(() => {
      if (this.#client === starting) this.#client = undefined;
    });
    return starting;
  }

  #handleDeath(dead: WorkerClient, error: RuntimeError): void {
    void this.#client?.then((client) => {
      if (client !== dead) return;
      const wasLoaded = this.#status.state === 'ready' || this.#status.state === 'running';
      // During a load, the load itself fails and says so.
      if (wasLoaded) this.#end(error, { state: 'lost', error: errorInfo(error) });
      else this.#client = undefined;
    });
  }

  /** Ends the worker and everything that waits for it. */
  #end(error: RuntimeError, status: EngineStatus = { state: 'idle' }): void {
    void this.#client?.then(
      (client) => client.close(error),
      () => {},
    );
    this.#client = undefined;
    this.#loading = undefined;
    this.#setStatus(status);
  }

  #setStatus(status: EngineStatus): void {
    this.#status = status;
    for (const listener of [...this.#listeners]) listener(status);
  }
}

type ModelFile = ModelManifest['layouts']['row8']['weights'][number];

function modelInfo({ id, name, architecture, tokenizer }: ModelManifest): ModelInfo {
  const { layers, heads, dModel, context } = architecture;
  return {
    id,
    name,
    layers,
    heads,
    headDim: dModel / heads,
    maxTokens: Math.min(MAX_TOKENS, context),
    context,
    takesText: tokenizer !== 'none',
  };
}

function ortFile(
  { ortBuild }: Plan,
  { ortBase }: EngineSettings,
  mapUrl: (url: string) => string,
): RemoteFile | undefined {
  const base = ortBase ?? defaultOrtBase();
  if (base === undefined) return undefined;
  const { path, bytes } = ORT_FILES[ortBuild];
  const folder = base.endsWith('/') ? base : `${base}/`;
  const url = new URL(path, new URL(folder, globalThis.document?.baseURI)).href;
  return { url: mapUrl(url), bytes };
}

function totalBytes({ graph, weights, wasm }: LoadRequest): number {
  return sumOfBytes([graph, ...weights, ...(wasm ? [wasm] : [])]);
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
