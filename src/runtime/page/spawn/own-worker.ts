// How the npm modules start their worker: in ways a host's bundler understands. The CDN build takes `own-worker.cdn.ts` in its
// place, the page of an iframe `own-worker.embed.ts`.

import { type StartedWorker, startBundled } from './start-script.js';

export function startWorker(): StartedWorker {
  // Literal, as bundlers ask.
  return startBundled(
    () => new Worker(new URL('../../worker/worker.js', import.meta.url), { type: 'module' }),
  );
}

export function importWorker(): Promise<typeof import('../../worker/worker.js')> {
  return import('../../worker/worker.js');
}
