// The embedded model as a pack of several chunks, as large models come, held in memory.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ModelManifest } from '../src/runtime/packs/manifest.js';

const tiny = new URL('../models/tiny/', import.meta.url);

/** Its files by their paths in the pack: manifest, graphs and `weights.00.bin` to `weights.03.bin`. */
export async function splitPack(): Promise<ReadonlyMap<string, Buffer>> {
  const manifest: ModelManifest = JSON.parse(
    await readFile(new URL('manifest.json', tiny), 'utf8'),
  );
  const files = new Map<string, Buffer>();
  const { graphs, weights } = manifest.layouts.row8;
  for (const { path } of Object.values(graphs)) {
    files.set(path, await readFile(new URL(path, tiny)));
  }
  const whole = Buffer.concat(
    await Promise.all(weights.map(({ path }) => readFile(new URL(path, tiny)))),
  );
  const size = Math.ceil(whole.length / 4);
  const chunks = [0, 1, 2, 3].map((index) => {
    const bytes = whole.subarray(index * size, (index + 1) * size);
    const path = `weights.0${index}.bin`;
    files.set(path, bytes);
    return { path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  });
  const split = { ...manifest, layouts: { row8: { graphs, weights: chunks } } };
  files.set('manifest.json', Buffer.from(JSON.stringify(split)));
  return files;
}
