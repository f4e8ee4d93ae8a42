// The probe on a live model: runs when the reader asks, and keeps its result for the model it belongs to.

import type { LitElement, ReactiveController } from 'lit';
import { FINDERS, PROBE_LENGTH, type ProbeResult, runProbe } from '../../runtime/heads/index.js';
import { type Engine, type EngineStatus, type ErrorInfo, LatestTask } from '../../runtime/index.js';
import type { Trace } from '../../runtime/trace/index.js';

/** The model is loaded, `fraction` of it in 0..1; then text after text is run. */
export type ProbeProgress =
  | { readonly phase: 'loading'; readonly fraction: number }
  | { readonly phase: 'measuring'; readonly done: number; readonly of: number };

export class ProbeRun implements ReactiveController {
  error: ErrorInfo | null = null;
  /** How far it is, while it is under way. */
  progress: ProbeProgress | null = null;

  readonly #host: LitElement;
  readonly #results = new Map<string, ProbeResult>();
  readonly #task = new LatestTask();

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.cancel();
  }

  /** Cancels it; a load that others wait for continues. */
  readonly cancel = (): void => {
    this.#task.cancel();
    this.#say(null);
  };

  /** Whether this engine runs the model of this trace, loaded or not. */
  canRun(engine: Engine, trace: Trace): boolean {
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
    this.error = null;
    const outcome = await this.#task.run((signal) => this.#measure(engine, signal));
    if (!outcome) return false;
    if (outcome.status === 'fulfilled') this.#results.set(trace.model.id, outcome.value);
    else this.error = outcome.reason as ErrorInfo;
    this.#say(null);
    return outcome.status === 'fulfilled';
  }

  async #measure(engine: Engine, signal: AbortSignal): Promise<ProbeResult> {
    const sayLoading = ({ state, ...status }: EngineStatus) => {
      const { fraction = 0 } = ('progress' in status && status.progress) || {};
      if (!signal.aborted) this.#say({ phase: 'loading', fraction });
    };
    sayLoading(engine.status);
    const unsubscribe = engine.subscribe(sayLoading);
    const lease = engine.acquire();
    try {
      await engine.load({ signal });
      unsubscribe();
      const { status } = engine;
      const model = isLoaded(status) ? status.model : null;
      const context = model?.context ?? 2 * PROBE_LENGTH;
      return await runProbe(
        (ids) => lease.run({ ids }, { signal }),
        FINDERS.filter(({ probe }) => probe),
        {
          length: Math.min(PROBE_LENGTH, Math.floor(context / 2)),
          vocab: model?.vocab,
          onProgress: (done, of) => this.#say({ phase: 'measuring', done, of }),
        },
      );
    } finally {
      unsubscribe();
      lease.release();
    }
  }

  #say(progress: ProbeProgress | null): void {
    this.progress = progress;
    this.#host.requestUpdate();
  }
}

type Loaded = Extract<EngineStatus, { readonly state: 'ready' | 'running' }>;

function isLoaded(status: EngineStatus): status is Loaded {
  return status.state === 'ready' || status.state === 'running';
}
