// How the files in `dist/cdn` start their worker, which is beside them.

import { isPinned } from './pinned.js';
import { type StartedWorker, startScript } from './start-script.js';

/** The worker's hashed file name, put in by the build. */
declare const __WORKER_FILE__: string;
/** Of `dist/embed/embed-worker.js`, in hex, put in by the build. */
declare const __WORKER_SHA256__: string;

const workerUrl = () => new URL(__WORKER_FILE__, import.meta.url).href;

export function startWorker(): StartedWorker | Promise<StartedWorker> {
  return isPinned(new URL('.', import.meta.url).href) ? startPinned() : startScript(workerUrl());
}

async function startPinned(): Promise<StartedWorker> {
  const { startVerified } = await import('./start-verified.js');
  // The worker of the iframe's page: all of it in one file.
  const url = new URL('../embed/embed-worker.js', import.meta.url).href;
  return startVerified(url, __WORKER_SHA256__);
}

export function importWorker(): Promise<typeof import('../../worker/worker.js')> {
  return import(workerUrl());
}
