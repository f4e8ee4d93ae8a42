// The worker's side of the protocol: messages in, calls on the host, answers out.

import type { ErrorInfo, LoadProgress } from '../api.js';
import { errorInfo, toRuntimeError } from '../runtime-error.js';
import type { CallName, Calls, FromWorker, ToWorker } from '../wire/protocol.js';
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
  endpoint.onmessage = ({ data }) => {
    if (data.type === 'close') {
      endpoint.onmessage = null;
      void host.close();
      return;
    }
    const { id } = data;
    const report = (progress: LoadProgress) => post({ type: 'progress', id, progress });
    const onLost = (error: ErrorInfo) => post({ type: 'lost', error });
    answer(host, data, report, onLost).then(
      (reply) => post({ type: 'done', id, reply }),
      (error: unknown) => post({ type: 'failed', id, error: errorInfo(toRuntimeError(error)) }),
    );
  };
  post({ type: 'hello', ...(lock !== undefined && { lock }) });
}

function answer(
  host: EngineHost,
  call: Exclude<ToWorker, { type: 'close' }>,
  report: (progress: LoadProgress) => void,
  onLost: (error: ErrorInfo) => void,
): Promise<Calls[CallName]['reply']> {
  switch (call.type) {
    case 'load':
      return host.load(call.request, report, onLost);
    case 'run':
      return host.run(call.request);
    case 'tokenize':
      return host.tokenize(call.request);
  }
}

/** GPT-2 small on 128 tokens has 9.4 MB of attention: moved, not copied. */
function buffersIn(message: FromWorker): Transferable[] {
  if (message.type !== 'done' || !message.reply || !('attention' in message.reply)) return [];
  const { attention, qkv } = message.reply;
  return [...attention, ...qkv.values()].map(({ buffer }) => buffer as ArrayBuffer);
}
