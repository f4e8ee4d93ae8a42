// The probe on a live model: runs when the reader asks, and keeps its result for the model it belongs to.

import type { LitElement, ReactiveController } from 'lit';
import { FINDERS, PROBE_LENGTH, type ProbeResult, runProbe } from '../../runtime/heads/index.js';
import type { Engine, EngineStatus, ErrorInfo } from '../../runtime/index.js';
import type { Trace } from '../../runtime/trace/index.js';

export class ProbeRun implements ReactiveController {
  error: ErrorInfo | null = null;
  /** Texts run so far and in all, while it is under way. */
  progress: { readonly done: number; readonly of: number } | null = null;

  readonly #host: LitElement;
  readonly #results = new Map<string, ProbeResult>();
  #abort: AbortController | null = null;

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#abort?.abort();
    this.progress = null;
  }

  /** Whether this engine runs the model of this trace, loaded or not. */
  canRun(engine: Engine | undefined, trace: Trace): boolean {
    if (!engine) return false;
    const { status } = engine;
    return isLoaded(status)
      ? status.model.id === trace.model.id
      : engine.known?.name === trace.model.name;
  }

  /** Bytes of the model where it would have to be loaded first. */
  bytesToLoad(engine: Engine): number | null {
    return isLoaded(engine.status) ? null : (engine.known?.bytes ?? null);
  }

  result(trace: Trace): ProbeResult | null {
    return this.#results.get(trace.model.id) ?? null;
  }

  /** Runs it, unless it is under way or done. True when there is a result. */
  async run(engine: Engine, trace: Trace): Promise<boolean> {
    if (this.progress) return false;
    if (this.result(trace)) return true;
    const abort = new AbortController();
    const { signal } = abort;
    this.#abort = abort;
    this.error = null;
    this.#say(0, 1);
    const lease = engine.acquire();
    try {
      await engine.load({ signal });
      const { status } = engine;
      const context = isLoaded(status) ? status.model.context : 2 * PROBE_LENGTH;
      const result = await runProbe(
        (ids) => lease.run({ ids }, { signal }),
        FINDERS.filter(({ probe }) => probe),
        {
          length: Math.min(PROBE_LENGTH, Math.floor(context / 2)),
          onProgress: (done, of) => this.#say(done, of),
        },
      );
      if (signal.aborted) return false;
      this.#results.set(trace.model.id, result);
      return true;
    } catch (error) {
      if (!signal.aborted) this.error = error as ErrorInfo;
      return false;
    } finally {
      lease.release();
      if (this.#abort === abort) {
        this.progress = null;
        this.#host.requestUpdate();
      }
    }
  }

  #say(done: number, of: number): void {
    this.progress = { done, of };
    this.#host.requestUpdate();
  }
}

type Loaded = Extract<EngineStatus, { readonly state: 'ready' | 'running' }>;

function isLoaded(status: EngineStatus): status is Loaded {
  return status.state === 'ready' || status.state === 'running';
}
