// Workers whose script is of another origin, as on a CDN. Only a worker's first script must be of the page's own.

import { scriptUrl } from '../trusted-types.js';

export interface StartedWorker {
  readonly worker: Worker;
  /** Of its script, to ask why it did not come. */
  readonly url: string;
}

/** Starts a module worker from an address, which may be of another origin if that one sends CORS headers. */
export function startScript(address: string): StartedWorker {
  const { href: url, origin } = new URL(address, location.href);
  if (origin === location.origin) {
    return { worker: new Worker(scriptUrl(url), { type: 'module' }), url };
  }
  // Not a static import: browsers hold that against worker-src, and this one against script-src, where the address is
  // allowed already.
  const line = `import(${JSON.stringify(url)}).catch(reportError);`;
  return { worker: new Worker(blobUrl([line]), { type: 'module' }), url };
}

/** A script for a worker. Its address is not revoked: when a browser fetches it is the browser's business. */
export function blobUrl(parts: BlobPart[]): string {
  return scriptUrl(URL.createObjectURL(new Blob(parts, { type: 'text/javascript' })));
}

/**
 * Runs `start`, which starts a worker from an address that a bundler has made, and that only the call itself says: for the
 * length of it `Worker` is one that goes across origins and knows Trusted Types.
 */
export function startBundled(start: () => Worker): StartedWorker {
  const { Worker } = globalThis;
  let url = '';
  globalThis.Worker = new Proxy(Worker, {
    construct(_target, [address, options]: ConstructorParameters<typeof Worker>) {
      globalThis.Worker = Worker;
      url = new URL(address, location.href).href;
      // A classic script finds its other parts by the worker's own address, which a blob does not have.
      return options?.type === 'module'
        ? startScript(url).worker
        : new Worker(scriptUrl(url), options);
    },
  });
  try {
    const worker = start();
    return { worker, url };
  } finally {
    globalThis.Worker = Worker;
  }
}
