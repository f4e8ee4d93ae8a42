import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { TINY_INTEGRITY } from '../tiny-model.js';
import { KNOWN_PACKS } from './known-packs.js';
import type { ModelManifest } from './manifest.js';
import { loadedFiles, sumOfBytes } from './pack-files.js';

test('what is said of the embedded pack is what its manifest says', async () => {
  const file = new URL('../../../models/tiny/manifest.json', import.meta.url);
  const manifest: ModelManifest = JSON.parse(await readFile(file, 'utf8'));
  const perDevice = (['wasm', 'webgpu'] as const).map((device) =>
    sumOfBytes(loadedFiles(manifest, device)),
  );
  expect(KNOWN_PACKS.tiny).toEqual({ name: manifest.name, bytes: Math.max(...perDevice) });
});

test('the embedded pack is held to its manifest', async () => {
  const manifest = await readFile(new URL('../../../models/tiny/manifest.json', import.meta.url));
  const hash = createHash('sha256').update(manifest).digest('base64');
  expect(TINY_INTEGRITY).toBe(`sha256-${hash}`);
});
