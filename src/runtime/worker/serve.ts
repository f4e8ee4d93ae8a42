// The worker's side of the protocol: messages in, calls on the host, answers out.

import { errorInfo, toRuntimeError } from '../runtime-error.js';
import type { CallName, Calls, CallToWorker, FromWorker, ToWorker } from '../wire/protocol.js';
import { EngineHost } from './host.js';

/** Where messages come from and go to: the worker's own scope, or a MessagePort. */
export interface Endpoint {
  postMessage(message: FromWorker, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
}

/** Serves one host on `endpoint` until it is told to close. `lock`: what it says hello with. */
export function serve(
  endpoint: Endpoint,
  host: EngineHost = new EngineHost(),
  lock?: string,
): void {
  const post = (message: FromWorker) => endpoint.postMessage(message, buffersIn(message));
  /** Of the calls under way. */
  const stops = new Map<number, AbortController>();
  endpoint.onmessage = ({ data }) => {
    switch (data.type) {
      case 'close':
        endpoint.onmessage = null;
        void host.close();
        return;
      case 'stop':
        stops.get(data.id)?.abort();
        return;
      case 'forget':
        host.forget(data.owner);
        return;
    }
    const { id } = data;
    const stop = new AbortController();
    stops.set(id, stop);
    answer(host, data, stop.signal, post)
      .then(
        (reply) => post({ type: 'done', id, reply }),
        (error: unknown) => post({ type: 'failed', id, error: errorInfo(toRuntimeError(error)) }),
      )
      .finally(() => stops.delete(id));
  };
  post({ type: 'hello', ...(lock !== undefined && { lock }) });
}

function answer(
  host: EngineHost,
  call: CallToWorker,
  signal: AbortSignal,
  post: (message: FromWorker) => void,
): Promise<Calls[CallName]['reply']> {
  const report = (progress: Calls[CallName]['progress']) =>
    post({ type: 'progress', id: call.id, progress });
  switch (call.type) {
    case 'load':
      return host.load(call.request, report, (error) => post({ type: 'lost', error }));
    case 'run':
      return host.run(call.request, report, signal);
    case 'tokenize':
      return host.tokenize(call.request);
  }
}

/** GPT-2 small on 128 tokens has 9.4 MB of attention: moved, not copied. */
function buffersIn(message: FromWorker): Transferable[] {
  if (message.type !== 'progress' || !('kind' in message.progress)) return [];
  if (message.progress.kind !== 'layer') return [];
  const { attention, qkv } = message.progress;
  return [attention.buffer, ...(qkv ? [qkv.buffer] : [])];
}
