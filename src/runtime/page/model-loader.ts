// Keeps one model loaded by one worker: loads it when it is first asked for, again when that breaks down, and gives it back.
// Tells the status how far it is. Knows nothing of runs.

import type { DevicePreference, LoadProgress, Notice, Plan } from '../api.js';
import { Deferred } from '../deferred.js';
import { WASM_PLAN } from '../device/probe.js';
import { pause } from '../fetch/retry.js';
import type { PackAddress } from '../packs/pack-address.js';
import {
  abortedError,
  errorInfo,
  RuntimeError,
  throwIfAborted,
  toRuntimeError,
} from '../runtime-error.js';
import type { WorkerClient } from '../wire/client.js';
import type { WorkerPort } from '../wire/port.js';
import {
  type EngineSettings,
  type LoadPlan,
  loadRequest,
  makeLoadPlan,
  startsByItself,
  totalBytes,
} from './load-plan.js';
import { Recovery } from './recovery.js';
import { SharedTask } from './shared-task.js';
import { spawn } from './spawn/spawn.js';
import { WorkerSlot } from './spawn/worker-slot.js';
import type { StatusStore } from './status-store.js';

/** What an engine needs from outside; a test gives its own. */
export interface EngineDependencies {
  /** Read when the engine first fetches something, and never again. */
  settings(): EngineSettings;
  readonly store?: StatusStore;
  readonly spawn?: (workerUrl: string | undefined, signal: AbortSignal) => Promise<WorkerPort>;
  readonly choosePlan?: (device: DevicePreference) => Promise<Plan>;
}

/** A model and the worker that holds it, or is about to. */
export interface Loaded extends LoadPlan {
  readonly client: WorkerClient;
}

/** What made a load necessary, and the plan it happened under. */
interface Failure {
  readonly error: RuntimeError;
  readonly plan: Plan;
}

export class ModelLoader {
  readonly #address: PackAddress;
  readonly #dependencies: EngineDependencies;
  readonly #store: StatusStore;
  readonly #onEnd: () => void;
  readonly #recovery = new Recovery();
  readonly #worker: WorkerSlot;
  #settings: EngineSettings | undefined;
  #planning: SharedTask<LoadPlan> | undefined;
  #loading: SharedTask<Loaded> | undefined;
  #loaded: Loaded | undefined;
  #asked = new Deferred<Loaded>();
  /** WebGPU has failed, until the reader asks to try again. */
  #steppedDown: Notice | undefined;
  #disposed = false;

  /** @param onEnd told when a worker has been given back, or numbers of another device will follow. */
  constructor(
    address: PackAddress,
    dependencies: EngineDependencies,
    store: StatusStore,
    onEnd: () => void,
  ) {
    this.#address = address;
    this.#dependencies = dependencies;
    this.#store = store;
    this.#onEnd = onEnd;
    const start = dependencies.spawn ?? spawn;
    this.#worker = new WorkerSlot(
      (signal) => start(this.#settings?.workerUrl, signal),
      (client, error) => this.breakDown(client, error),
    );
  }

  /** While a model is loaded. */
  get loaded(): Loaded | undefined {
    return this.#loaded;
  }

  /** A load that somebody waits for. */
  get underWay(): SharedTask<Loaded> | undefined {
    return this.#loaded || this.#loading?.cancelled ? undefined : this.#loading;
  }

