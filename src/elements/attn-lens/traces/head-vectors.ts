// Query, key and value vectors of the heads of a trace: from the file of a recording, fetched once when first asked for,
// or from another run of a live text. Knows nothing of what they are for.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type Engine, LatestTask, type LiveTrace } from '../../../runtime/index.js';
import {
  loadVectors,
  type QkvVectors,
  type Trace,
  TraceError,
  vectorsAddress,
} from '../../../runtime/trace/index.js';
import { mayRunAgain } from '../../shared/on-hub.js';

/** What a trace is read from: an address that its file of vectors is relative to, and what can run its text again. */
export interface VectorOrigin {
  readonly base: string;
  readonly engine: Engine | undefined;
}

/** The vectors of one head of the trace on screen. */
export type VectorsOfHead = (layer: number, head: number) => Promise<QkvVectors>;

interface Host extends ReactiveControllerHost {
  readonly shown: Trace | null;
  readonly isConnected: boolean;
}

export class HeadVectors implements ReactiveController {
  readonly #host: Host;
  /** Of each trace, by head for live ones; a recording has one file for all. */
  readonly #kept = new WeakMap<Trace, Map<string, Promise<QkvVectors>>>();
  readonly #task = new LatestTask();
  /** Whose file is fetched. */
  #fetched: Trace | null = null;

  constructor(host: Host) {
    this.#host = host;
    host.addController(this);
  }

  /** What a removal cut short is asked for again. */
  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    this.#task.cancel();
  }

  /** The vectors of a text that is no longer shown are no longer wanted. */
  hostUpdate(): void {
    if (this.#fetched !== this.#host.shown) this.#task.cancel();
  }

  /**
   * @throws {TraceLoadError} when the file of a recording cannot be loaded, {TraceError} when the trace has no vectors or no
   * such head, {RuntimeError} when a live text cannot be run again.
   */
  of(
    trace: Trace,
    layer: number,
    head: number,
    { base, engine }: VectorOrigin,
  ): Promise<QkvVectors> {
    const { layers, heads } = trace.model;
    if (!(isIndex(layer, layers) && isIndex(head, heads))) {
      const problem = `has no head ${layer}.${head}: the last one is ${layers - 1}.${heads - 1}.`;
      return Promise.reject(new TraceError('qkv', problem));
    }
    const recorded = trace.qkv !== undefined;
    if (!recorded && trace.provenance.kind === 'live' && engine) {
      return this.#keep(trace, `${layer}.${head}`, () => runAgain(engine, trace, layer, head));
    }
    return this.#keep(trace, '', () => this.#load(trace, base));
  }

  async #load(trace: Trace, base: string): Promise<QkvVectors> {
    this.#fetched = trace;
    const running = this.#task.run((signal) =>
      loadVectors(trace, vectorsAddress(trace, base), signal),
    );
    // Removed before this part of the library was there.
    if (!this.#host.isConnected) this.#task.cancel();
    const outcome = await running;
    if (outcome?.status === 'fulfilled') return outcome.value;
    throw outcome ? outcome.reason : AbortSignal.abort().reason;
  }

  #keep(trace: Trace, key: string, get: () => Promise<QkvVectors>): Promise<QkvVectors> {
    const kept = this.#kept.get(trace) ?? new Map<string, Promise<QkvVectors>>();
    this.#kept.set(trace, kept);
    const promise = kept.get(key) ?? get();
    kept.set(key, promise);
    // The next call tries again.
    promise.catch(() => kept.delete(key));
    return promise;
  }
}

/** By its ids, which are what was run: a text that was cut may be cut elsewhere now. A lease of its own, so that what the
 * reader types meanwhile is not overtaken. */
async function runAgain(
  engine: Engine,
  trace: Trace,
  layer: number,
  head: number,
): Promise<QkvVectors> {
  if (!mayRunAgain(engine)) {
    throw new TraceError(
      'qkv',
      `is missing: ${trace.model.name} is not loaded any more. Run the text again.`,
    );
  }
  const lease = engine.acquire();
  try {
    const ids = trace.tokens.map(({ id }) => id);
    const run: LiveTrace = await lease.run({
      ids,
      maxTokens: ids.length,
      want: { qkv: [`${layer}.${head}`], next: 1 },
    });
    if (run.vectors && run.model.id === trace.model.id) return run.vectors;
  } finally {
    lease.release();
  }
  throw new TraceError(
    'qkv',
    `is missing: ${trace.model.name} is no longer the model of this page. Run the text again.`,
  );
}

function isIndex(value: number, count: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < count;
}
