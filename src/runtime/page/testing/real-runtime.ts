// What tests of the engine in a real browser share: a runtime that takes the files of this repository.

import { afterEach, expect } from 'vitest';
import type { RuntimeOptions } from '../../api.js';
import { getRuntime } from '../../index.js';

export const TIMEOUT = 120_000;

export const DOG = 'The dog on the ship ran off, and the dog';

const ORT = '/node_modules/onnxruntime-web/dist/';

/** Every test ends without an engine and without kept files. */
export function resetRuntime(): void {
  afterEach(async () => {
    getRuntime().dispose();
    await caches.delete('attention-lens/assets@1');
  });
}

export function configured(options: RuntimeOptions = {}) {
  const runtime = getRuntime();
  runtime.configure({
    device: 'wasm',
    ortBase: ORT,
    mapUrl: (url) => url,
    ...options,
  });
  return runtime;
}

export async function bytes(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  expect(response.ok, url).toBe(true);
  return new Uint8Array(await response.arrayBuffer());
}
