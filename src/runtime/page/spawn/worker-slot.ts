// At most one worker at a time, however often it is asked for. One that still starts can be ended too.

import type { RuntimeError } from '../../runtime-error.js';
import { WorkerClient } from '../../wire/client.js';
import type { WorkerPort } from '../../wire/port.js';

interface Start {
  readonly client: Promise<WorkerClient>;
  readonly ending: AbortController;
}

export class WorkerSlot {
  readonly #spawn: (signal: AbortSignal) => Promise<WorkerPort>;
  readonly #onDeath: (client: WorkerClient, error: RuntimeError) => void;
  #start: Start | undefined;
  #client: WorkerClient | undefined;

  /**
   * @param spawn gets one going, unless the signal fires first.
   * @param onDeath told of one that dies by itself.
   */
  constructor(
    spawn: (signal: AbortSignal) => Promise<WorkerPort>,
    onDeath: (client: WorkerClient, error: RuntimeError) => void,
  ) {
    this.#spawn = spawn;
    this.#onDeath = onDeath;
  }

  /** The one that runs; none while it starts. */
  get client(): WorkerClient | undefined {
    return this.#client;
  }

  /** The worker that starts or runs, or a new one. */
  get(): Promise<WorkerClient> {
    this.#start ??= this.#begin();
    return this.#start.client;
  }

  /** What waits for the worker rejects with `error`. */
  end(error: RuntimeError): void {
    const [start, client] = [this.#start, this.#client];
    this.#start = this.#client = undefined;
    start?.ending.abort(error);
    client?.close(error);
  }

  #begin(): Start {
    const ending = new AbortController();
    const client = this.#spawn(ending.signal).then(
      (port) => {
        const client = new WorkerClient(port, (error) => this.#onDeath(client, error));
        if (ending.signal.aborted) client.close(ending.signal.reason);
        else this.#client = client;
        return client;
      },
      (error) => {
        if (this.#start === start) this.#start = undefined;
        throw error;
      },
    );
    const start = { client, ending };
    return start;
  }
}
