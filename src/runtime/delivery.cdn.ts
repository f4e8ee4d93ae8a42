// How the files in `dist/cdn` find their other parts: the worker beside them, onnxruntime-web's .wasm in the sibling
// package on the same CDN.

import { ORT_VERSION } from './device/ort-builds.js';
import { startScript } from './worker/start-script.js';

/** The worker's hashed file name, put in by the build. */
declare const __WORKER_FILE__: string;

const workerUrl = () => new URL(__WORKER_FILE__, import.meta.url).href;

export function startWorker(): Worker {
  return startScript(workerUrl());
}

export function importWorker(): Promise<typeof import('./worker/worker.js')> {
  return import(workerUrl());
}

export function defaultOrtBase(): string | undefined {
  return new URL(`../../../onnxruntime-web@${ORT_VERSION}/dist/`, import.meta.url).href;
}

/** The package whose `dist/cdn` this script is from. */
export function packageBase(): string {
  return new URL('../../', import.meta.url).href;
}
