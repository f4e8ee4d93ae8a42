// Gets a worker going, one way after another: from the configured address, from beside this script, and on the page's own
// thread where no worker may run.

import { addressIn, RuntimeError } from '../../runtime-error.js';
import { portOfMessagePort, portOfWorker, type WorkerPort } from '../../wire/port.js';
import { adviceFor, PolicyWatch } from './no-worker.js';
import { importWorker, startWorker } from './own-worker.js';
import { type StartedWorker, startScript } from './start-script.js';

/**
 * A worker that has said hello. When `signal` fires first, what has been started is ended.
 * @throws {RuntimeError} `worker-start`, `file-hash`, or the signal's reason.
 */
export async function spawn(
  workerUrl: string | undefined,
  signal: AbortSignal,
): Promise<WorkerPort> {
  if (workerUrl !== undefined) {
    try {
      return await started(() => startScript(workerUrl), signal);
    } catch (reason) {
      signal.throwIfAborted();
      console.warn(
        `attention-lens found no worker at ${workerUrl} (${text(reason)}) and takes the one beside its script.`,
      );
    }
  }
  try {
    return await started(startWorker, signal);
  } catch (reason) {
    signal.throwIfAborted();
    // Of a page that pins it: what is changed or missing is not run in another way.
    if (reason instanceof RuntimeError && /^file-/.test(reason.code)) throw reason;
    console.warn(
      `attention-lens runs its model on the page's own thread, which stalls the page during a run: no worker could start. ${text(reason)}`,
    );
  }
  try {
    const { serve } = await importWorker();
    signal.throwIfAborted();
    const { port1, port2 } = new MessageChannel();
    serve(port1);
    return { ...(await greeting(portOfMessagePort(port2), signal)), notices: [ON_PAGE] };
  } catch (reason) {
    signal.throwIfAborted();
    throw new RuntimeError(
      'worker-start',
      `The script that runs the model could not be loaded: ${text(reason)}.`,
      'Check the connection. Authors: publish all files of the library together, or set workerUrl to where the worker is.',
      { subject: addressIn(text(reason)) ?? workerUrl ?? "the worker's script", cause: reason },
    );
  }
}

const ON_PAGE = {
  code: 'main-thread',
  message: 'No worker may run on this page, so the page stands still during a run.',
} as const;

/** @throws {Error} with what its author can do, or what `start` throws as a RuntimeError. */
async function started(
  start: () => StartedWorker | Promise<StartedWorker>,
  signal: AbortSignal,
): Promise<WorkerPort> {
  const watch = new PolicyWatch();
  let url: string | undefined;
  try {
    const begun = await start();
    url = begun.url;
    const port = portOfWorker(begun.worker);
    if (signal.aborted) port.close();
    signal.throwIfAborted();
    return await greeting(port, signal);
  } catch (reason) {
    if (signal.aborted || reason instanceof RuntimeError) throw reason;
    const advice = await adviceFor(reason, url, watch.refusal);
    throw new Error(`${text(reason)}. ${advice}`, { cause: reason });
  } finally {
    watch.stop();
  }
}

function greeting(port: WorkerPort, signal: AbortSignal): Promise<WorkerPort> {
  return new Promise((resolve, reject) => {
    const handleAbort = () => {
      port.close();
      reject(signal.reason);
    };
    signal.addEventListener('abort', handleAbort, { once: true });
    const settle = () => signal.removeEventListener('abort', handleAbort);
    port.listen(
      () => {
        settle();
        resolve(port);
      },
      (reason) => {
        settle();
        port.close();
        reject(new Error(reason));
      },
    );
  });
}

function text(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
