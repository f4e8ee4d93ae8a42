// A hash that a page pins a model to, written as in a script tag: `sha256-` and base64.

import { RuntimeError } from '../runtime-error.js';
import { shorten } from '../shorten.js';
import { sha256 } from './sha256.js';

/** @throws {RuntimeError} `manifest-hash` when `bytes` are others, or cannot be checked. */
export async function checkIntegrity(
  url: string,
  bytes: Uint8Array<ArrayBuffer>,
  integrity: string,
): Promise<void> {
  const [, base64] = /^sha256-([A-Za-z0-9+/]{43}=)$/.exec(String(integrity).trim()) ?? [];
  if (base64 === undefined) {
    throw problem(
      url,
      `"${shorten(String(integrity))}" is no hash that could be checked`,
      'Write "sha256-" and the hash in base64.',
    );
  }
  const actual = await sha256(bytes);
  if (actual === undefined) {
    throw problem(url, 'this page cannot check a hash', 'Serve the page over https.');
  }
  if (actual === hexOf(base64)) return;
  throw problem(
    url,
    `its SHA-256 in hex is ${actual}, not ${hexOf(base64)}`,
    'If the model was published again on purpose, pin its new manifest.',
  );
}

function hexOf(base64: string): string {
  return [...atob(base64)].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

function problem(url: string, what: string, advice: string): RuntimeError {
  return new RuntimeError(
    'manifest-hash',
    `The model's manifest ${shorten(url)} is not the one that this page is pinned to: ${what}.`,
    advice,
    { subject: url },
  );
}
