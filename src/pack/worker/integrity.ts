// What a page pins a pack by.

import { sha256 } from '@noble/hashes/sha2.js';

/** @param manifest its bytes. @returns as `integrity` takes it. */
export function packIntegrity(manifest: Uint8Array): string {
  return `sha256-${btoa(String.fromCharCode(...sha256(manifest)))}`;
}
