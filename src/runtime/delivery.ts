// How the npm modules find their other parts: in ways a host's bundler understands. The CDN build takes
// `delivery.cdn.ts` in its place.

import { VERSION } from '../version.js';
import { type StartedWorker, startBundled } from './worker/start-script.js';

export function startWorker(): StartedWorker {
  // Literal, as bundlers ask.
  return startBundled(
    () => new Worker(new URL('./worker/worker.js', import.meta.url), { type: 'module' }),
  );
}

export function importWorker(): Promise<typeof import('./worker/worker.js')> {
  return import('./worker/worker.js');
}

/** On a public CDN: a model of 126 MB is nothing that a bundler should copy. `assetBase` says otherwise. */
export function packageBase(name: string, version: string): string {
  return `https://cdn.jsdelivr.net/npm/${name}@${version}/`;
}

/** None: onnxruntime-web's own lookup leads to the copy that the bundler made. */
export function defaultOrtBase(): string | undefined {
  return undefined;
}

/** Where the published package lies, for code that a reader takes along: a bundle on somebody's site is no place to link to. */
export function ownBase(): string {
  return packageBase('attention-lens', VERSION);
}