  /** Manifest and plan, fetched once; a failure is forgotten, so that the next one asks again. */
  async plan(signal: AbortSignal | undefined): Promise<LoadPlan> {
    if (!this.#planning || this.#planning.cancelled) {
      this.#settings ??= this.#dependencies.settings();
      const settings = this.#settings;
      this.#planning = new SharedTask((signal) =>
        makeLoadPlan(this.#address, settings, signal, this.#dependencies.choosePlan),
      );
      this.#planning.start();
    }
    const planning = this.#planning;
    try {
      return await planning.join(signal);
    } catch (error) {
      if (this.#planning === planning && !signal?.aborted) this.#planning = undefined;
      throw error;
    }
  }

  /** Once a worker has been asked to load the model. From then on it takes runs: they begin with the layers that are there. */
  get asked(): Promise<Loaded> {
    return this.#asked.promise;
  }

  /** What the worker keeps of the runs of an owner can go. */
  forget(owner: number): void {
    this.#worker.client?.forget(owner);
  }

  /** The worker, with or without a model. */
  worker(): Promise<WorkerClient> {
    return this.#worker.get();
  }

  /** The load under way or done, or a new one. */
  load(): SharedTask<Loaded> {
    if (this.#loading && !this.#loading.cancelled) return this.#loading;
    this.#recovery.reset();
    this.#steppedDown = undefined;
    return this.#begin();
  }

  /** It works: what broke down before no longer counts. */
  confirm(): void {
    this.#recovery.reset();
  }

  /** Of a worker that has died, or that is of no more use: the model is loaded again, or it has failed. */
  breakDown(client: WorkerClient, error: RuntimeError): void {
    if (client !== this.#worker.client) return;
    const loaded = this.#loaded;
    const { state } = this.#store.status;
    this.#endWorker(error);
    // A load under way fails by itself and sees to it.
    if (!loaded) return;
    if (state === 'running' || startsByItself(loaded)) {
      this.#begin({ error, plan: loaded.plan });
      return;
    }
    // A phone that took its memory back shall not be asked for it again before the reader asks for something.
    this.end(error);
    this.#store.set({ state: 'idle' });
  }

  /** Ends the worker and gives its memory back. */
  end(error: RuntimeError): void {
    this.#loading = undefined;
    this.#endWorker(error);
    this.#onEnd();
  }

  /** Ends it for good. */
  dispose(): void {
    this.#disposed = true;
    this.#loading?.cancel();
    this.end(disposedError());
  }

  #begin(failure?: Failure): SharedTask<Loaded> {
    const loading = new SharedTask((signal) => this.#load(signal, failure));
    this.#loading = loading;
    loading.start();
    return loading;
  }

  async #load(signal: AbortSignal, failure: Failure | undefined): Promise<Loaded> {
    const abort = () => {
      this.end(abortedError());
      this.#store.set({ state: 'idle' });
    };
    signal.addEventListener('abort', abort, { once: true });
    try {
      if (failure) await this.#recover(failure, signal);
      return await this.#loadDespiteFailures(signal);
    } catch (reason) {
      if (this.#disposed) throw disposedError();
      const error = toRuntimeError(reason);
      if (!signal.aborted) {
        this.end(error);
        // The pack may be published anew before the next attempt.
        this.#planning = undefined;
        this.#store.set({ state: 'failed', error: errorInfo(error) });
      }
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
  }

  async #loadDespiteFailures(signal: AbortSignal): Promise<Loaded> {
    for (;;) {
      if (this.#disposed) throw disposedError();
      this.#store.set({ state: 'probing' });
      const loadPlan = await this.plan(signal);
      const plan = this.#steppedDown ? WASM_PLAN : loadPlan.plan;
      try {
        return await this.#loadOnce({ ...loadPlan, plan }, signal);
      } catch (reason) {
        const error = toRuntimeError(reason);
        if (signal.aborted || this.#disposed) throw error;
        // A worker whose load failed is of no more use: onnxruntime-web starts once.
        this.#endWorker(error);
        await this.#recover({ error, plan }, signal);
      }
    }
  }

  /** @throws {RuntimeError} the failure's own error, when there is nothing left to try. */
  async #recover({ error, plan }: Failure, signal: AbortSignal): Promise<void> {
    const step = this.#recovery.next(error, plan);
    if (step.kind === 'give-up') throw error;
    this.#store.set({ state: 'lost', error: errorInfo(error) });
    if (step.kind === 'respawn') {
      await pause(step.delay, signal);
      return;
    }
    this.#onEnd();
    this.#steppedDown = {
      code: 'stepped-down',
      message: `The model runs on WASM, since WebGPU failed here: ${error.message}`,
    };
  }

  async #loadOnce(loadPlan: LoadPlan, signal: AbortSignal): Promise<Loaded> {
    const { plan, model } = loadPlan;
    const request = loadRequest(loadPlan);
    const report = (progress: LoadProgress) =>
      this.#store.set({ state: progress.phase, plan, progress });
    report({ phase: 'downloading', loaded: 0, total: totalBytes(loadPlan), fraction: 0 });
    const client = await this.worker();
    throwIfAborted(signal);
    const loading = client.call('load', request, { onProgress: report });
    this.#asked.resolve({ ...loadPlan, client });
    const reply = await loading;
    const loaded = { ...loadPlan, plan: reply.plan, client };
    this.#loaded = loaded;
    this.#store.notices = [
      ...(this.#steppedDown ? [this.#steppedDown] : []),
      ...client.notices,
      ...reply.notices,
    ];
    this.#store.set({ state: 'ready', plan: reply.plan, model });
    return loaded;
  }

  #endWorker(error: RuntimeError): void {
    this.#loaded = undefined;
    if (this.#asked.settled) this.#asked = new Deferred();
    this.#worker.end(error);
  }
}

export function disposedError(): RuntimeError {
  return new RuntimeError('disposed', 'The runtime was disposed.', 'Ask it for the engine again.');
}
