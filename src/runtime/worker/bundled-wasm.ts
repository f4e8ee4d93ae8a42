// onnxruntime-web's .wasm where a host's bundler has put it: only onnxruntime-web knows the address, and says it by
// fetching it. So that it is counted, checked and kept like every other file, its request is answered here.

/**
 * Runs `start` while requests for a .wasm are answered by `load`. For a worker of our own: on a page other scripts fetch
 * too, and theirs would be caught as well.
 */
export async function answeringWasm<T>(
  load: (url: string) => Promise<Uint8Array<ArrayBuffer>>,
  start: () => Promise<T>,
): Promise<T> {
  const { fetch } = globalThis;
  globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, globalThis.location?.href);
    if (!url.pathname.endsWith('.wasm')) return fetch(input, init);
    return new Response(await load(url.href), { headers: { 'Content-Type': 'application/wasm' } });
  };
  try {
    return await start();
  } finally {
    globalThis.fetch = fetch;
  }
}
