// How the page of an iframe finds its other parts: like the files in `dist/cdn`, but by classic scripts, which a page of an
// opaque origin may load from a server that sends no CORS headers.

import { ORT_VERSION } from './device/ort-version.js';

const WORKER = './embed-worker.js';

type WorkerModule = typeof import('./worker/worker.js');

/** What the worker's script leaves on a page. */
declare const attentionLensWorker: WorkerModule;

const workerUrl = () => new URL(WORKER, import.meta.url).href;

export function startWorker(): Worker {
  // The worker's own address is that of the blob, from which it could find nothing.
  const script = `self.attentionLensScript = ${JSON.stringify(workerUrl())};
importScripts(self.attentionLensScript);`;
  const blob = new Blob([script], { type: 'text/javascript' });
  return new Worker(URL.createObjectURL(blob));
}

export async function importWorker(): Promise<WorkerModule> {
  const script = document.createElement('script');
  script.src = workerUrl();
  await new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${script.src} could not be loaded`));
    document.head.append(script);
  });
  return attentionLensWorker;
}

/** Another package on the same CDN. */
export function packageBase(name: string, version: string): string {
  return new URL(`../../../${name}@${version}/`, import.meta.url).href;
}

export function defaultOrtBase(): string | undefined {
  return `${packageBase('onnxruntime-web', ORT_VERSION)}dist/`;
}

/** The package whose `dist/embed` this script is from. */
export function ownBase(): string {
  return new URL('../../', import.meta.url).href;
}
