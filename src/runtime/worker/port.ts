// A worker, or something that stands for one, as the page sees it.

import type { FromWorker, ToWorker } from './protocol.js';

export interface WorkerPort {
  post(message: ToWorker): void;
  /** Called with every message, and once with the reason should the worker die. Set once. */
  listen(onMessage: (message: FromWorker) => void, onDeath: (reason: string) => void): void;
  /** Ends it. Nothing is delivered afterwards. */
  close(): void;
}

export function portOfWorker(worker: Worker): WorkerPort {
  return {
    post: (message) => worker.postMessage(message),
    listen(onMessage, onDeath) {
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => onMessage(data);
      // A script that cannot be fetched, or that a policy forbids, gives a bare event without a message.
      worker.onerror = (event) => onDeath(event.message || 'its script could not be loaded');
      worker.onmessageerror = () => onDeath('a message could not be read');
    },
    close() {
      worker.onmessage = worker.onerror = worker.onmessageerror = null;
      worker.terminate();
    },
  };
}

export function portOfMessagePort(port: MessagePort): WorkerPort {
  return {
    post: (message) => port.postMessage(message),
    listen(onMessage, onDeath) {
      port.onmessage = ({ data }: MessageEvent<FromWorker>) => onMessage(data);
      port.onmessageerror = () => onDeath('a message could not be read');
    },
    close() {
      port.postMessage({ type: 'close' } satisfies ToWorker);
      port.onmessage = port.onmessageerror = null;
      port.close();
    },
  };
}
