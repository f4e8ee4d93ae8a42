// The page's side of the protocol: calls as promises.

import type { Notice } from '../api.js';
import { fromErrorInfo, RuntimeError } from '../runtime-error.js';
import type { WorkerPort } from './port.js';
import type { CallName, Calls, FromWorker, ToWorker } from './protocol.js';

interface Pending {
  readonly resolve: (reply: never) => void;
  readonly reject: (error: RuntimeError) => void;
  readonly onProgress: ((progress: never) => void) | undefined;
}

export interface CallOptions<Progress> {
  readonly onProgress?: (progress: Progress) => void;
  /** Nobody wants the answer any more. It still comes, soon. */
  readonly signal?: AbortSignal;
}

export class WorkerClient {
  readonly #port: WorkerPort;
  readonly #pending = new Map<number, Pending>();
  readonly #onDeath: (error: RuntimeError) => void;
  /** Of where it runs. */
  readonly notices: readonly Notice[];
  #ended: RuntimeError | undefined;
  #lastId = 0;

  /** Takes a port whose worker has said hello. `onDeath` is told when it dies by itself. */
  constructor(port: WorkerPort, onDeath: (error: RuntimeError) => void) {
    this.#port = port;
    this.#onDeath = onDeath;
    this.notices = port.notices ?? [];
    port.listen(
      (message) => this.#handleMessage(message),
      (reason) => this.#handleDeath(reason),
    );
  }

  call<Name extends CallName>(
    type: Name,
    request: Calls[Name]['request'],
    { onProgress, signal }: CallOptions<Calls[Name]['progress']> = {},
  ): Promise<Calls[Name]['reply']> {
    return new Promise((resolve, reject) => {
      if (this.#ended) {
        reject(this.#ended);
        return;
      }
      const id = ++this.#lastId;
      this.#pending.set(id, { resolve, reject, onProgress });
      this.#port.post({ type, id, request } as ToWorker);
      const stop = () => {
        if (this.#pending.has(id)) this.#port.post({ type: 'stop', id });
      };
      if (signal?.aborted) stop();
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  /** What was kept of an owner's runs can go. */
  forget(owner: number): void {
    if (!this.#ended) this.#port.post({ type: 'forget', owner });
  }

  /** Ends the worker; what is pending rejects with `error`. */
  close(error: RuntimeError): void {
    if (this.#ended) return;
    this.#ended = error;
    this.#port.close();
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }

  #handleMessage(message: FromWorker): void {
    if (message.type === 'hello') return;
    if (message.type === 'lost') {
      this.#die(fromErrorInfo(message.error));
      return;
    }
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    switch (message.type) {
      case 'progress':
        pending.onProgress?.(message.progress as never);
        return;
      case 'done':
        this.#pending.delete(message.id);
        pending.resolve(message.reply as never);
        return;
      case 'failed':
        this.#pending.delete(message.id);
        pending.reject(fromErrorInfo(message.error));
    }
  }

  #handleDeath(reason: string): void {
    this.#die(
      new RuntimeError(
        'worker-lost',
        `The model's worker stopped: ${reason}.`,
        'Load the model again. If it stops again, the device may be short of memory.',
        { subject: 'worker' },
      ),
    );
  }

  #die(error: RuntimeError): void {
    if (this.#ended) return;
    this.close(error);
    this.#onDeath(error);
  }
}
