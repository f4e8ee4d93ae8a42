// Fetches and checks a pack's manifest.

import { RuntimeError } from '../runtime-error.js';
import type { ModelManifest } from './manifest.js';
import { readManifest } from './read-manifest.js';

/** @throws {RuntimeError} `manifest-unreachable` or `bad-manifest`. */
export async function fetchManifest(url: string): Promise<ModelManifest> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw unreachable(url, error instanceof Error ? error.message : String(error));
  }
  if (!response.ok) throw unreachable(url, `status ${response.status}`);
  let value: unknown;
  try {
    value = await response.json();
  } catch (error) {
    throw new RuntimeError(
      'bad-manifest',
      `${url} is not JSON.`,
      'Check the address: servers often answer a wrong one with a page.',
      { cause: error },
    );
  }
  return readManifest(value);
}

function unreachable(url: string, reason: string): RuntimeError {
  return new RuntimeError(
    'manifest-unreachable',
    `The model's manifest ${url} could not be fetched: ${reason}.`,
    'Check the address and the connection. From another origin it needs CORS, and the page may need it in connect-src.',
  );
}
