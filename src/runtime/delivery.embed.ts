// How the page of an iframe finds its other parts: like the files in `dist/cdn`, but by classic scripts, which a page of an
// opaque origin may load from a server that sends no CORS headers.

import { ORT_VERSION } from './device/ort-version.js';
import { scriptUrl } from './trusted-types.js';
import { blobUrl, type StartedWorker } from './worker/start-script.js';

const WORKER = './embed-worker.js';

type WorkerModule = typeof import('./worker/worker.js');

/** What the worker's script leaves on a page. */
declare const attentionLensWorker: WorkerModule;

const workerUrl = () => new URL(WORKER, import.meta.url).href;

export function startWorker(): StartedWorker {
  const url = workerUrl();
  // The worker's own address is that of the blob, from which it could find nothing. It is held to the page's Trusted Types,
  // with policies of its own.
  const script = `self.attentionLensScript = ${JSON.stringify(url)};
const policy = self.trustedTypes?.createPolicy('attention-lens', { createScriptURL: (url) => url });
importScripts(policy?.createScriptURL(self.attentionLensScript) ?? self.attentionLensScript);`;
  return { worker: new Worker(blobUrl([script])), url };
}

export async function importWorker(): Promise<WorkerModule> {
  const script = document.createElement('script');
  script.src = scriptUrl(workerUrl());
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
