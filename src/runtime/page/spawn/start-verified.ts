// The worker of a page that pins the library's scripts with an import map. A browser checks no hash of a worker's script, nor
// of what that imports; so here all of it is one file, which is fetched, checked and started from memory.

import { fileHashError } from '../../packs/file-hash.js';
import { sha256 } from '../../packs/sha256.js';
import { RuntimeError } from '../../runtime-error.js';
import { blobUrl, type StartedWorker } from './start-script.js';

/**
 * @param hash SHA-256 in lower-case hex.
 * @throws {RuntimeError} `file-hash`, `file-unreachable`.
 */
export async function startVerified(url: string, hash: string): Promise<StartedWorker> {
  const script = await fetchVerified(url, hash);
  // A script from memory has no address from which it could find anything.
  const address = `self.attentionLensScript = ${JSON.stringify(url)};\n`;
  return { worker: new Worker(blobUrl([address, script])), url };
}

async function fetchVerified(url: string, hash: string): Promise<Uint8Array<ArrayBuffer>> {
  let actual: string | undefined;
  // The second time past the browser's cache, which may hold another version's file.
  for (const cache of ['default', 'reload'] as const) {
    const bytes = await fetchBytes(url, cache);
    actual = await sha256(bytes);
    if (actual === hash) return bytes;
  }
  throw fileHashError(url, actual, hash);
}

async function fetchBytes(url: string, cache: RequestCache): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const response = await fetch(url, { cache });
    if (!response.ok) throw new Error(`the server answered with status ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    throw new RuntimeError(
      'file-unreachable',
      `${url}, which has the worker of a page that pins the library's scripts, could not be fetched: ${(cause as Error).message}.`,
      'Check the connection. Authors: publish all files of the library together, dist/embed too, and allow the address in connect-src.',
      { subject: url, cause },
    );
  }
}
