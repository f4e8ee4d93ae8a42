// Workers whose script is of another origin, as on a CDN. Only a worker's first script must be of the page's own.

/** Starts a module worker from an address, which may be of another origin if that one sends CORS headers. */
export function startScript(url: string): Worker {
  const { href, origin } = new URL(url, location.href);
  if (origin === location.origin) return new Worker(href, { type: 'module' });
  // Not a static import: browsers hold that against worker-src, and this one against script-src, where the address is
  // allowed already. The blob's address is not revoked: when a browser fetches it is the browser's business.
  const line = `import(${JSON.stringify(href)}).catch(reportError);`;
  const script = new Blob([line], { type: 'text/javascript' });
  return new Worker(URL.createObjectURL(script), { type: 'module' });
}

/**
 * Runs `start`, which starts a module worker from an address that a bundler has made, and that only the call itself says:
 * for the length of it `Worker` is one that goes across origins.
 */
export function startAcrossOrigins(start: () => Worker): Worker {
  const { Worker } = globalThis;
  globalThis.Worker = new Proxy(Worker, {
    construct(_target, [url, options]: ConstructorParameters<typeof Worker>) {
      globalThis.Worker = Worker;
      // A classic script finds its other parts by the worker's own address, which a blob does not have.
      return options?.type === 'module' ? startScript(String(url)) : new Worker(url, options);
    },
  });
  try {
    return start();
  } finally {
    globalThis.Worker = Worker;
  }
}
