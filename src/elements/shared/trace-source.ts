// Where an element's trace comes from: a property, an address or a script child, in that order. Keeps the last good
// trace while a new one loads or fails, so that nothing already shown is lost.

import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { LatestTask } from '../../runtime/index.js';
import {
  checkTrace,
  loadTrace,
  parseTrace,
  parseTraceText,
  type Trace,
  traceFileAddress,
} from '../../runtime/trace/index.js';

export interface TraceInput {
  /** A trace, or the parsed JSON of one. */
  readonly trace: unknown;
  readonly src: string | null;
  /** The text of a script child. */
  readonly inline: string | null;
}

export class TraceSource implements ReactiveController {
  /** The trace to show: the last good one. */
  trace: Trace | null = null;
  /** Why the latest one is not shown. */
  error: Error | null = null;
  loading = false;

  readonly #host: ReactiveControllerHost;
  #input: TraceInput = { trace: null, src: null, inline: null };
  readonly #task = new LatestTask();

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** A load that a removal cut short starts again when the element is back. */
  hostConnected(): void {
    if (this.loading) this.#read();
  }

  hostDisconnected(): void {
    this.#task.cancel();
  }

  /** What addresses in the trace are relative to: its own address, or the page's where it has none. */
  get base(): string {
    return this.trace?.address ?? pageAddress();
  }

  /** Takes what the page now offers; does nothing when that is what it offered before. */
  read(input: TraceInput): void {
    const { trace, src, inline } = this.#input;
    if (trace === input.trace && src === input.src && inline === input.inline) return;
    this.#input = input;
    this.#read();
  }

  async #read(): Promise<void> {
    this.#task.cancel();
    const { trace, src, inline } = this.#input;
    this.loading = false;
    this.error = null;
    if (trace !== null && trace !== undefined) {
      this.#settle(() => (isTrace(trace) ? checkTrace(trace) : parseTrace(trace)));
    } else if (src !== null) {
      await this.#load(src);
    } else if (inline !== null) {
      this.#settle(() => parseTraceText(inline));
    } else {
      this.trace = null;
      this.#host.requestUpdate();
    }
  }

  async #load(src: string): Promise<void> {
    this.loading = true;
    this.#host.requestUpdate();
    const outcome = await this.#task.run((signal) =>
      loadTrace(traceFileAddress('trace', src, document.baseURI, ' Check src.'), { signal }),
    );
    if (!outcome) return;
    this.#settle(() => {
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    });
  }

  #settle(result: () => Trace): void {
    this.loading = false;
    try {
      this.trace = result();
      this.error = null;
    } catch (error) {
      this.error = error instanceof Error ? error : new Error(String(error));
    }
    this.#host.requestUpdate();
  }
}

/** On a server there is no page, and nothing is fetched either. */
function pageAddress(): string {
  return globalThis.document?.baseURI ?? '';
}

/** By what it can do, not by its class: another copy of the library on the page may have made it. */
function isTrace(value: unknown): value is Trace {
  try {
    const { attention, tokens, keys, model } = value as Partial<Trace>;
    return typeof attention === 'function' && !!tokens && !!keys && !!model;
  } catch {
    // A getter or a proxy of the page; parsing says what it is.
    return false;
  }
}
