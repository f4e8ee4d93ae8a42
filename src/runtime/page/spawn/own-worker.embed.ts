// How the page of an iframe starts its worker: by classic scripts, which a page of an opaque origin may load from a server that
// sends no CORS headers.

import { loadScript } from '../load-script.js';
import { blobUrl, type StartedWorker } from './start-script.js';

const WORKER = './embed-worker.js';

type WorkerModule = typeof import('../../worker/worker.js');

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
  await loadScript(workerUrl());
  return attentionLensWorker;
}
