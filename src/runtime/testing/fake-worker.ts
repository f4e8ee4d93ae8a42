// A worker without a model, for tests: answers what a test lets it answer.

import type { Notice } from '../api.js';
import type { WorkerPort } from '../wire/port.js';
import type {
  CallToWorker,
  FromWorker,
  LoadRequest,
  RunCall,
  RunProgress,
  ToWorker,
} from '../wire/protocol.js';

/** Taken before a test may put its own clock in place. */
const { setTimeout } = globalThis;

type Call = CallToWorker;
type Told = Exclude<ToWorker, Call | { type: 'close' }>;

export class FakeWorker {
  readonly calls: Call[] = [];
  /** What it was told beside them: calls to stop, owners to forget. */
  readonly told: Told[] = [];
  closed = false;
  /** A run that nobody wants ends, as in a worker whose graphs do. */
  stops = true;
  /** What its load shall tell. */
  notices: readonly Notice[] = [];
  #tell: (message: FromWorker) => void = () => {};
  #die: (reason: string) => void = () => {};

  readonly port: WorkerPort = {
    post: (message) => {
      if (message.type === 'stop' || message.type === 'forget') this.#hear(message);
      else if (message.type !== 'close') this.calls.push(message);
    },
    listen: (onMessage, onDeath) => {
      this.#tell = onMessage;
      this.#die = onDeath;
    },
    close: () => {
      this.closed = true;
    },
  };

  tell(message: FromWorker): void {
    if (!this.closed) this.#tell(message);
  }

  die(reason: string): void {
    this.#die(reason);
  }

  /** The last call of a type. Waits for it: the engine posts a few turns after it is asked. */
  async call<Type extends Call['type']>(type: Type, nth = 1): Promise<Call & { type: Type }> {
    // A turn is a millisecond or longer; of a busy machine, much longer.
    for (let turn = 0; turn < 20_000; turn++) {
      const found = this.calls.filter((call): call is Call & { type: Type } => call.type === type);
      const call = found[nth - 1];
      if (call) return call;
      await new Promise((resolve) => setTimeout(resolve));
    }
    throw new Error(`The worker was never asked to ${type} a ${nth}. time`);
  }

  async finishLoad(nth = 1): Promise<LoadRequest> {
    const { id, request } = await this.call('load', nth);
    this.tell({ type: 'done', id, reply: { plan: request.plan, notices: this.notices } });
    return request;
  }

  /** Answers a run with attention of one layer and one head that looks at token 0 only. */
  async finishRun(nth = 1): Promise<RunCall> {
    const { id, request } = await this.call('run', nth);
    await this.tellInput(nth);
    await this.tellLayer(nth);
    this.tell({ type: 'done', id, reply: { next: [{ id: 7, text: 'x', p: 1 }] } });
    return request;
  }

  #hear(message: Told): void {
    this.told.push(message);
    if (message.type === 'forget' || !this.stops) return;
    const error = { code: 'aborted', message: 'The run was stopped.', advice: 'None.' } as const;
    this.tell({ type: 'failed', id: message.id, error });
  }

  /** Tells what a run runs: a token for each character. */
  async tellInput(nth = 1): Promise<void> {
    const { id, request } = await this.call('run', nth);
    const { plan } = (await this.call('load')).request;
    const text = request.text ?? '';
    const tokens = Array.from(text, (character, id) => ({ id, text: character }));
    this.#report(id, { kind: 'input', plan, text, tokens, truncated: undefined });
  }

  /** Tells the next layer of a run: of one head, that looks at token 0 only. */
  async tellLayer(nth = 1): Promise<void> {
    const { id, request } = await this.call('run', nth);
    const { length } = Array.from(request.text ?? '');
    const attention = new Float32Array(length ** 2);
    for (let query = 0; query < length; query++) attention[query * length] = 1;
    this.#report(id, { kind: 'layer', attention, qkv: undefined });
  }

  #report(id: number, progress: RunProgress): void {
    this.tell({ type: 'progress', id, progress });
  }
}
