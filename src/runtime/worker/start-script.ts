/** Starts a module worker from an address, which may be of another origin if that one sends CORS headers. */
export function startScript(url: string): Worker {
  const { href, origin } = new URL(url, location.href);
  if (origin === location.origin) return new Worker(href, { type: 'module' });
  // Only the worker's first script must be of the page's origin. The address is not revoked: when a browser fetches it
  // is the browser's business, and it holds one line.
  const script = new Blob([`import ${JSON.stringify(href)};`], { type: 'text/javascript' });
  return new Worker(URL.createObjectURL(script), { type: 'module' });
}
