// A worker, or something that stands for one, as the page sees it.

import type { Notice } from '../api.js';
import { watchLifeLock } from './life-lock.js';
import type { FromWorker, ToWorker } from './protocol.js';

export interface WorkerPort {
  readonly notices?: readonly Notice[];
  post(message: ToWorker): void;
  /** Called with every message, and with the reason should the worker die. The latest listeners count. */
  listen(onMessage: (message: FromWorker) => void, onDeath: (reason: string) => void): void;
  /** Ends it. Nothing is delivered afterwards. */
  close(): void;
}

export function portOfWorker(worker: Worker): WorkerPort {
  let stopWatching = () => {};
  let handleDeath: (reason: string) => void;
  return {
    post: (message) => worker.postMessage(message),
    listen(onMessage, onDeath) {
      handleDeath = onDeath;
      worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
        if (data.type === 'hello' && data.lock !== undefined) {
          stopWatching = watchLifeLock(data.lock, () => handleDeath('it ended without a word'));
        }
        onMessage(data);
      };
      // A script that cannot be fetched, or that a policy forbids, gives a bare event without a message.
      worker.onerror = (event) => {
        // Else it would be an uncaught error of the page's too.
        event.preventDefault();
        onDeath(event.message || 'its script could not be loaded');
      };
      worker.onmessageerror = () => onDeath('a message could not be read');
    },
    close() {
      stopWatching();
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
