// How the files in `dist/cdn` find their other parts: the worker beside them, onnxruntime-web's .wasm in the sibling
// package on the same CDN.

import { ORT_VERSION } from './device/ort-version.js';
import { isPinned } from './worker/pinned.js';
import { type StartedWorker, startScript } from './worker/start-script.js';

/** The worker's hashed file name, put in by the build. */
declare const __WORKER_FILE__: string;
/** Of `dist/embed/embed-worker.js`, in hex, put in by the build. */
declare const __WORKER_SHA256__: string;

const workerUrl = () => new URL(__WORKER_FILE__, import.meta.url).href;

export function startWorker(): StartedWorker | Promise<StartedWorker> {
  return isPinned(new URL('.', import.meta.url).href) ? startPinned() : startScript(workerUrl());
}

async function startPinned(): Promise<StartedWorker> {
  const { startVerified } = await import('./worker/start-verified.js');
  // The worker of the iframe's page: all of it in one file.
  const url = new URL('../embed/embed-worker.js', import.meta.url).href;
  return startVerified(url, __WORKER_SHA256__);
}

export function importWorker(): Promise<typeof import('./worker/worker.js')> {
  return import(workerUrl());
}

/** Another package on the same CDN. */
export function packageBase(name: string, version: string): string {
  return new URL(`../../../${name}@${version}/`, import.meta.url).href;
}

export function defaultOrtBase(): string | undefined {
  return `${packageBase('onnxruntime-web', ORT_VERSION)}dist/`;
}

/** The package whose `dist/cdn` this script is from. */
export function ownBase(): string {
  return new URL('../../', import.meta.url).href;
}
